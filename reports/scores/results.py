"""考核结果通报表: the results of a sheet as an official paper, by place."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import ClassVar

from audits.models import ScoreSheet
from audits.scores.sheetview import Result, Results, results_of
from reports.booklet.data import text
from reports.forms.data import PrintedForm
from reports.forms.words import long_day
from reports.scores.card import set_close

TITLE_LINE = 20  # so many characters stand side by side in a title
NAME_MM, PLACE_MM, TOTAL_MM, ALL_MM = 27, 9, 13, 156


@dataclass(frozen=True)
class Line:
    """One union, as printed."""

    place: str = ""
    name: str = text("单位")
    cells: tuple[str, ...] = ()
    total: str = ""


@dataclass(frozen=True, kw_only=True)
class ScoreResultsForm(PrintedForm):
    """What is made known to the unions that were scored: in words, and as a table."""

    title: ClassVar[str] = "考核结果通报表"
    template: ClassVar[str] = "reports/forms/score_results.html"
    sheet: ClassVar[str] = "score_results.css"
    label: ClassVar[str] = "考核表"
    has_foot: ClassVar[bool] = False
    heading: str = text("标题")
    to: str = text("主送单位")
    says: str = text("正文")
    union: str = text("通报单位")
    dated: str = ""
    headings: tuple[str, ...] = field(default=(), metadata={"label": "考核类别"})
    lines: tuple[Line, ...] = ()

    @property
    def widths(self) -> list[str]:
        """The widths of the columns of the headings in mm."""
        left = ALL_MM - NAME_MM - PLACE_MM - TOTAL_MM
        return [f"{left / len(self.headings):.1f}" for _heading in self.headings]


def load_results(sheet: ScoreSheet) -> ScoreResultsForm:
    """Return the paper of a sheet whose results are known; four queries."""
    results = results_of(sheet)
    return ScoreResultsForm(
        number=f"考核{sheet.year}-{sheet.pk}",
        whose=sheet.union.name,
        heading=_heading(sheet),
        to=f"各{sheet.kinds_words}总工会：".replace("（系统）总工会", "（系统）工会"),
        says=_says(results),
        union=sheet.union.name,
        dated=long_day(sheet.closed_at),
        headings=tuple(heading.name for heading in results.headings),
        lines=tuple(_line(row) for row in results.rows),
    )


def _heading(sheet: ScoreSheet) -> str:
    about = f"关于{set_close(sheet.name)}"
    end = "结果的通报"
    return f"{sheet.union.name}\n{about}" + ("" if len(about + end) <= TITLE_LINE else "\n") + end


def _says(results: Results) -> str:
    sheet, rows = results.sheet, results.rows
    totals = [row.total for row in rows if row.total is not None]
    mean = sum(totals, Decimal(0)) / len(totals) if totals else Decimal(0)
    days = f"{sheet.year}年1月1日至{long_day(sheet.counted_to)}"
    best = "、".join(f"{row.card.union.name}（{row.total}分）" for row in rows if (row.card.place or 0) in (1, 2, 3))
    return (
        f"根据《{set_close(sheet.name)}》，对{len(rows)}个单位{days}的困难职工帮扶工作进行了考核，经单位自评、逐项核定，"
        f"平均得分{mean:.2f}分，最高{max(totals, default=0)}分，最低{min(totals, default=0)}分。前三名为{best}。"
        "现将结果通报如下。"
    )


def _line(row: Result) -> Line:
    cells = tuple(words for _heading, words in row.cells)
    return Line(str(row.card.place or ""), row.card.union.name, cells, str(row.total if row.total is not None else ""))
