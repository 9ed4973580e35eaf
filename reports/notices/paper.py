"""公示: what is printed of a notice, in official form; nothing but what its frozen lines say, and no query."""

import datetime
from dataclasses import dataclass, field
from typing import ClassVar

import segno

from reports.booklet.data import text
from reports.forms.data import PrintedForm
from reports.forms.words import long_day
from reviews.models import Notice
from reviews.notice_lines import Table

MOST_IN_THE_TEXT = 10  # beyond, the list is an annex behind the signature
WEEKDAYS = "一二三四五六日"
TABLE_MM, NUMBER_MM = 156, 12
WIDE, NARROW = {"单位": 3.0, "工作单位": 3.0, "拟定事项": 2.6}, {"姓名": 1.5, "家庭人口": 1.4}
ASKS = {
    "entry": "拟纳入困难职工档案",
    "exit": "拟脱困退出困难职工档案",
    "cancel": "拟注销困难职工档案",
    "change": "拟变更困难职工档案",
    "relief": "拟认定为解困",
    "return": "拟恢复在档",
    "aid": "拟给予帮扶",
    "payment": "拟发放帮扶资金",
}


@dataclass(frozen=True)
class Line:
    """One household of the list: its number and what was frozen of it."""

    number: int
    cells: tuple[str, ...] = field(default=(), metadata={"label": "公示名单"})


@dataclass(frozen=True, kw_only=True)
class NoticePaper(PrintedForm):
    """What hangs on the wall: who asks for what, from when to when, where to object, and the list."""

    title: ClassVar[str] = "公示"
    template: ClassVar[str] = "reports/forms/notice.html"
    sheet: ClassVar[str] = "notice.css"
    label: ClassVar[str] = "公示编号"
    has_foot: ClassVar[bool] = False
    heading: str = text("标题")
    union: str = text("公示单位")
    doc_number: str = text("文号")
    asks: str = ""
    period: str = ""
    days: int = 0
    provisional: bool = False
    hotline: str = text("监督电话")
    dated: str = ""
    address: str = ""
    qr: str = ""
    headings: tuple[str, ...] = ()
    lines: tuple[Line, ...] = ()
    is_tight: bool = False

    @property
    def is_annexed(self) -> bool:
        return len(self.lines) > MOST_IN_THE_TEXT

    @property
    def widths(self) -> list[str]:
        """The widths of the columns in mm, the number's first."""
        weights = [(WIDE | NARROW).get(heading, 2.0) for heading in self.headings]
        unit = (TABLE_MM - NUMBER_MM) / (sum(weights) or 1)
        return [f"{NUMBER_MM}", *(f"{weight * unit:.1f}" for weight in weights)]


def paper_of(notice: Notice, table: Table, *, address: str) -> NoticePaper:
    """Return the paper of a notice; ``address`` is that of its public page. Who has left the notice is left out."""
    return NoticePaper(
        number=notice.number,
        whose=notice.union.name,
        heading=notice.title,
        union=notice.union.name,
        doc_number=notice.doc_number,
        asks=ASKS.get(notice.subject, f"拟{notice.get_subject_display()}"),
        period=f"{weekday(notice.starts_on)}至{weekday(notice.ends_on)}",
        days=notice.days,
        provisional=notice.provisional,
        hotline=notice.hotline,
        dated=long_day(notice.starts_on),
        address=address,
        qr=segno.make(address, error="m").svg_data_uri(scale=4, border=0),
        headings=tuple(table.headings),
        lines=tuple(Line(row.position, tuple(row.cells)) for row in table.standing),
    )


def weekday(day: datetime.date | None) -> str:
    """Write a day with its weekday: 2026年9月28日（星期一）."""
    return f"{long_day(day)}（星期{WEEKDAYS[day.weekday()]}）" if day else long_day(day)
