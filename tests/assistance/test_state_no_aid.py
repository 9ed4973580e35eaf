"""Stating that a household received nothing in a year, and taking that back."""

import pytest
from django.utils import timezone

from assistance.actions.aid import state_no_aid, take_back_no_aid
from assistance.models import AidYearNone
from core.errors import DomainError
from tests.support.factories import AidRecordFactory

pytestmark = pytest.mark.django_db


def stated(household):
    return list(household.years_without_aid.order_by("year").values_list("year", "stated_by__username"))


def test_several_years_are_stated_at_once(household, cadre):
    assert state_no_aid(household, by=cadre, years=[2018, 2017, 2018]) == [2017, 2018]
    assert stated(household) == [(2017, "cadre"), (2018, "cadre")]


def test_what_was_stated_before_keeps_its_name(household, cadre, officer):
    state_no_aid(household, by=cadre, years=[2017])
    state_no_aid(household, by=officer, years=[2017, 2018])
    assert stated(household) == [(2017, "cadre"), (2018, "officer")]


@pytest.mark.parametrize(
    ("years", "words"),
    [
        ([], "请先勾选年度"),
        ([2016], "2017 年以前的年度不要求确认"),
        ([2017, timezone.localdate().year], "年还没有结束"),
        ([2017, 2019], "2019 年已有帮扶记录，不能确认为无帮扶"),
    ],
)
def test_what_is_refused_is_refused_whole(household, cadre, years, words):
    AidRecordFactory(household=household, year=2019)
    with pytest.raises(DomainError, match=words):
        state_no_aid(household, by=cadre, years=years)
    assert stated(household) == []


def test_taking_back_keeps_the_statement_in_the_history(household, cadre, officer):
    state_no_aid(household, by=cadre, years=[2017])
    take_back_no_aid(household, by=officer, year=2017)
    take_back_no_aid(household, by=officer, year=2017)
    event = AidYearNone.pgh_event_model.objects.select_related("pgh_context").get()
    assert (event.year, event.stated_by_id, event.pgh_context.metadata["user"]) == (2017, cadre.pk, officer.pk)
    assert stated(household) == []


def test_on_screen_one_year_or_several_are_stated_and_said(as_user, cadre, household, address):
    page = as_user(cadre).post(address("no_aid_state"), {"years": ["2017", "2018"]}, follow=True).content.decode()
    assert "已确认 2017、2018 年没有帮扶。" in page
    assert stated(household) == [(2017, "cadre"), (2018, "cadre")]


def test_what_is_refused_on_screen_comes_back_as_a_message(as_user, cadre, address):
    for sent, words in (({}, "请先勾选年度"), ({"years": ["2016", "x"]}, "2017 年以前")):
        assert words in as_user(cadre).post(address("no_aid_state"), sent, follow=True).content.decode()


def test_taking_back_on_screen_twice_is_no_fault(as_user, cadre, household, address):
    state_no_aid(household, by=cadre, years=[2017])
    for _press in range(2):
        assert as_user(cadre).post(address("no_aid_take_back", 2017)).url == address("household_aid")
    assert stated(household) == []


def test_a_closed_archive_takes_no_statement(closed, officer, as_user, address):
    for act in (
        lambda: state_no_aid(closed, by=officer, years=[2017]),
        lambda: take_back_no_aid(closed, by=officer, year=1),
    ):
        with pytest.raises(DomainError, match="不能再修改"):
            act()
    assert as_user(officer).post(address("no_aid_state"), {"years": "2017"}).status_code == 403


@pytest.mark.parametrize(("name", "args"), [("no_aid_state", ()), ("no_aid_take_back", (2017,))])
def test_readers_are_refused_outsiders_find_nothing_and_looking_does_nothing(
    as_user, officer, statuses, address, name, args
):
    assert statuses(address(name, *args)) == [403, 404]
    assert as_user(officer).get(address(name, *args)).status_code == 405
