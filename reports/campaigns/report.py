"""The closing report as an official paper: figures in sentences, tables by union and department, what is left."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from audits.campaigns.figures import Figures
from core.money import format_money
from organizations.enums import UnionKind
from reports.booklet.data import text
from reports.campaigns import words
from reports.campaigns.chart import chart_uri
from reports.campaigns.figures import DepartmentResults, Place, Results
from reports.forms.data import PrintedForm
from reports.forms.words import long_day

SUM = "合计"
TITLE_LINE, NEW_LINE = 20, "\n"  # so many characters stand side by side in a title


@dataclass(frozen=True)
class Line:
    """One row of a table, as printed."""

    name: str = text("单位")
    cells: tuple[str, ...] = ()
    is_total: bool = False


@dataclass(frozen=True, kw_only=True)
class CampaignReport(PrintedForm):
    """The report of a union on a campaign; while it runs it says so and of which day it is."""

    title: ClassVar[str] = "专项行动完成情况报告"
    template: ClassVar[str] = "reports/forms/campaign.html"
    sheet: ClassVar[str] = "campaign.css"
    label: ClassVar[str] = "专项行动"
    has_foot: ClassVar[bool] = False
    heading: str = text("标题")
    running: str = text("进度说明")
    to: str = text("主送单位")
    union: str = text("报告单位")
    dated: str = text("日期")
    basics: str = text("基本情况")
    visits: str = text("走访")
    needs: str = text("问题和措施")
    clear: str = text("六清")
    leaving: str = text("退出")
    departments: str = text("部门落实")
    progress: str = text("进度")
    chart: str = ""
    days: tuple[str, ...] = ()
    left_cadres: str = text("遗留问题")
    left_offices: str = text("遗留任务")
    by: str = text("分地区的名称")
    work: tuple[Line, ...] = ()
    six: tuple[Line, ...] = ()
    offices: tuple[Line, ...] = ()
    left: tuple[Line, ...] = ()
    counties: tuple[Line, ...] = ()


def report_of(results: Results) -> CampaignReport:
    """Return the paper about results that were read; no query."""
    union, points, chart = results.union, results.points, chart_uri(results.points)
    return CampaignReport(
        number=f"专项行动{results.campaign.pk}",
        whose=union.name,
        heading=_heading(results),
        running=_running(results),
        to=f"{results.above}：" if results.above else "",
        union=union.name,
        dated=long_day(results.day),
        basics=words.basics(results),
        visits=words.visits(results),
        needs=words.needs(results),
        clear=words.clear(results),
        leaving=words.leaving(results),
        departments=words.departments(results),
        progress=words.progress(points) if chart else "",
        chart=chart,
        days=(long_day(points[0].day), long_day(points[-1].day)) if chart else (),
        left_cadres=words.left_with_cadres(results),
        left_offices=words.left_with_offices(results),
        by=_by(results),
        work=_table(results.places, results, _work),
        six=_table(results.places, results, _six),
        offices=tuple(_office(office) for office in _with_total(results.offices)),
        left=_left(results),
        counties=_table(results.counties, results, _work) if _has_annex(results) else (),
    )


def _heading(results: Results) -> str:
    about = f"关于{words.called(results.campaign)}"
    come_to = f"{'进展' if results.campaign.is_open else '完成'}情况的报告"
    return f"{results.union.name}\n{about}{'' if len(about + come_to) <= TITLE_LINE else NEW_LINE}{come_to}"


def _running(results: Results) -> str:
    return f"（进行中，数据截至{long_day(results.day)}）" if results.campaign.is_open else ""


def _by(results: Results) -> str:
    below = {UnionKind.PROVINCE: "州市和产业工会", UnionKind.PREFECTURE: "县（市、区）"}
    return below.get(UnionKind(results.union.kind), "下级工会")


def _has_annex(results: Results) -> bool:
    return results.union.kind == UnionKind.PROVINCE and len(results.counties) > len(results.places)


def _table(
    places: tuple[Place, ...], results: Results, cells: Callable[[Figures], tuple[str, ...]]
) -> tuple[Line, ...]:
    lines = [Line(place.name, cells(place.figures)) for place in places]
    return (*lines, Line(SUM, cells(results.total), is_total=True))


def _work(figures: Figures) -> tuple[str, ...]:
    numbers = (figures.targets, figures.visits, figures.visited)
    rest = (figures.difficulties, figures.measures, figures.tasks, figures.solved, figures.clear)
    last = (figures.ready, figures.exited)
    visited, clear = words.rate(figures.visited, figures.targets), words.rate(figures.clear, figures.targets)
    return (*_written(*numbers), visited, *_written(*rest), clear, *_written(*last))


def _six(figures: Figures) -> tuple[str, ...]:
    items = (getattr(figures, f"clear_{item}") for item in range(1, 7))
    all_six = (*_written(figures.clear), words.rate(figures.clear, figures.targets))
    return (*_written(figures.targets, *items), *all_six)


def _written(*numbers: int) -> tuple[str, ...]:
    # Without separators: thirteen columns stand beside each other.
    return tuple(str(number) for number in numbers)


def _with_total(offices: tuple[DepartmentResults, ...]) -> tuple[DepartmentResults, ...]:
    if len(offices) < 2:
        return offices
    names = ("sent", "waiting", "at_work", "done", "arrived", "back", "taken", "overdue")
    sums = {name: sum(getattr(office, name) for office in offices) for name in names}
    amounts = [office.amount for office in offices if office.amount is not None]
    return (*offices, DepartmentResults(SUM, **sums, amount=sum(amounts) if amounts else None))


def _office(office: DepartmentResults) -> Line:
    now = (office.sent, office.waiting, office.at_work, office.done, office.arrived)
    numbers = (*now, office.back, office.taken, office.overdue)
    return Line(office.name, (*_written(*numbers), format_money(office.amount) or "—"), is_total=office.name == SUM)


def _left(results: Results) -> tuple[Line, ...]:
    """Write the places where something is left; none where all is done."""
    open_places = [place for place in results.places if not place.is_done]
    lines = [Line(place.name, _what_is_left(place)) for place in open_places]
    if len(lines) > 1:
        tasks = sum(place.open_tasks for place in results.places)
        lines.append(Line(SUM, _what_is_left(Place(SUM, results.total, tasks)), is_total=True))
    return tuple(lines)


def _what_is_left(place: Place) -> tuple[str, ...]:
    figures = place.figures
    return _written(figures.targets, figures.unvisited, figures.unclear, place.open_tasks)
