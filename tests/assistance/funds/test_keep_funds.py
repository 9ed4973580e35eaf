"""Setting up, correcting and retiring a source of money."""

import datetime

import pytest

from assistance.actions.funds import edit_fund, open_fund, restore_fund, retire_fund
from assistance.funds.enums import FundKind
from core.errors import Conflict, DomainError, NotAllowed
from households.history import version_of
from tests.support.factories import union

pytestmark = pytest.mark.django_db
FACTS = {"name": "市委书记救助金", "kind": FundKind.SPECIAL, "valid_from": datetime.date(2026, 1, 1)}


@pytest.fixture
def fund(finance):
    """A fund of 红河州."""
    return open_fund(by=finance, facts={**FACTS, "union": union("532500")})


def test_a_fund_gets_its_code_and_the_next_one_another(fund, finance):
    second = open_fund(by=finance, facts={**FACTS, "union": union("532500"), "name": "社会捐助"})
    assert (fund.code, second.code) == ("532500-01", "532500-02")
    assert fund.created_by == finance


def test_the_same_name_twice_is_refused(fund, finance):
    with pytest.raises(DomainError, match="已有在用的资金来源") as refusal:
        open_fund(by=finance, facts={**FACTS, "union": union("532500")})
    assert refusal.value.field == "name"


def test_it_ends_after_it_began(fund, finance):
    with pytest.raises(DomainError, match="停用日期不能早于启用日期"):
        edit_fund(fund, by=finance, facts={"valid_until": datetime.date(2025, 1, 1)})


def test_what_is_changed_is_kept_in_the_history_with_the_person(fund, finance):
    edit_fund(fund, by=finance, facts={"name": "书记救助金", "lapses": True})
    fund.refresh_from_db()
    assert (fund.name, fund.lapses) == ("书记救助金", True)
    event = fund.events.select_related("pgh_context").get()
    assert (event.name, event.pgh_context.metadata["user"]) == ("市委书记救助金", finance.pk)


def test_the_union_that_set_it_up_stays(fund, finance):
    with pytest.raises(DomainError, match="设立工会不能更改"):
        edit_fund(fund, by=finance, facts={"union": union("532524")})


def test_who_saves_what_another_changed_is_told(fund, finance):
    seen = version_of({"name": fund.name})
    edit_fund(fund, by=finance, facts={"name": "书记救助金"}, seen=seen)
    with pytest.raises(Conflict, match="财务员.*修改了这一部分"):
        edit_fund(fund, by=finance, facts={"name": "甲"}, seen=seen)


def test_a_fund_is_retired_once_and_comes_back(fund, finance):
    assert not retire_fund(fund, by=finance).is_active
    assert not retire_fund(fund, by=finance).is_active
    assert restore_fund(fund, by=finance).is_active


def test_its_union_keeps_it_and_nobody_below_or_beside(fund, county_finance, other_finance, registrar):
    for user in (county_finance, other_finance, registrar):
        with pytest.raises(NotAllowed):
            retire_fund(fund, by=user)
