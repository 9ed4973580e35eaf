"""帮扶资金使用情况表 (item × source) and 帮扶资金收支情况表 (fund by fund) of a union and a year, as registers."""

from collections import defaultdict
from decimal import Decimal

from django.db.models import Sum

from assistance.funds.enums import FundKind
from assistance.funds.spending import SERVICES
from assistance.models import Budget, SpendingTotal
from core import clock
from core.money import ZERO
from core.shares import percent, share_words
from organizations.models import Union, User
from reports.forms.words import long_day
from reports.registers.data import Column, Kind, Register, Row

ALL = "合计"
NUMBER, NAME = Column("序号", 12, Kind.PLACE), Column("帮扶项目", 34)
ACCOUNT = (
    NUMBER,
    Column("资金来源", 50),
    Column("工会", 46),
    *(Column(head, 30, Kind.MONEY, is_summed=True) for head in ("收入", "拨出和收回", "支出", "余额")),
    Column("执行率", 20, Kind.CODE),
)
Figures = tuple[int | None, Decimal]  # 户次, none for the costs of services; 元


def usage_of(union: Union, year: int, user: User) -> Register:
    """Return what was spent on households below a union in a year, by item and source; one query."""
    found: dict[str, dict[str, Figures]] = defaultdict(dict)
    spent = SpendingTotal.objects.visible_to(user).filter(union_path__startswith=union.path, month__year=year)
    rows = spent.order_by().values_list("item__name", "budget__fund__kind")
    for item, kind, lines, amount in rows.annotate(Sum("lines"), Sum("amount")):
        found[item or SERVICES][kind] = (lines if item else None, amount)
    kinds = [kind for kind in FundKind if any(kind in by_kind for by_kind in found.values())]
    items = sorted(found, key=lambda name: (name == SERVICES, name))
    return Register(
        title="帮扶资金使用情况表",
        facts=_facts(union, year, "单位：户次、元"),
        columns=(NUMBER, NAME, *_columns(kinds)),
        rows=tuple(_usage(number, name, found[name], kinds) for number, name in enumerate(items, 1)),
        number=_number(union, year),
        label="报表编号",
    )


def _columns(kinds: list[FundKind]) -> list[Column]:
    columns: list[Column] = []
    # All money goes first: the first column of money is written in words.
    for head in (ALL, *(str(kind.label) for kind in kinds)):
        columns.append(Column(f"{head}\n户次", 20, Kind.COUNT, is_summed=True))
        columns.append(Column(f"{head}\n金额", 32, Kind.MONEY, is_summed=True))
    return columns


def _usage(number: int, name: str, by_kind: dict[str, Figures], kinds: list[FundKind]) -> Row:
    cells: list[int | Decimal | None] = [
        sum(lines or 0 for lines, _amount in by_kind.values()) or None,
        sum((amount for _lines, amount in by_kind.values()), ZERO),
    ]
    for kind in kinds:
        cells.extend(by_kind.get(kind, (None, None)))
    return (number, name, *cells)


def account_of(union: Union, year: int, user: User) -> Register:
    """Return income, what was passed on, spending and balance of each budget below a union in a year; one query."""
    budgets = Budget.objects.visible_to(user).for_list().filter(union_path__startswith=union.path, year=year)
    rows = budgets.order_by("fund__name", "union_path")
    return Register(
        title="帮扶资金收支情况表",
        facts=_facts(union, year, "单位：元"),
        columns=ACCOUNT,
        rows=tuple(_account(number, budget) for number, budget in enumerate(rows, 1)),
        has_words=False,
        note="说明：余额＝收入－拨出和收回－支出；执行率＝支出÷（收入－拨出和收回）。",
        number=_number(union, year),
        label="报表编号",
    )


def _account(number: int, budget: Budget) -> Row:
    had = budget.received - budget.passed_on
    amounts = (budget.received, budget.passed_on, budget.spent, budget.balance)
    return (number, budget.fund.name, budget.union.name, *amounts, share_words(percent(budget.spent, had)))


def _facts(union: Union, year: int, unit: str) -> tuple[tuple[str, ...], ...]:
    today = clock.today()
    until = f"{year}年1月至12月" if year < today.year else f"{year}年1月1日至{long_day(today)}"
    return (
        (f"填报单位：{union.name}", f"填报日期：{long_day(today)}", unit),
        (f"统计期间：{until}", "", "范围：本级和所属各级工会"),
    )


def _number(union: Union, year: int) -> str:
    return f"{union.code}-{year}"


TABLES = {"usage": usage_of, "account": account_of}
