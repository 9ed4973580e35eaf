"""The budgets of the four years: granted to the province, passed on to the unions that pay."""

import datetime
import uuid
from collections import defaultdict
from collections.abc import Mapping
from decimal import ROUND_CEILING, Decimal

from assistance.actions.funds.granting import grant, open_budget
from assistance.actions.funds.moving import allocate
from assistance.models import Budget, Fund
from core import clock
from organizations.models import Union, User
from reports.demo.payments.batches import SPACE

Need = tuple[int, str, int]  # year, code of the fund, union that pays
UNIT = Decimal(10_000)  # 元; what is passed on comes in such units, so that a little is left
LEFT_ABOVE = Decimal("1.02")


def fill(needs: Mapping[Need, Decimal], unions: Mapping[int, Union], funds: Mapping[str, Fund], *, by: User) -> None:
    """Grant each fund and year to the province, and pass on what each union needs, if anything; what is there stays."""
    province = Union.objects.get(depth=1)
    of_years: dict[tuple[int, str], dict[int, Decimal]] = defaultdict(dict)
    for (year, code, union), amount in needs.items():
        if amount:
            of_years[year, code][union] = _units(amount * LEFT_ABOVE)
    for (year, code), parts in sorted(of_years.items()):
        with clock.at(datetime.date(year, 1, 15)):
            above = open_budget(funds[code], province, year, by=by)
            for part in ("grant", "pass on"):
                key = uuid.uuid5(SPACE, f"{part}/{code}/{year}")
                paper = f"演示〔{year}〕1 号"
                if part == "grant":
                    grant(above, _units(sum(parts.values()) * LEFT_ABOVE), by=by, movement=key, doc_no=paper)
                    continue
                for union, amount in sorted(parts.items()):
                    movement = uuid.uuid5(key, unions[union].code)
                    allocate(above, unions[union], amount, by=by, movement=movement, doc_no=paper)


def budgets_of(funds: Mapping[str, Fund]) -> dict[Need, Budget]:
    """Return the budgets by year, fund and union."""
    codes = {fund.pk: code for code, fund in funds.items()}
    rows = Budget.objects.filter(fund__in=codes).select_related("fund", "union")
    return {(budget.year, codes[budget.fund_id], budget.union_id): budget for budget in rows}


def _units(amount: Decimal) -> Decimal:
    return (amount / UNIT).to_integral_value(ROUND_CEILING) * UNIT
