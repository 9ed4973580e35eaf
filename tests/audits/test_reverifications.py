"""The list of archives that are to be re-verified."""

import datetime

import pytest
from django.urls import reverse

from audits.actions.clear import refresh_clear
from audits.models import ClearState
from audits.verify import VerifyReason
from core import clock
from households.enums import Relation, Status
from households.models import Household
from tests.support.factories import HouseholdFactory, MemberFactory, union

LIST = "/reverifications/"
pytestmark = pytest.mark.django_db


def due(**facts) -> Household:
    """Return an archive with its reasons computed."""
    household = HouseholdFactory(**facts)
    refresh_clear([household.pk])
    return household


def listed(client, **query) -> list[str]:
    return [household.archive_no for household, _causes in client.get(LIST, query).context["rows"]]


def test_the_list_says_why_in_words(as_user, officer):
    household = due()
    page = as_user(officer).get(LIST)
    assert "建档（2020-01-06）以来没有收支调查或复核。" in page.content.decode()
    assert reverse("reverify", args=[household.archive_no]) in page.content.decode()


def test_it_is_narrowed_by_reason_and_union(as_user, provincial):
    lapsed, elsewhere = due(), due(union=union("530100"))
    child = due(filed_on=clock.today() - datetime.timedelta(days=30))
    MemberFactory(household=child, relation=Relation.SON, school_year=2000, school_length=3)
    Household.objects.filter(pk=child.pk).update(filed_on="2001-01-01")
    refresh_clear([child.pk])
    client = as_user(provincial)
    assert set(listed(client)) == {row.archive_no for row in (lapsed, elsewhere, child)}
    assert listed(client, reason="adult") == [child.archive_no]
    assert set(listed(client, union="532500")) == {lapsed.archive_no, child.archive_no}
    assert client.get(LIST).context["total"] == 3
    assert dict(client.get(LIST).context["reasons"])[VerifyReason.ADULT] == 1


def test_an_archive_that_has_left_care_is_not_listed(as_user, officer):
    household = due(status=Status.EXITED)
    ClearState.objects.filter(pk=household.pk).update(verify_mask=VerifyReason.LAPSED)
    assert listed(as_user(officer)) == []


def test_an_outsider_sees_nothing_and_a_cadre_the_own_ones(as_user, outsider, cadre, household):
    due()
    refresh_clear([household.pk])
    assert listed(as_user(outsider)) == []
    assert listed(as_user(cadre)) == [household.archive_no]


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_one_and_for_three(as_user, officer, count, django_assert_num_queries):
    for _ in range(count):
        due()
    client = as_user(officer)
    client.get(LIST)
    with django_assert_num_queries(7):
        assert len(listed(client)) == count


def test_a_state_is_due_on_the_day_that_time_adds_a_reason(household):
    today = clock.today()
    Household.objects.filter(pk=household.pk).update(filed_on=today)
    refresh_clear([household.pk])
    state = ClearState.objects.get(pk=household.pk)
    assert (state.verify_mask, state.due_on > today) == (0, True)
