"""Parting the rows of a register into pages, by their heights alone."""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field

from reports.registers.layout import Frame, Line

ROW, HEADING, SUBTOTAL = 0, 1, 2


@dataclass(frozen=True)
class Leaf:
    """One page: which rows stand on it."""

    first: int
    last: int


@dataclass(frozen=True)
class Heights:
    """How high each row is, and whether it heads a group or closes one: nine bytes a row."""

    heights: "array[float]" = field(default_factory=lambda: array("d"))
    roles: bytearray = field(default_factory=bytearray)

    @classmethod
    def even(cls, count: int, height: float) -> "Heights":
        """Return so many rows of one height."""
        return cls(array("d", [height] * count), bytearray(count))

    def add(self, line: Line) -> None:
        """Put one row below the others."""
        self.heights.append(line.height)
        self.roles.append(ROW if not line.words else HEADING if line.sums is None else SUBTOTAL)

    def cut(self, position: int, first: int) -> int:
        """Return where to part rows at about a position: no heading last on its page, no subtotal first on the next."""
        cut = position
        while cut - 1 > first and cut < len(self.roles) and self._binds(cut):
            cut -= 1
        return position if self._binds(cut) else cut

    def _binds(self, cut: int) -> bool:
        return self.roles[cut - 1] == HEADING or (cut < len(self.roles) and self.roles[cut] == SUBTOTAL)


def pages_of(rows: Heights, frame: Frame) -> list[Leaf]:
    """Part rows into pages; the last one has room for the end, and at least one row above it."""
    leaves: list[Leaf] = []
    heights = rows.heights
    if sum(heights) <= frame.room_alone:
        return [Leaf(0, len(heights))]
    first, used, room = 0, 0.0, frame.room(0)
    for position, height in enumerate(heights):
        if used + height > room and position > first:
            cut = rows.cut(position, first)
            leaves.append(Leaf(first, cut))
            first, used, room = cut, sum(heights[cut:position]), frame.room(len(leaves))
        used += height
    while used + frame.end > room and len(heights) - first > 1:
        last = rows.cut(_last_that_leaves_room(heights, first, room - frame.end), first)
        leaves.append(Leaf(first, last))
        first, room = last, frame.room(len(leaves))
        used = sum(heights[first:])
    return [*leaves, Leaf(first, len(heights))]


def _last_that_leaves_room(heights: Sequence[float], first: int, room: float) -> int:
    """Return up to which row the rows fit above the end; a row at least stays, and one at least goes on."""
    used, last = 0.0, first
    while last < len(heights) - 1 and used + heights[last] <= room:
        used += heights[last]
        last += 1
    return max(last, first + 1)
