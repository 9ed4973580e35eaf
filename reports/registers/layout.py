"""The page of a register, and breaking the words of its cells into lines; sizes in points, lengths in mm."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from core.money import format_money
from reports.registers.data import Band, Cell, Column, Kind, Register, Row, Sums
from reports.registers.letters import Letters

POINT = 25.4 / 72
SIZE, LEAD = 9.0, 3.9  # pt, mm
SMALLEST = 6.0
PAD, NUMBER_PAD = 0.8, 1.3  # beside words, and to the right of numbers
NO_START = frozenset("，。、；：？！）》〉”’】」…％%")
A4, A3 = (297.0, 210.0), (420.0, 297.0)
LEFT, RIGHT, TOP, BOTTOM = 17.0, 13.0, 15.0, 17.0
TITLE, TITLE_LEAD = 20.0, 10.0
FACTS, FACT_LEAD = 10.5, 6.0
HEAD, SUM, SIGNS = 9.0, 8.0, 26.0
BAND = 7.0
LEAST_LINES = 5  # of a row that goes on on the next page
MOST_REMEMBERED = 20_000


@dataclass(frozen=True, slots=True)
class Line:
    """One row as it is set: the lines of each cell, their size, how high the row is, what it puts into the sums.

    A line that runs across the table has ``words`` instead, and with ``sums`` it is a subtotal. ``is_rest`` goes on
    with a row that is too high for one page.
    """

    cells: tuple[tuple[str, ...], ...]
    sizes: tuple[float, ...]
    height: float
    amounts: tuple[Cell, ...] = ()
    words: str = ""
    sums: Sums | None = None
    is_rest: bool = False


@dataclass(frozen=True)
class Frame:
    """The page of a register, and what of its height is taken by what."""

    register: Register

    @cached_property
    def paper(self) -> tuple[float, float]:
        return A3 if self.register.is_wide else A4

    @cached_property
    def widths(self) -> tuple[float, ...]:
        """The columns, stretched or pressed to the width between the margins."""
        room = self.paper[0] - LEFT - RIGHT
        asked = sum(column.width for column in self.register.columns)
        return tuple(column.width * room / asked for column in self.register.columns)

    @cached_property
    def edges(self) -> tuple[float, ...]:
        """Where columns begin and the last one ends, from the left edge of the paper."""
        edges = [LEFT]
        for width in self.widths:
            edges.append(edges[-1] + width)
        return tuple(edges)

    def top_of_table(self, page: int) -> float:
        """How far below the upper edge the head of the table begins: the first page has title and facts."""
        title = TITLE_LEAD + 4 if page == 0 else 0
        return TOP + title + FACT_LEAD * (len(self.register.facts) if page == 0 else 1)

    def room(self, page: int) -> float:
        """How much height there is for rows, above the sum of the page."""
        sums = SUM if self.register.summed and self.register.has_page_sums else 0
        return self.paper[1] - self.top_of_table(page) - HEAD - sums - BOTTOM

    @property
    def room_alone(self) -> float:
        """How much height there is for rows where all of them stand on one page: it has no sum but the total."""
        return self.paper[1] - self.top_of_table(0) - HEAD - BOTTOM - self.end

    @cached_property
    def most_lines(self) -> int:
        """How many lines of words a row may have, so that it stands on any page, also above the end."""
        room = min(self.room(0), self.room(1)) - self.end
        return max(int((room - 2 * PAD) / LEAD), LEAST_LINES)

    @property
    def end(self) -> float:
        """How much height the grand total, the note and the signatures take below the last row."""
        total = SUM if self.register.has_total else 0
        words = SUM if self.register.in_words is not None else 0
        return total + words + self.note_height + SIGNS - 4

    @property
    def note_height(self) -> float:
        """How high the note stands: as many lines as it has if each character is as wide as a Chinese one."""
        if not self.register.note:
            return 0.0
        in_line = int((self.paper[0] - LEFT - RIGHT) / (SIZE * POINT)) - 1
        return LEAD * -(-len(self.register.note) // in_line) + 2


def on_one_page(register: Register, *, count: int, least: float) -> Register:
    """Make rows lower, but not below the least, where all of them then stand on one page instead of two."""
    height = int(Frame(register).room_alone / count * 100) / 100
    return replace(register, row_height=height) if least <= height < register.row_height else register


def written(cell: Cell, kind: Kind) -> str:
    """Write a value as it stands in its column."""
    if cell is None:
        return ""
    if kind is Kind.MONEY and not isinstance(cell, str):
        return format_money(cell)  # type: ignore[arg-type]
    return str(cell)


class Setter:
    """Sets rows: breaks what is too wide, or makes it smaller where it must stay on one line."""

    def __init__(self, frame: Frame, letters: Letters) -> None:
        self.frame, self.letters = frame, letters
        self._set: dict[tuple[str, float, Kind], tuple[tuple[str, ...], float]] = {}

    def set(self, row: Row | Band) -> Iterator[Line]:
        """Set one row; as several, each with as much of every cell as a page holds, when it is higher than that."""
        if isinstance(row, Band):
            yield Line((), (), BAND, words=row.words, sums=row.sums)
            return
        line, most = self.line(row), self.frame.most_lines
        for start in range(0, max(map(len, line.cells)) or 1, most):
            cells = tuple(words[start : start + most] for words in line.cells)
            if cells == line.cells:
                yield line
                return
            height = max(self.frame.register.row_height, max(map(len, cells)) * LEAD + 2 * PAD)
            amounts = (None,) * len(line.amounts) if start else line.amounts
            yield Line(cells, line.sizes, height, amounts, is_rest=bool(start))

    def line(self, row: Row) -> Line:
        """Set one row, however high."""
        if len(self._set) > MOST_REMEMBERED:
            self._set.clear()
            self.letters.forget()
        columns = zip(row, self.frame.register.columns, self.frame.widths, strict=True)
        cells = [self._cell(cell, column, width - 2 * PAD) for cell, column, width in columns]
        lines, sizes = zip(*cells, strict=True)
        most = max(map(len, lines))
        height = max(self.frame.register.row_height, most * LEAD + 2 * PAD)
        return Line(lines, sizes, height, tuple(row[index] for index in self.frame.register.summed))

    def _cell(self, cell: Cell, column: Column, room: float) -> tuple[tuple[str, ...], float]:
        words = written(cell, column.kind)
        if not words:
            return (), SIZE
        key = words, room, column.kind
        if key not in self._set:
            if column.kind in (Kind.TEXT, Kind.WORD):
                self._set[key] = self.broken(words, room, SIZE), SIZE
            else:
                self._set[key] = (words,), self.fitting(words, room, SIZE)
        return self._set[key]

    def fitting(self, words: str, room: float, size: float) -> float:
        """Return the size at which a text stays on one line."""
        wide = self.letters.width(words) * size / 1000 * POINT
        return size if wide <= room else max(SMALLEST, size * room / wide)

    def broken(self, words: str, room: float, size: float) -> tuple[str, ...]:
        """Break a text into lines, anywhere but before a mark that closes."""
        most = room / POINT / size * 1000
        lines: list[str] = []
        for paragraph in words.split("\n"):
            lines.extend(self._lines(paragraph, most))
        return tuple(lines)

    def _lines(self, words: str, most: float) -> list[str]:
        if self.letters.width(words) <= most:
            return [words]
        lines, start, wide = [], 0, 0
        for position, character in enumerate(words):
            width = self.letters.glyph(character)[2]
            if wide + width > most and position > start:
                cut = position
                # What stands before comes along, so that no line begins with a closing mark.
                while words[cut] in NO_START and cut - 1 > start:
                    cut -= 1
                lines.append(words[start:cut])
                start, wide = cut, sum(self.letters.glyph(moved)[2] for moved in words[cut:position])
            wide += width
        return [*lines, words[start:]]
