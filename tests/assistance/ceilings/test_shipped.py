"""The items, rules and funds that every installation begins with."""

import datetime
from decimal import Decimal

import pytest

from assistance.ceilings.enums import Stage
from assistance.ceilings.loading import Case, propose
from assistance.ceilings.periods import period_of
from assistance.ceilings.shipped import DEFAULT, ITEMS, ship_items
from assistance.funds.enums import FundKind
from assistance.funds.shipped import ship_funds
from assistance.models import AidItem, Fund, ItemRule, RuleLine
from organizations.models import Union
from tests.support.ceilings import standard
from tests.support.factories import MemberFactory

pytestmark = pytest.mark.django_db
AUTUMN_2025 = datetime.date(2025, 8, 20)


def test_every_item_is_there_and_all_figures_of_elsewhere_are_marked():
    assert AidItem.objects.count() == len(ITEMS)
    rules = ItemRule.objects.exclude(item__code__in=["golden-autumn", "mutual"])
    assert all(DEFAULT in note for note in rules.values_list("note", flat=True))
    assert not ItemRule.objects.filter(published_at=None).exists()


@pytest.mark.parametrize(("stage", "amount"), [(Stage.NEW_VOCATIONAL, "3500.00"), (Stage.NEW_COLLEGE, "5600.00")])
def test_golden_autumn_of_2025_is_by_the_standard_of_the_province(household, stage, amount):
    standard(700, "530000", datetime.date(2025, 7, 1))
    standard(760, "532524", datetime.date(2025, 7, 1))
    autumn = AidItem.objects.get(code="golden-autumn")
    case = Case(household, MemberFactory(household=household), stage)
    (found,) = propose(autumn, [case], on=AUTUMN_2025, period=period_of(autumn, AUTUMN_2025))
    assert (found.amount, found.reason_none) == (Decimal(amount), "")
    assert found.rule_line.rule.valid_from == datetime.date(2025, 1, 1)


def test_each_source_has_its_fund_and_central_money_one_at_a_time():
    assert set(Fund.objects.values_list("kind", flat=True)) == set(FundKind.values)
    for day in (datetime.date(2022, 12, 31), datetime.date(2023, 1, 1)):
        assert Fund.objects.valid_on(day).filter(kind=FundKind.CENTRAL).count() == 1


def test_shipping_again_changes_nothing():
    AidItem.objects.filter(code="living").update(name="困难生活救助")
    before = (ItemRule.objects.count(), RuleLine.objects.count(), Fund.objects.count())
    ship_items(Union, AidItem, ItemRule, RuleLine)
    ship_funds(Union, Fund)
    assert (ItemRule.objects.count(), RuleLine.objects.count(), Fund.objects.count()) == before
    assert AidItem.objects.get(code="living").name == "困难生活救助"
