"""The charts: a title that states the finding, what the script draws, and the same numbers as a table."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse

from core.shares import percent
from households.enums import Cause
from reports.dashboard.links import Cell, Links
from reports.indicators.board import Board, solved_rate
from reports.indicators.codes import Code
from reports.indicators.definitions import INDICATORS
from reports.indicators.months import month_of, next_month
from reports.indicators.standing import CAUSE

SHOWN_MONTHS = 60
FUNNEL = (Code.NEED, Code.MEASURE, Code.TASK, Code.ARRIVED, Code.SOLVED)


@dataclass(frozen=True)
class Chart:
    """One chart; ``rows`` of its table have a name and a cell for each of the heads."""

    key: str
    title: str
    note: str
    heads: tuple[str, ...]
    rows: list[tuple[str, list[Cell]]]
    drawn: dict[str, Any] = field(default_factory=dict)

    @property
    def is_drawn(self) -> bool:
        """Tell whether there is enough to draw."""
        return bool(self.drawn)


def charts_of(board: Board) -> list[Chart]:
    """Return the charts of a board, in the order of the page."""
    return [trend(board), funnel(board), causes(board), visits(board)]


def months_of(board: Board) -> list[tuple[datetime.date, int]]:
    """Return the stock at the end of each month, without gaps, the latest of them on the last day."""
    known = dict(board.figures.tally.months())
    if not known:
        return []
    month, last, stock, found = min(known), month_of(board.spell.last), 0, []
    while month <= last:
        stock = known.get(month, stock)
        found.append((month, stock))
        month = next_month(month)
    return found[-SHOWN_MONTHS:]


def trend(board: Board) -> Chart:
    """档案在档户数 by month."""
    links, points = Links.of(board), months_of(board)
    first, last = board.figures.tally.opening(), board.figures.tally.stock()
    verb = "降至" if last < first else "升至" if last > first else "保持在"
    title = f"在档由 {first:,} 户{verb} {last:,} 户" if first != last else f"在档 {last:,} 户，与期初持平"
    rows = [(f"{month:%Y-%m}", [Cell(INDICATORS["on_file"], stock)]) for month, stock in reversed(points)]
    rows = [(rows[0][0], [links.number("on_file", last)]), *rows[1:]] if rows else []
    drawn = _lines([f"{month:%Y-%m}" for month, _stock in points], [("在档", [stock for _m, stock in points])])
    note = f"各月末在档户数（末点为 {board.spell.last:%Y-%m-%d}），单位：户。升降按 {board.spell.first:%Y-%m-%d} 起计。"
    return Chart("trend", title, note, ("月末在档（户）",), rows, drawn if len(points) > 1 else {})


def _lines(names: list[str], series: Sequence[tuple[str, list[int]]], kind: str = "line") -> dict[str, Any]:
    return {"kind": kind, "names": names, "series": [{"name": name, "values": values} for name, values in series]}


def funnel(board: Board) -> Chart:
    """需求 → 措施 → 任务 → 到位 → 解决 → 脱困."""
    links, figures = Links.of(board), board.figures
    cells = [links.cell(code, figures) for code in (*FUNNEL, Code.EXITED)]
    rate = solved_rate(figures)
    solved = f"部门解决 {figures.tally.flow(Code.SOLVED):,} 项" + (f"（{rate}%）" if rate is not None else "")
    needs, exits = figures.tally.flow(Code.NEED), figures.tally.flow(Code.EXITED)
    title = f"梳理需求 {needs:,} 项，{solved}，脱困 {exits:,} 户"
    rows = [(cell.name, [cell]) for cell in cells]
    drawn = _lines(
        [f"{cell.name}（{cell.indicator.unit}）" for cell in cells],
        [("", [figures.tally.flow(code) for code in (*FUNNEL, Code.EXITED)])],
        "bars",
    )
    note = "需求、措施、任务、解决分别计数，互不相减；单位：项，脱困为户。"
    return Chart("funnel", title, note, ("数量",), rows, drawn if any(cell.value for cell in cells) else {})


def causes(board: Board) -> Chart:
    """在档 by main cause: told of now, or of a day with a snapshot."""
    now = board.figures.standing
    if now is None:
        return Chart("causes", "主要致困原因：该日没有快照", "致困原因按每日快照统计，自系统运行之日起保存。", (), [])
    found = [(cause, now[f"{CAUSE}{cause.value}"]) for cause in Cause]
    found = sorted(((cause, number) for cause, number in found if number), key=lambda one: -one[1])
    whole = sum(number for _cause, number in found)
    title = "没有在档档案"
    if found:
        title = f"{found[0][0].label}占 {percent(found[0][1], whole)}%，是最主要的致困原因"
    base = f"{reverse('households')}?union={board.union.code}&status=on_file&cause=" if board.standing.is_live else ""
    rows = [(str(cause.label), [_caused(number, base and base + cause.value)]) for cause, number in found]
    drawn = _lines([str(cause.label) for cause, _n in found], [("", [number for _c, number in found])], "bars")
    note = f"在档档案的主要致困原因，单位：户。{snapshot_note(board)}"
    return Chart("causes", title, note, ("在档（户）",), rows, drawn if found else {})


def _caused(number: int, url: str) -> Cell:
    return Cell(INDICATORS["on_file"], number, url)


def snapshot_note(board: Board) -> str:
    """Say of when the figures are that are told of a moment only."""
    if board.standing.is_live:
        return "为此刻的数字。"
    if board.standing.day is None:
        return "该日没有快照。"
    return f"按 {board.standing.day:%Y-%m-%d} 日终快照，没有明细。"


def visits(board: Board) -> Chart:
    """Visits and calls by month of the spell."""
    links, counts = Links.of(board), board.figures.tally
    home, call = counts.flow(Code.HOME_VISIT), counts.flow(Code.CALL)
    by: dict[Code, dict[Any, int]] = {code: counts.by("month", code) for code in (Code.HOME_VISIT, Code.CALL)}
    months = sorted({*by[Code.HOME_VISIT], *by[Code.CALL]})
    rows = [
        (f"{month:%Y-%m}", [_of_month(board, code, month, by[code].get(month, 0)) for code in by]) for month in months
    ]
    rows.append(("合计", [links.cell(code, board.figures) for code in by]))
    series = [(str(code.label), [found.get(month, 0) for month in months]) for code, found in by.items()]
    drawn = _lines([f"{month:%Y-%m}" for month in months], series, "columns") if months else {}
    title = f"入户走访 {home:,} 次，电话和其他联系 {call:,} 次"
    return Chart(
        "visits", title, "按走访日期，未见到人的不计，单位：次。", tuple(str(c.label) for c in by), rows, drawn
    )


def _of_month(board: Board, code: Code, month: datetime.date, count: int) -> Cell:
    span = {
        "since": max(month, board.spell.first),
        "day": min(next_month(month) - datetime.timedelta(1), board.spell.last),
    }
    return Links.of(board).number(code, count, **{name: day.isoformat() for name, day in span.items()})
