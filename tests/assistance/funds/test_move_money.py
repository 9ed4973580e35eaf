"""Granting, passing on, giving back, transferring and adjusting, each by one act."""

import datetime
import uuid
from decimal import Decimal

import pytest

from assistance.actions.funds import adjust, allocate, grant, grant_to, open_budget, return_up, transfer
from assistance.funds.enums import EntryKind
from assistance.models import Budget, LedgerEntry
from core import clock
from core.errors import Conflict, DomainError, NotAllowed
from tests.support.factories import union
from tests.support.money import FundFactory, budget_with

pytestmark = pytest.mark.django_db
DOC = "云工发〔2026〕8 号"


@pytest.fixture
def upper(db):
    """The budget of 红河州 with 10,000."""
    return budget_with(10_000, "532500")


def lower(budget, code="532524"):
    """Return the budget of a union of the same fund and year."""
    return Budget.objects.get(fund=budget.fund, union=union(code), year=budget.year)


def balance(budget):
    """Return what is left now."""
    return Budget.objects.values_list("balance", flat=True).get(pk=budget.pk)


def test_a_grant_names_the_document_it_came_by(finance):
    budget = open_budget(FundFactory(), union("532500"), 2026, by=finance)
    entry = grant(budget, "1,000.005".replace(",", ""), by=finance, doc_no=DOC, note="第一批")
    assert (entry.kind, entry.amount, entry.by) == (EntryKind.GRANT, Decimal("1000.01"), finance)
    assert (entry.doc_no, entry.note, entry.on) == (DOC, "第一批", clock.today())
    with pytest.raises(DomainError, match="下达文号"):
        grant(budget, 1, by=finance)


def test_the_first_grant_opens_the_budget_and_a_refused_one_leaves_none(finance):
    fund, place = FundFactory(), union("532500")
    with pytest.raises(DomainError, match="下达文号"):
        grant_to(fund, place, 2026, 1000, by=finance)
    assert not Budget.objects.filter(fund=fund).exists()
    entry = grant_to(fund, place, 2026, 1000, by=finance, doc_no=DOC)
    assert (entry.budget.union, balance(entry.budget)) == (place, Decimal("1000.00"))


def test_a_fund_is_not_spent_outside_the_region_that_set_it_up(other_finance):
    fund = FundFactory(union=union("532500"))
    with pytest.raises(DomainError, match="不能用于昆明市"):
        open_budget(fund, union("530100"), 2026, by=other_finance)


def test_money_goes_down_and_opens_the_budget_there(upper, finance):
    allocate(upper, union("532524"), 4000, by=finance, doc_no=DOC)
    assert (balance(upper), balance(lower(upper))) == (6000, 4000)
    pair = LedgerEntry.objects.exclude(kind=EntryKind.GRANT).order_by("id")
    assert [entry.kind for entry in pair] == [EntryKind.ALLOCATE_OUT, EntryKind.ALLOCATE_IN]
    assert len({entry.movement for entry in pair}) == 1


def test_the_same_press_twice_is_one_act(upper, finance):
    key = uuid.uuid4()
    first = allocate(upper, union("532524"), 10_000, by=finance, movement=key)
    assert allocate(upper, union("532524"), 10_000, by=finance, movement=key) == first
    assert balance(upper) == 0
    with pytest.raises(Conflict, match="已用于另一笔业务"):
        allocate(upper, union("532524"), 1, by=finance, movement=key)


def test_no_more_than_there_is(upper, finance):
    with pytest.raises(DomainError, match="可用 10,000.00 元，需要 10,000.01 元"):
        allocate(upper, union("532524"), "10000.01", by=finance)
    assert balance(upper) == 10_000


@pytest.mark.parametrize("code", ["532500", "530000", "530100"])
def test_money_goes_down_only_to_a_union_below(upper, finance, code):
    with pytest.raises(DomainError, match="不是.*的下级工会") as refusal:
        allocate(upper, union(code), 1, by=finance)
    assert refusal.value.field == "to_union"


def test_a_county_gives_back_what_it_has(upper, finance, county_finance):
    allocate(upper, union("532524"), 4000, by=finance)
    return_up(lower(upper), union("532500"), 1500, by=county_finance, doc_no=DOC)
    assert (balance(upper), balance(lower(upper))) == (7500, 2500)
    with pytest.raises(DomainError, match="不是.*的上级工会"):
        return_up(lower(upper), union("530100"), 1, by=county_finance)


def test_finance_above_moves_money_between_two_counties(upper, finance, county_finance):
    allocate(upper, union("532524"), 4000, by=finance)
    transfer(lower(upper), union("532525"), 1000, by=finance, doc_no=DOC)
    assert (balance(lower(upper)), balance(lower(upper, "532525"))) == (3000, 1000)
    with pytest.raises(NotAllowed, match="上级财务人员"):
        transfer(lower(upper), union("532525"), 1, by=county_finance)
    with pytest.raises(DomainError, match="上下级"):
        transfer(upper, union("532524"), 1, by=finance)


def test_an_adjustment_goes_both_ways_by_a_document(upper, finance):
    adjust(upper, -300, by=finance, doc_no=DOC)
    adjust(upper, "100.50", by=finance, doc_no=DOC)
    assert balance(upper) == Decimal("9800.50")
    with pytest.raises(DomainError, match="须填写文号"):
        adjust(upper, 1, by=finance)
    with pytest.raises(DomainError, match="不能为零"):
        adjust(upper, 0, by=finance, doc_no=DOC)


def test_nothing_more_goes_into_a_fund_that_is_out_of_use(upper, finance, county_finance):
    allocate(upper, union("532524"), 4000, by=finance)
    upper.fund.is_active = False
    upper.fund.save(update_fields=["is_active"])
    with pytest.raises(DomainError, match="已停用"):
        allocate(upper, union("532524"), 1, by=finance)
    return_up(lower(upper), union("532500"), 4000, by=county_finance)
    assert balance(upper) == 10_000


def test_a_day_to_come_is_refused(upper, finance):
    with pytest.raises(DomainError, match="不能晚于今天") as refusal:
        allocate(upper, union("532524"), 1, by=finance, on=clock.today() + datetime.timedelta(days=1))
    assert refusal.value.field == "on"


def test_only_finance_of_the_union_or_above_moves_its_money(upper, county_finance, other_finance, officer, registrar):
    for user in (county_finance, other_finance, officer, registrar):
        with pytest.raises(NotAllowed):
            allocate(upper, union("532524"), 1, by=user)
        with pytest.raises(NotAllowed):
            grant(upper, 1, by=user, doc_no=DOC)
        with pytest.raises(NotAllowed):
            adjust(upper, 1, by=user, doc_no=DOC)
