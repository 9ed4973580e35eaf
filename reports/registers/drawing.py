"""Drawing a page of a register: operators of its content stream."""

from reports.registers.around import Surroundings
from reports.registers.data import Kind
from reports.registers.layout import (
    FACTS,
    HEAD,
    LEAD,
    LEFT,
    PAD,
    POINT,
    SIZE,
    SUM,
    Frame,
    Leaf,
    Line,
    Setter,
    written,
)
from reports.registers.letters import Letters
from reports.registers.pen import BEGIN, CENTRE, END, THICK, THIN, Pen

SIDES = {Kind.TEXT: BEGIN, Kind.COUNT: END, Kind.MONEY: END}
PAGE_SUM, GRAND_TOTAL = "本页小计", "合　　计"


class Drawer:
    """Draws the pages of one register."""

    def __init__(self, frame: Frame, setter: Setter, styles: dict[str, Letters]) -> None:
        self.frame, self.setter, self.register = frame, setter, frame.register
        self.body, self.head = styles["body"], styles["head"]
        self.around = Surroundings(frame, setter, styles)

    def page(self, number: int, leaf: Leaf, lines: list[Line], *, is_last: bool, foot: tuple[str, str]) -> bytes:
        """Draw one page with its rows ``lines``."""
        pen = Pen(self.frame.paper[1])
        self.around.above(pen, number)
        top = self.frame.top_of_table(number)
        y = self._heads(pen, top)
        for line in lines:
            y = self._row(pen, y, line)
        foot_of_rows = y
        if self.register.summed:
            y = self._sums(pen, y, leaf, is_last=is_last)
        self._grid(pen, top, foot_of_rows, y)
        if is_last:
            self.around.end(pen, y)
        self.around.foot(pen, *foot)
        return pen.content()

    def _heads(self, pen: Pen, top: float) -> float:
        edges = self.frame.edges
        for column, left, right in zip(self.register.columns, edges, edges[1:], strict=False):
            lines = column.head.split("\n")
            room = right - left - PAD
            size = min(min(SIZE, SIZE * room / (self.head.width(words) * SIZE / 1000 * POINT)) for words in lines)
            self._stack(pen, self.head, tuple(lines), size, (left + right) / 2, top + HEAD / 2, CENTRE)
        return top + HEAD

    def _row(self, pen: Pen, y: float, line: Line) -> float:
        edges = self.frame.edges
        for position, (words, size) in enumerate(zip(line.cells, line.sizes, strict=True)):
            if words:
                side = SIDES.get(self.register.columns[position].kind, CENTRE)
                x = edges[position] + PAD + (edges[position + 1] - edges[position] - 2 * PAD) * side
                self._stack(pen, self.body, words, size, x, y + line.height / 2, side)
        pen.stroke((LEFT, y), (edges[-1], y))
        return y + line.height

    def _stack(
        self, pen: Pen, letters: Letters, lines: tuple[str, ...], size: float, x: float, y: float, side: float
    ) -> None:
        above = y - LEAD * (len(lines) - 1) / 2
        for number, words in enumerate(lines):
            pen.text(letters, words, size, x, above + LEAD * number, side)

    def _sums(self, pen: Pen, y: float, leaf: Leaf, *, is_last: bool) -> float:
        """Write the sum of the page; on the last page of many the grand total below it, with its words."""
        register = self.register
        if leaf.first or not is_last:
            y = self._sum(pen, y, PAGE_SUM, register.sums(register.rows[leaf.first : leaf.last]), thick=False)
        if not is_last:
            return y
        y = self._sum(pen, y, GRAND_TOTAL, register.sums(), thick=True)
        if register.in_words:
            pen.stroke((LEFT, y), (self.frame.edges[-1], y))
            words = f"金额合计（大写）：人民币{register.in_words}"
            pen.text(self.body, words, FACTS, LEFT + 2, y + SUM / 2)
            y += SUM
        return y

    def _sum(self, pen: Pen, y: float, name: str, sums: dict, *, thick: bool) -> float:
        edges, columns = self.frame.edges, self.register.columns
        first = self.register.summed[0]
        pen.stroke((LEFT, y), (edges[-1], y), width=THICK if thick else THIN)
        pen.text(self.head, name, SIZE, (edges[0] + edges[first]) / 2, y + SUM / 2, CENTRE)
        for column, amount in sums.items():
            words = written(amount, columns[column].kind)
            room = self.frame.widths[column] - 2 * PAD
            size = min(SIZE, SIZE * room / (self.head.width(words) * SIZE / 1000 * POINT))
            pen.text(self.head, words, size, edges[column + 1] - PAD, y + SUM / 2, END)
        for edge in edges[first:-1]:
            pen.stroke((edge, y), (edge, y + SUM))
        return y + SUM

    def _grid(self, pen: Pen, top: float, rows_end: float, end: float) -> None:
        """Draw the frame and the lines between columns; sums draw their own."""
        edges = self.frame.edges
        pen.stroke((LEFT, rows_end), (edges[-1], rows_end))
        for edge in edges[1:-1]:
            pen.stroke((edge, top), (edge, rows_end))
        pen.stroke((LEFT, top), (edges[-1], top), (edges[-1], end), (LEFT, end), (LEFT, top), width=THICK)
