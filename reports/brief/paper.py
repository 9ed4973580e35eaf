"""The brief as a printed form: sentences, two drawings and a table, all of one board; no query."""

from dataclasses import dataclass
from typing import ClassVar

from core.money import format_money
from core.shares import percent
from households.enums import Cause
from organizations.models import Union
from organizations.unionrows import SUM, rows_for
from reports.booklet.data import text
from reports.brief.drawing import bar_uri, fall_uri
from reports.dashboard.charts import FUNNEL, months_of
from reports.dashboard.links import written
from reports.forms.data import PrintedForm
from reports.forms.words import long_day
from reports.indicators.board import Board, Figures, Row
from reports.indicators.codes import Code
from reports.indicators.definitions import INDICATORS
from reports.indicators.standing import CAUSE

COLUMNS = ("on_file", "new", "exited", "cancelled", "home_visit", "need", "solved", "clear_rate", "pairing_rate")
MOST_ROWS = 18  # on the second page; what is more stands in one row
CAUSES_NAMED = 3


@dataclass(frozen=True)
class Line:
    """A row of the table, or a bar with its number."""

    name: str = text("单位")
    cells: tuple[str, ...] = ()
    is_total: bool = False
    drawn: str = ""


@dataclass(frozen=True, kw_only=True)
class Brief(PrintedForm):
    """Two pages for a leader; of which union, which days, and of when the figures of the moment are."""

    title: ClassVar[str] = "困难职工帮扶工作简报"
    template: ClassVar[str] = "reports/forms/brief.html"
    sheet: ClassVar[str] = "brief.css"
    label: ClassVar[str] = "工作简报"
    has_foot: ClassVar[bool] = False
    days: str = text("统计时段")
    files: str = text("档案")
    visits: str = text("走访")
    needs: str = text("需求")
    state: str = text("六清和结对")
    causes: str = text("致困原因")
    money: str = text("资金")
    fall: str = ""
    ends: tuple[str, ...] = ()
    top: str = text("刻度")
    funnel: tuple[Line, ...] = ()
    heads: tuple[str, ...] = ()
    places: tuple[Line, ...] = ()


def brief_of(board: Board, children: list[Union]) -> Brief:
    """Return the brief about a board and the unions directly below."""
    points = months_of(board)
    values = [stock for _month, stock in points]
    return Brief(
        number=f"{board.union.code}-{board.spell.last:%Y%m%d}",
        whose=board.union.name,
        days=f"{long_day(board.spell.first)}至{long_day(board.spell.last)}",
        files=_files(board),
        visits=_visits(board),
        needs=_needs(board),
        state=_state(board),
        causes=_causes(board),
        money=_money(board),
        fall=fall_uri(values),
        ends=(f"{points[0][0]:%Y-%m}", f"{points[-1][0]:%Y-%m}") if points else (),
        top=f"{max(values, default=0):,}",
        funnel=_funnel(board),
        heads=tuple(INDICATORS[code].name for code in COLUMNS),
        places=_places(board, children),
    )


def _files(board: Board) -> str:
    counts = board.figures.tally
    moves = "，".join(
        f"{code.label}{counts.flow(code):,}户" for code in (Code.NEW, Code.BACK, Code.EXITED, Code.CANCELLED)
    )
    return f"期初在档{counts.opening():,}户，{moves}，期末在档{counts.stock():,}户。"


def _visits(board: Board) -> str:
    counts = board.figures.tally
    return f"入户走访{counts.flow(Code.HOME_VISIT):,}次，电话和其他联系{counts.flow(Code.CALL):,}次。"


def _needs(board: Board) -> str:
    counts = board.figures.tally
    told = "，".join(f"{code.label}{counts.flow(code):,}项" for code in FUNNEL)
    rate = written(INDICATORS["solved_rate"].measure(board.figures), "%")
    return f"{told}，部门解决率{rate}%。" if counts.flow(Code.NEED) else f"{told}。"


def _state(board: Board) -> str:
    if not board.standing.is_known:
        return "六清、结对、致困原因没有该日快照，不作统计。"
    when = "此刻" if board.standing.day is None else f"按{long_day(board.standing.day)}日终快照"
    clear, paired = (written(INDICATORS[code].measure(board.figures), "%") for code in ("clear_rate", "pairing_rate"))
    numbers = {code: board.figures.now(code) or 0 for code in ("care", "clear", "unpaired")}
    return (
        f"{when}，在档和渐退期{numbers['care']:,}户，六项全清{numbers['clear']:,}户，六清率{clear}%；"
        f"未结对{numbers['unpaired']:,}户，结对覆盖率{paired}%。"
    )


def _causes(board: Board) -> str:
    now = board.figures.standing
    found = [(cause.label, now[f"{CAUSE}{cause.value}"]) for cause in Cause] if now else []
    found = sorted((one for one in found if one[1]), key=lambda one: -one[1])
    whole = sum(number for _cause, number in found)
    told = "，".join(f"{cause}{number:,}户（{percent(number, whole)}%）" for cause, number in found[:CAUSES_NAMED])
    return f"主要致困原因前{min(CAUSES_NAMED, len(found))}位：{told}。" if found else ""


def _money(board: Board) -> str:
    spell, total = board.money.spell, board.money.total
    if spell is None or not total:
        return "时段内没有整月的帮扶支出。"
    sources = "，".join(f"{kind.label}{format_money(cell.amount)}元" for kind, cell in board.money.by_source)
    months = "至".join(f"{day.year}年{day.month}月" for day in (spell.first, spell.last))
    return f"{months}帮扶支出{format_money(total.amount)}元，{total.lines:,}户次。其中{sources}。"


def _funnel(board: Board) -> tuple[Line, ...]:
    codes = (*FUNNEL, Code.EXITED)
    values = [board.figures.tally.flow(code) for code in codes]
    top = max(values)
    named = [(INDICATORS[code], value) for code, value in zip(codes, values, strict=True)]
    return tuple(Line(f"{one.name}（{one.unit}）", (f"{value:,}",), drawn=bar_uri(value, top)) for one, value in named)


def _cells(figures: Figures) -> tuple[str, ...]:
    # Without separators: ten columns stand beside each other.
    told = (written(INDICATORS[code].measure(figures), INDICATORS[code].unit) for code in COLUMNS)
    return tuple(number.replace(",", "") for number in told)


def _together(code: str, figures: list[Figures]) -> str:
    """Add up a count of several unions; shares do not add up."""
    one = INDICATORS[code]
    return "" if one.unit == "%" else f"{sum(int(one.measure(each) or 0) for each in figures)}"


def _places(board: Board, children: list[Union]) -> tuple[Line, ...]:
    rows = rows_for(Row, board.union, children, board.places)
    # Those with most archives are named; the order stays that of the tree.
    largest = sorted(rows, key=lambda row: -row.figures.tally.stock())[:MOST_ROWS]
    lines = [Line(row.name, _cells(row.figures)) for row in rows if row in largest]
    if len(rows) > MOST_ROWS:
        others = [row.figures for row in rows if row not in largest]
        lines.append(Line(f"其余 {len(others)} 个", tuple(_together(code, others) for code in COLUMNS)))
    return (*lines, Line(SUM, _cells(board.figures), is_total=True))
