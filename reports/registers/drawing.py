"""Drawing a page of a register: operators of its content stream."""

from dataclasses import dataclass

from core.money import in_words
from reports.registers.around import Surroundings
from reports.registers.data import Kind, Sums
from reports.registers.layout import (
    FACTS,
    HEAD,
    LEAD,
    LEFT,
    NUMBER_PAD,
    PAD,
    POINT,
    SIZE,
    SUM,
    Frame,
    Line,
    Setter,
    written,
)
from reports.registers.letters import Letters
from reports.registers.pen import BEGIN, CENTRE, END, THICK, THIN, Pen

SIDES = {Kind.TEXT: BEGIN, Kind.COUNT: END, Kind.MONEY: END}
PAGE_SUM, GRAND_TOTAL = "本页小计", "合　　计"


@dataclass(frozen=True)
class Total:
    """What stands below the last row: the sums, and of how many rows."""

    sums: Sums
    count: int


def total_name(count: int, unit: str) -> str:
    """Write the head of the last row, with how many there are where the register says of what."""
    return f"{GRAND_TOTAL}　{count:,} {unit}" if unit else GRAND_TOTAL


def words_of(total: Total, column: int) -> str:
    """Write the total of a column in the characters of bank papers."""
    return f"金额合计（大写）：人民币{in_words(total.sums[column] or 0)}"


class Ruled:
    """The lines of a table, and the rows that are sums."""

    def __init__(self, frame: Frame, setter: Setter, styles: dict[str, Letters]) -> None:
        self.frame, self.setter, self.register = frame, setter, frame.register
        self.body, self.head = styles["body"], styles["head"]
        self.around = Surroundings(frame, setter, styles)

    def _sum(self, pen: Pen, y: float, name: str, sums: Sums, *, height: float = SUM, thick: bool = False) -> float:
        edges, columns = self.frame.edges, self.register.columns
        first = self.register.summed[0] if self.register.summed else len(columns)
        pen.stroke((LEFT, y), (edges[-1], y), width=THICK if thick else THIN)
        self._named(pen, name, edges[first] - LEFT, y + height / 2)
        for column, amount in sums.items():
            words = written(amount, columns[column].kind)
            room = self.frame.widths[column] - PAD - NUMBER_PAD
            size = min(SIZE, SIZE * room / (self.head.width(words) * SIZE / 1000 * POINT))
            pen.text(self.head, words, size, edges[column + 1] - NUMBER_PAD, y + height / 2, END)
        for edge in edges[first:-1]:
            pen.stroke((edge, y), (edge, y + height))
        return y + height

    def _named(self, pen: Pen, name: str, room: float, y: float) -> None:
        """Write the name of a sum in the middle of its room; from the left where it is wider, smaller if it must be."""
        size = min(SIZE, SIZE * (room - 2 * PAD) / (self.head.width(name) * SIZE / 1000 * POINT)) if room else SIZE
        pen.text(self.head, name, size, LEFT + room / 2, y, CENTRE)

    def _between(self, pen: Pen, top: float, end: float) -> None:
        """Draw the lines between columns along rows, and close the last row; sums draw their own."""
        if end <= top:
            return
        edges = self.frame.edges
        pen.stroke((LEFT, end), (edges[-1], end))
        for edge in edges[1:-1]:
            pen.stroke((edge, top), (edge, end))

    def _frame(self, pen: Pen, top: float, end: float) -> None:
        right = self.frame.edges[-1]
        pen.stroke((LEFT, top), (right, top), (right, end), (LEFT, end), (LEFT, top), width=THICK)


class Drawer(Ruled):
    """Draws the pages of one register."""

    def page(self, number: int, lines: list[Line], foot: tuple[str, str], *, total: Total | None, alone: bool) -> bytes:
        """Draw one page with its rows; the last one has the ``total``. ``alone`` is a page without others."""
        pen = Pen(self.frame.paper[1])
        self.around.above(pen, number)
        top = self.frame.top_of_table(number)
        y, columns_from = self._heads(pen, top), top
        first = y
        for line in lines:
            if line.words:
                self._between(pen, columns_from, y)
                y = columns_from = self._band(pen, y, line)
            else:
                y = self._row(pen, y, line, ruled=not line.is_rest or y == first)
        self._between(pen, columns_from, y)
        y = self._sums(pen, y, lines, total, alone=alone)
        self._frame(pen, top, y)
        if total is not None:
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

    def _row(self, pen: Pen, y: float, line: Line, *, ruled: bool) -> float:
        edges = self.frame.edges
        for position, (words, size) in enumerate(zip(line.cells, line.sizes, strict=True)):
            if words:
                side = SIDES.get(self.register.columns[position].kind, CENTRE)
                left = edges[position] + PAD
                right = edges[position + 1] - (NUMBER_PAD if side == END else PAD)
                self._stack(pen, self.body, words, size, left + (right - left) * side, y + line.height / 2, side)
        if ruled:
            pen.stroke((LEFT, y), (edges[-1], y))
        return y + line.height

    def _stack(
        self, pen: Pen, letters: Letters, lines: tuple[str, ...], size: float, x: float, y: float, side: float
    ) -> None:
        above = y - LEAD * (len(lines) - 1) / 2
        for number, words in enumerate(lines):
            pen.text(letters, words, size, x, above + LEAD * number, side)

    def _band(self, pen: Pen, y: float, line: Line) -> float:
        """Write the heading of a group, or its subtotal."""
        if line.sums is not None:
            return self._sum(pen, y, line.words, line.sums, height=line.height)
        pen.shade(LEFT, self.frame.edges[-1], y, line.height)
        pen.stroke((LEFT, y), (self.frame.edges[-1], y))
        pen.text(self.head, line.words, SIZE, LEFT + 2, y + line.height / 2)
        return y + line.height

    def _sums(self, pen: Pen, y: float, lines: list[Line], total: Total | None, *, alone: bool) -> float:
        """Write the sum of the page; on the last page the grand total below it, with its words."""
        register = self.register
        if register.summed and register.has_page_sums and not alone:
            sums = register.added(line.amounts for line in lines if not line.words)
            y = self._sum(pen, y, PAGE_SUM, sums)
        if total is None or not register.has_total:
            return y
        y = self._sum(pen, y, total_name(total.count, register.unit), total.sums, thick=True)
        if register.in_words is not None:
            pen.stroke((LEFT, y), (self.frame.edges[-1], y))
            pen.text(self.body, words_of(total, register.in_words), FACTS, LEFT + 2, y + SUM / 2)
            y += SUM
        return y
