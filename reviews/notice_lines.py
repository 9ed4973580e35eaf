"""What stands on a notice, as a table: headings in the order of the paper, and a row for each review."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Prefetch, QuerySet

from reviews.enums import NoticeStatus
from reviews.models import Notice, NoticeLine, Review
from reviews.subjects import handler_of

NAME = "姓名"
LINES = 200  # on one page of the screen


@dataclass(frozen=True)
class Row:
    """One line: its values in the order of the headings, and whether its review has left the running notice."""

    line: NoticeLine
    pairs: list[tuple[str, str]]
    has_left: bool

    @property
    def cells(self) -> list[str]:
        return [value for _heading, value in self.pairs]

    @property
    def position(self) -> int:
        return self.line.position


@dataclass(frozen=True)
class Table:
    """Lines of a notice, all or a page of them; no query of its own.

    A page knows its neighbours (``core.paging.Page``).
    """

    notice: Notice
    lines: Sequence[NoticeLine]

    @classmethod
    def of(cls, notice: Notice) -> "Table":
        """Read all lines of a notice with their reviews; two queries."""
        return cls(notice, list(lines_of(notice)))

    @cached_property
    def headings(self) -> list[str]:
        """The headings of the handler first; what an earlier handler has frozen comes after them."""
        used = list(dict.fromkeys(heading for line in self.lines for heading in line.values))
        known = [heading for heading in handler_of(self.notice.subject).headings if heading in used]
        return known + [heading for heading in used if heading not in known]

    @cached_property
    def rows(self) -> list[Row]:
        ended = self.notice.status in (NoticeStatus.CLOSED, NoticeStatus.WITHDRAWN)
        return [
            Row(line, [(name, str(line.values.get(name, ""))) for name in self.headings], not ended and line.has_left)
            for line in self.lines
        ]

    @property
    def standing(self) -> list[Row]:
        return [row for row in self.rows if not row.has_left]


def lines_of(notice: Notice) -> QuerySet[NoticeLine]:
    """Return the lines with their reviews, each of which is read once, however many lines it has."""
    return notice.lines.prefetch_related(Prefetch("review", Review.objects.select_related("step", "union")))


def name_on(line: NoticeLine) -> str:
    """Say which line is meant, as the paper numbers and names it."""
    return f"{line.position}. {line.values.get(NAME) or '第 ' + str(line.position) + ' 项'}"
