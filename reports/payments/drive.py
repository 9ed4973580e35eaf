"""专项帮扶活动总结: the report on a seasonal action as an official paper, figures in sentences and tables."""

from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

from assistance.drives.enums import DriveStatus
from assistance.drives.progress import Figures, Row
from assistance.drives.report import DriveReport, Part
from core import clock
from core.money import format_money
from reports.booklet.data import text
from reports.forms.data import PrintedForm
from reports.forms.words import long_day, money


@dataclass(frozen=True)
class Line:
    """One row of a table, as printed."""

    name: str = text("名称")
    cells: tuple[str, ...] = ()
    is_total: bool = False


@dataclass(frozen=True, kw_only=True)
class DrivePaper(PrintedForm):
    """The report of a union on a seasonal action; while it runs it says so."""

    title: ClassVar[str] = "专项帮扶活动总结"
    template: ClassVar[str] = "reports/forms/drive.html"
    sheet: ClassVar[str] = "campaign.css"
    label: ClassVar[str] = "专项帮扶活动"
    has_foot: ClassVar[bool] = False
    heading: str = text("标题")
    running: str = text("进度说明")
    union: str = text("报告单位")
    dated: str = ""
    plan: str = text("活动方案")
    basics: str = text("基本情况")
    results: str = text("完成情况")
    failures: str = text("未成情况")
    summary: str = text("总结")
    units: tuple[Line, ...] = ()
    parts: tuple[tuple[str, tuple[Line, ...]], ...] = ()


def paper_of(report: DriveReport) -> DrivePaper:
    """Return the paper about a report that was gathered; no query."""
    drive, total = report.drive, report.total
    ended = drive.status == DriveStatus.CLOSED
    return DrivePaper(
        number=f"专项帮扶活动{drive.pk}",
        whose=report.union.name,
        heading=f"{report.union.name}\n{drive.name}情况总结",
        running="" if ended else f"（进行中，数据截至{long_day(clock.today())}）",
        union=report.union.name,
        dated=long_day(drive.closed_at or clock.today()),
        plan=drive.plan.strip(),
        basics=_basics(report),
        results=_results(report),
        failures=_failures(report),
        summary=drive.summary.strip(),
        units=tuple(_unit(row) for row in report.rows) + ((_sum(total),) if report.rows else ()),
        parts=_parts(report),
    )


def _basics(report: DriveReport) -> str:
    drive, total = report.drive, report.total
    fund = f"，资金主要来自{drive.fund.name}" if drive.fund else ""
    planned = f"计划帮扶{total.planned}户次、{money(total.planned_amount)}。" if total.planned else ""
    when = f"{long_day(drive.starts_on)}至{long_day(drive.ends_on)}"
    return f"{drive.name}由{drive.union.name}组织，{when}开展，帮扶项目为{drive.item.name}{fund}。{planned}"


def _results(report: DriveReport) -> str:
    total = report.total
    asked = f"列入对象{total.targets}户（人），其中已发放{total.paid}户（人）"
    waiting = f"，尚未列入发放批次{total.waiting}户（人）" if total.waiting else ""
    paid = f"共发放{total.paid_lines}户次、{money(total.paid_amount)}，惠及{report.households}户"
    share = f"，占计划金额的{total.amount_share}%" if total.amount_share is not None else ""
    return f"{asked}{waiting}。{paid}{share}。"


def _failures(report: DriveReport) -> str:
    failed = f"发放未成且没有补发{report.failed}笔" if report.failed else ""
    refunded = f"追回{money(report.refunded)}" if report.refunded else ""
    said = "，".join(filter(None, (failed, refunded)))
    return f"{said}。" if said else "没有发放未成和追回的款项。"


def _unit(row: Row) -> Line:
    return Line(row.name, _cells(row.figures))


def _sum(total: Figures) -> Line:
    return Line("合计", _cells(total), is_total=True)


def _cells(figures: Figures) -> tuple[str, ...]:
    share = "—" if figures.paid_share is None else f"{figures.paid_share}"
    counts = (figures.planned, figures.targets, figures.paid)
    return (*map(str, counts), share, str(figures.paid_lines), format_money(figures.paid_amount))


def _parts(report: DriveReport) -> tuple[tuple[str, tuple[Line, ...]], ...]:
    tables = {
        "分困难类别": report.categories,
        "分建档标准": report.levels,
        "分学段": report.stages,
        "分资金来源": report.funds,
    }
    return tuple((name, tuple(_part(part) for part in parts)) for name, parts in tables.items() if parts)


def _part(part: Part) -> Line:
    return Line(part.name, (str(part.lines), str(part.households), format_money(Decimal(part.amount))))
