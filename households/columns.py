"""The columns of the list of archives: what each shows, which can be sorted by, and which somebody has chosen."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import F, OrderBy
from django.http import QueryDict

from core.money import format_money
from households.models import Household, ListColumns, Member
from households.templatetags.archives import cadre_marks, clear_marks, status_badge
from organizations.models import User

LIST = "households"
NOTHING = "—"
SORT_KEYS = 2  # the one clicked last, and the one before

Order = tuple[str | OrderBy, ...]


def worker_of(household: Household) -> Member | None:
    """Return the worker of an archive of the list (``HouseholdQuerySet.with_worker``)."""
    return household.workers[0] if household.workers else None  # type: ignore[attr-defined]


def _identity(household: Household) -> str:
    worker = worker_of(household)
    return worker.masked_identity_no if worker else ""


def _phone(household: Household) -> str:
    worker = worker_of(household)
    return worker.masked_phone if worker else ""


def _filed(household: Household) -> str:
    return f"{household.filed_on:%Y-%m-%d}" if household.filed_on else ""


@dataclass(frozen=True)
class Column:
    """One column: what it shows of an archive, and how it is sorted by (each order one that an index has)."""

    name: str
    label: str
    show: Callable[[Household], Any]
    css: str = ""
    up: Order = ()
    down: Order = ()
    of_worker: bool = False
    chosen: bool = True


COLUMNS = (
    Column("no", "档案编号", lambda h: h.archive_no, "hq-number", ("archive_no",), ("-archive_no",)),
    Column("identity", "身份证号", _identity, "hq-number hq-only-desktop", of_worker=True),
    Column("phone", "手机号码", _phone, "hq-number", of_worker=True, chosen=False),
    Column("union", "建档单位", lambda h: h.union.name.removesuffix("总工会"), "hq-only-desktop hq-clip"),
    Column("unit", "工作单位", lambda h: h.work_unit, "hq-clip"),
    Column("level", "建档标准", lambda h: h.get_level_display(), "hq-only-desktop", chosen=False),
    Column("category", "困难类别", lambda h: h.get_category_display()),
    Column("cause", "主要致困原因", lambda h: h.get_main_cause_display(), chosen=False),
    Column("status", "状态", status_badge),
    Column("persons", "家庭人口", lambda h: h.persons, "hq-amount", chosen=False),
    Column(
        "per_head",
        "人均纯收入",
        lambda h: format_money(h.per_head),
        "hq-amount hq-only-desktop",
        ("per_head", "id"),
        (F("per_head").desc(nulls_last=True), "id"),
    ),
    Column("annual", "年度总收入", lambda h: format_money(h.annual_income), "hq-amount", chosen=False),
    Column("cadre", "帮扶责任人", cadre_marks),
    Column("clear", "六清", lambda h: clear_marks(h.clear_mask)),
    Column("address", "家庭住址", lambda h: h.address, "hq-clip", chosen=False),
    Column("housing", "住房类型", lambda h: h.housing, chosen=False),
    Column("filed", "建档日期", _filed, "hq-number", ("filed_on", "-id"), ("-filed_on", "id"), chosen=False),
)
BY_NAME = {column.name: column for column in COLUMNS}
NAME_ORDER: tuple[Order, Order] = (("head_sort", "id"), ("-head_sort", "-id"))
ORDERS = {"name": NAME_ORDER} | {column.name: (column.up, column.down) for column in COLUMNS if column.up}


def chosen_columns(user: User) -> list[Column]:
    """Return the columns that an account has chosen, else the usual ones; one query."""
    saved = ListColumns.objects.filter(user=user, list_name=LIST).values_list("columns", flat=True).first()
    if saved is None:
        return [column for column in COLUMNS if column.chosen]
    return [column for column in COLUMNS if column.name in saved]


def sort_keys(asked: str) -> list[str]:
    """Return the keys of a ``sort`` parameter (``-per_head,name``) that exist, at most SORT_KEYS; by name for none."""
    keys = [key for key in asked.split(",") if key.removeprefix("-") in ORDERS]
    return keys[:SORT_KEYS] or ["name"]


def order_of(keys: list[str]) -> list[str | OrderBy]:
    """Return the order for some keys: an index has the first, and only its equals are sorted by the second."""
    orders = [ORDERS[key.removeprefix("-")][key.startswith("-")] for key in keys]
    return [*(order[0] for order in orders), *orders[-1][1:]]


@dataclass(frozen=True)
class Head:
    """The head of a column: its name, its arrow, and the query that sorts by it."""

    label: str
    css: str = ""
    direction: str = ""
    query: str = ""


def head_of(name: str, label: str, css: str, *, keys: list[str], query: QueryDict) -> Head:
    """Return the head of a column; pressed again it turns the order, and the former order stays as the second."""
    if name not in ORDERS:
        return Head(label, css)
    direction = {name: "ascending", f"-{name}": "descending"}.get(keys[0], "")
    pressed = f"-{name}" if direction == "ascending" else name
    others = [key for key in keys if key.removeprefix("-") != name]
    rest = query.copy()
    for key in ("sort", "page"):
        rest.pop(key, None)
    sort = urlencode({"sort": ",".join([pressed, *others][:SORT_KEYS])}, safe=",")
    return Head(label, css, direction, "&".join(filter(None, [rest.urlencode(), sort])))
