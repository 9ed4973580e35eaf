"""One page of the rows behind a number as lines of text, whatever they are rows of."""

from collections.abc import Callable
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from django.db.models import QuerySet

from audits.campaigns.figures import Column
from households.clearmask import ALL_CLEAR, SHORT_NAMES, is_clear_in
from households.models import Household


@dataclass(frozen=True)
class Line:
    """One row of a list: whose archive it is about, and its cells as label and text."""

    household: Household
    cells: list[tuple[str, str]]


def _target(row: Any) -> list[tuple[str, str]]:
    missing = [name for item, name in enumerate(SHORT_NAMES, 1) if not is_clear_in(row.clear_mask, item)]
    return [
        ("走访", f"{row.visits} 次" if row.visits else "未走访"),
        ("六清", "六清" if row.clear_mask == ALL_CLEAR else f"{'、'.join(missing)}不清"),
        ("退出条件", "已达到" if row.ready else "—"),
        ("现状态", row.household.get_status_display()),
        ("帮扶责任人", row.household.cadre_names or "未结对"),
    ]


def _visit(row: Any) -> list[tuple[str, str]]:
    return [
        ("日期", f"{row.on:%Y-%m-%d}"),
        ("方式", row.get_method_display()),
        ("走访人", row.visitor_name),
        ("见到", row.get_met_display() or "—"),
        ("情况", _short(row.situation)),
    ]


def _difficulty(row: Any) -> list[tuple[str, str]]:
    return [
        ("类别", row.get_need_display()),
        ("问题", _short(row.description)),
        ("发现日期", f"{row.found_on:%Y-%m-%d}" if row.found_on else "—"),
        ("销号日期", f"{row.closed_on:%Y-%m-%d}" if row.closed_on else "未销号"),
    ]


def _measure(row: Any) -> list[tuple[str, str]]:
    return [
        ("措施", _short(row.text)),
        ("责任部门", row.get_lead_department_display() or "—"),
        ("制定日期", f"{row.planned_on:%Y-%m-%d}"),
        ("完成时限", f"{row.deadline:%Y-%m-%d}" if row.deadline else "—"),
        ("落实情况", row.get_progress_display()),
    ]


def _task(row: Any) -> list[tuple[str, str]]:
    return [
        ("任务", _short(row.text)),
        ("承办部门", row.office.name),
        ("交办日期", f"{row.task_list.sent_on:%Y-%m-%d}"),
        ("完成时限", f"{row.deadline:%Y-%m-%d}"),
        ("状态", row.get_status_display()),
    ]


def _short(text: str, length: int = 60) -> str:
    return text if len(text) <= length else f"{text[: length - 1]}…"


# column → where the archive is, what else is loaded, what a line says
ABOUT: dict[Column, tuple[str, tuple[str, ...], Callable[[Any], list[tuple[str, str]]]]] = {
    Column.VISITS: ("household", (), _visit),
    Column.DIFFICULTIES: ("household", (), _difficulty),
    Column.SOLVED: ("household", (), _difficulty),
    Column.MEASURES: ("difficulty__household", (), _measure),
    Column.TASKS: ("household", ("office", "task_list"), _task),
}


def for_lines(column: Column, rows: QuerySet[Any]) -> QuerySet[Any]:
    """Load the archives beside the rows, those of archives in the order of their numbers."""
    where, also, _say = ABOUT.get(column, ("household", (), _target))
    loaded = rows.select_related(f"{where}__union", *also).defer(f"{where}__search", f"{where}__remark")
    return loaded if column in ABOUT else loaded.order_by("household__archive_no")


def lines_of(column: Column, rows: list[Any]) -> list[Line]:
    """Return the lines of a page's rows."""
    where, _also, say = ABOUT.get(column, ("household", (), _target))
    household = attrgetter(where.replace("__", "."))
    return [Line(household(row), say(row)) for row in rows]
