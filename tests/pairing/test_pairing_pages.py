"""Pairing, ending and handing over on screen; the households that have nobody; what is due in a county."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from households.enums import Status
from pairing.enums import PairingKind
from pairing.models import Pairing
from tests.support.factories import CadreFactory, HouseholdFactory, PairingFactory, union

pytestmark = pytest.mark.django_db
TODAY = "2026-03-02"


@pytest.fixture
def helper(db):
    return CadreFactory(name="李建国")


def test_an_officer_pairs_a_household(as_user, officer, household, helper):
    url = reverse("pair_household", args=[household.archive_no])
    data = {"cadre": helper.pk, "kind": "responsible", "started_on": TODAY}
    assert as_user(officer).post(url, data).url == reverse("household_visits", args=[household.archive_no])
    assert household.pairings.get().cadre == helper


def test_what_pairing_refuses_stands_in_the_form(as_user, officer, household, helper, cadre):
    url = reverse("pair_household", args=[household.archive_no])
    data = {"cadre": helper.pk, "kind": "responsible", "started_on": TODAY}
    assert "该户已由 帮扶干部甲" in as_user(officer).post(url, data).content.decode()


def test_the_picker_offers_the_cadres_of_the_county_and_above(as_user, provincial, household, helper):
    above = CadreFactory(union=union("532500"))
    CadreFactory(union=union("530100"))
    CadreFactory(is_active=False)
    form = as_user(provincial).get(reverse("pair_household", args=[household.archive_no])).context["form"]
    assert set(form.fields["cadre"].queryset) == {helper, above}


def test_an_officer_hands_a_pairing_over(as_user, officer, household, cadre, helper):
    url = reverse("pairing_hand_over", args=[household.archive_no, household.pairings.get().pk])
    as_user(officer).post(url, {"to": helper.pk, "on": TODAY})
    assert household.pairings.active().get().cadre == helper


def test_an_officer_ends_a_pairing_with_a_reason(as_user, officer, household, cadre):
    url = reverse("pairing_end", args=[household.archive_no, household.pairings.get().pk])
    assert "请填写结束原因" in as_user(officer).post(url, {"on": TODAY}).content.decode()
    as_user(officer).post(url, {"on": TODAY, "end_reason": "退休"})
    assert household.pairings.get().end_reason == "退休"


@pytest.mark.parametrize("name", ["pair_household", "pairing_end", "pairing_hand_over"])
def test_only_officers_pair(as_user, reviewer, outsider, household, cadre, name):
    args = [household.archive_no] if name == "pair_household" else [household.archive_no, household.pairings.get().pk]
    url = reverse(name, args=args)
    assert [as_user(user).get(url).status_code for user in (reviewer, cadre, outsider)] == [403, 403, 404]


def test_a_household_in_care_without_cadre_is_missing(as_user, officer, helper):
    gap = HouseholdFactory()
    led = PairingFactory(kind=PairingKind.LEADER).household
    ended = PairingFactory(ended_on=datetime.date(2026, 1, 1)).household
    HouseholdFactory(status=Status.EXITED)
    HouseholdFactory(union=union("530100"))
    PairingFactory()
    page = as_user(officer).get(reverse("pairings_missing")).context["page"]
    assert set(page) == {gap, led, ended}


def test_missing_ones_are_narrowed_by_union(as_user, provincial, household):
    elsewhere = HouseholdFactory(union=union("530100"))
    page = as_user(provincial).get(reverse("pairings_missing"), {"union": "530100"}).context["page"]
    assert list(page) == [elsewhere]


@pytest.fixture
def due():
    today = timezone.localdate()

    def make(home, call, **facts):
        days = {"home_due_on": home, "call_due_on": call}
        return PairingFactory(**{name: today + datetime.timedelta(days=n) for name, n in days.items()}, **facts)

    return make


def shown(response):
    return list(response.context["page"])


def test_overdue_households_come_first_and_most_urgent_on_top(as_user, officer, due):
    late, later, _soon = due(-3, 20), due(50, -9), due(5, 20)
    response = as_user(officer).get(reverse("visits_due"))
    assert shown(response) == [later, late]
    assert response.context["total"] == 2


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"state": "soon"}, ["快到期"]),
        ({"state": "all"}, ["电话逾期", "入户逾期", "快到期"]),
        ({"method": "home"}, ["入户逾期"]),
        ({"method": "call"}, ["电话逾期"]),
        ({"cadre": "电话"}, ["电话逾期"]),
        ({"union": "532500"}, ["电话逾期", "入户逾期"]),
        ({"union": "nonsense", "state": "nonsense", "method": "nonsense"}, ["电话逾期", "入户逾期"]),
    ],
)
def test_the_list_is_narrowed(as_user, registrar, due, query, expected):
    due(-3, 20, cadre__name="入户逾期")
    due(50, -9, cadre__name="电话逾期")
    due(5, 20, cadre__name="快到期")
    due(-1, -1, household__status=Status.EXITED)
    due(-1, -1, kind=PairingKind.LEADER)
    due(-1, -1, household__union=union("530100"))
    response = as_user(registrar).get(reverse("visits_due"), query)
    assert [pairing.cadre.name for pairing in shown(response)] == expected


@pytest.mark.parametrize("count", [1, 3])
def test_the_lists_take_the_same_queries_for_any_number(as_user, officer, due, count, django_assert_num_queries):
    for _ in range(count):
        due(-3, -3)
        HouseholdFactory()
    client = as_user(officer)
    with django_assert_num_queries(6):
        assert len(shown(client.get(reverse("visits_due")))) == count
    with django_assert_num_queries(5):
        assert len(shown(client.get(reverse("pairings_missing")))) == count


@pytest.mark.parametrize("name", ["visits_due", "pairings_missing"])
def test_lists_of_a_county_are_for_its_office(as_user, cadre, sysadmin, outsider, household, name):
    Pairing.objects.update(home_due_on="2020-02-01", call_due_on="2020-02-01")
    assert [as_user(user).get(reverse(name)).status_code for user in (cadre, sysadmin)] == [403, 403]
    assert shown(as_user(outsider).get(reverse(name))) == []
