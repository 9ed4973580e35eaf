"""What stands on a notice, as a table: headings in the order of the paper, and a row for each review."""

from dataclasses import dataclass
from functools import cached_property

from reviews.enums import NoticeStatus
from reviews.models import Notice, NoticeLine
from reviews.subjects import handler_of

NAME = "姓名"


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
    """The lines of a notice; two queries with the reviews beside them, none afterwards."""

    notice: Notice
    lines: list[NoticeLine]

    @classmethod
    def of(cls, notice: Notice) -> "Table":
        """Read the lines of a notice with their reviews."""
        return cls(notice, list(notice.lines.select_related("review__step", "review__union")))

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


def name_on(line: NoticeLine) -> str:
    """Say which line is meant, as the paper numbers and names it."""
    return f"{line.position}. {line.values.get(NAME) or '第 ' + str(line.position) + ' 项'}"
