"""Made-up funds and budgets with money in them; who was granted it is nobody in particular."""

import datetime
import uuid
from decimal import Decimal

import factory

from assistance.funds.enums import EntryKind, FundKind
from assistance.funds.ledger import book, budget_for
from assistance.models import Budget, Fund, LedgerEntry
from core import clock
from core.money import to_money
from tests.support.factories import UserFactory, union


class FundFactory(factory.django.DjangoModelFactory):
    """A fund of the province without limits."""

    class Meta:
        model = Fund

    code = factory.Sequence(lambda n: f"made-up-{n}")
    name = factory.Sequence(lambda n: f"测试资金{n}")
    kind = FundKind.CENTRAL
    union = factory.LazyFunction(lambda: union("530000"))
    valid_from = datetime.date(2016, 1, 1)


def budget_with(amount, code="532524", *, fund=None, year=None, on=None, by=None) -> Budget:
    """Return a budget of a union (by its code) with money granted to it, of a fund of its own unless one is given."""
    budget = budget_for(fund or FundFactory(), union(code), year or clock.today().year)
    if to_money(amount):
        book([granted(budget, amount, on=on, by=by)])
    budget.refresh_from_db()
    return budget


def granted(budget, amount, *, on=None, by=None) -> LedgerEntry:
    """Return the entry of a grant, not booked."""
    facts = {
        "kind": EntryKind.GRANT,
        "doc_no": "云工发〔2026〕1 号",
        "on": on or clock.today(),
        "movement": uuid.uuid4(),
    }
    return LedgerEntry(budget=budget, amount=to_money(Decimal(amount)), by=by or UserFactory(), **facts)


def funded(by) -> dict[str, object]:
    """Make what the pages of money of tests/test_access.py name: a fund of 红河州 and its budget."""
    budget = budget_with(10_000, "532500", fund=FundFactory(union=union("532500")), by=by)
    return {"fund": budget.fund_id, "budget": budget.pk}
