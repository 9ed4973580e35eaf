"""The page 六清待办: what waits for a confirmation or a check, for whom, and no longer once it is done."""

import datetime

import pytest
from django.utils import timezone

from audits.actions.clear import confirm_clear, refresh_clear
from audits.enums import ConfirmationKind
from audits.models import ClearState
from households.models import Household
from tests.support.factories import HouseholdFactory
from tests.support.life import put

pytestmark = pytest.mark.django_db
PAGE = "/clear/waiting/"


def listed(client, step=""):
    return [state.household.archive_no for state in client.get(PAGE, {"step": step}).context["page"]]


@pytest.fixture
def ready(clear_household):
    refresh_clear([clear_household.pk])
    clear_household.refresh_from_db()
    return clear_household


def test_a_clear_household_waits_for_its_cadre_and_its_officer_only(ready, cadre, officer, outsider, reviewer, as_user):
    assert [listed(as_user(user)) for user in (cadre, officer)] == [[ready.archive_no]] * 2
    assert [listed(as_user(user)) for user in (outsider, reviewer)] == [[], []]


def test_what_is_not_clear_or_closed_does_not_wait(ready, officer, as_user):
    HouseholdFactory()
    assert listed(as_user(officer)) == [ready.archive_no]
    put(ready, "exited")
    assert listed(as_user(officer)) == []


def test_a_confirmed_household_waits_for_the_check_until_it_is_made(ready, cadre, reviewer, as_user):
    confirm_clear(ready, by=cadre, kind=ConfirmationKind.CADRE)
    assert listed(as_user(cadre)) == []
    assert listed(as_user(reviewer)) == [ready.archive_no]
    confirm_clear(ready, by=reviewer, kind=ConfirmationKind.COUNTY)
    assert listed(as_user(reviewer)) == []


def test_a_change_after_the_confirmation_brings_the_household_back_to_the_cadre(ready, cadre, reviewer, as_user):
    confirm_clear(ready, by=cadre, kind=ConfirmationKind.CADRE)
    later = timezone.now() + datetime.timedelta(seconds=1)
    ClearState.objects.update(facts_changed_at=later, computed_at=later)
    assert listed(as_user(reviewer)) == []
    assert "确认后有变动" in as_user(cadre).get(PAGE).content.decode()


def test_a_step_that_is_not_ones_own_shows_ones_own(ready, officer, as_user):
    page = as_user(officer).get(PAGE, {"step": "county"})
    assert (page.context["step"], len(page.context["page"])) == (ConfirmationKind.CADRE, 1)


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_one_and_for_three(ready, officer, as_user, count, django_assert_num_queries):
    for household in HouseholdFactory.create_batch(count - 1):
        Household.objects.filter(pk=household.pk).update(clear_mask=ready.clear_mask)
    client = as_user(officer)
    with django_assert_num_queries(4):
        assert len(listed(client)) == count
