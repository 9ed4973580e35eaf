"""What is due follows from the visits of the household, whoever made them."""

import datetime

import pytest

from pairing.actions.rhythm import refresh_rhythm
from pairing.enums import Met, PairingKind, VisitMethod
from pairing.models import Pairing, Visit
from tests.support.factories import CadreFactory, HouseholdFactory, PairingFactory

pytestmark = pytest.mark.django_db
START = datetime.date(2026, 1, 10)


@pytest.fixture
def pairing(household):
    return PairingFactory(household=household, cadre__name="李建国", started_on=START)


def visit(household, on, method=VisitMethod.HOME, **facts):
    return Visit.objects.create(household=household, on=on, method=method, visitor_name="某人", situation="好", **facts)


def dates(pairing):
    refresh_rhythm([pairing.household_id])
    pairing.refresh_from_db()
    return pairing.last_home_on, pairing.last_call_on, pairing.home_due_on, pairing.call_due_on


@pytest.mark.parametrize(
    ("visits", "expected"),
    [
        ([], (None, None, "2026-04-12", "2026-02-10")),
        ([("2026-03-01", "home")], ("2026-03-01", None, "2026-06-01", "2026-04-01")),
        ([("2026-03-01", "call")], (None, "2026-03-01", "2026-04-12", "2026-04-01")),
        ([("2026-03-01", "home"), ("2026-03-20", "call")], ("2026-03-01", "2026-03-20", "2026-06-01", "2026-04-20")),
        ([("2026-03-20", "home"), ("2026-03-01", "call")], ("2026-03-20", "2026-03-01", "2026-06-20", "2026-04-20")),
        ([("2026-03-01", "other")], (None, None, "2026-04-12", "2026-02-10")),
        ([("2025-12-01", "home")], ("2025-12-01", None, "2026-03-03", "2026-01-01")),
    ],
)
def test_dates_follow_the_worked_table(pairing, visits, expected):
    for on, method in visits:
        visit(pairing.household, on, method)
    assert dates(pairing) == tuple(day and datetime.date.fromisoformat(day) for day in expected)


def test_a_visit_that_met_nobody_counts_for_nothing(pairing):
    visit(pairing.household, "2026-03-01", met=Met.NOBODY)
    assert dates(pairing)[0] is None


def test_an_ended_pairing_keeps_its_dates(pairing):
    pairing.ended_on = datetime.date(2026, 2, 1)
    pairing.save()
    assert dates(pairing) == (None, None, None, None)


def test_the_household_shows_its_responsible_cadre(pairing):
    PairingFactory(household=pairing.household, cadre=CadreFactory(name="领导"), kind=PairingKind.LEADER)
    refresh_rhythm([pairing.household_id])
    pairing.household.refresh_from_db()
    assert pairing.household.cadre_names == "李建国"


def test_a_household_without_pairing_shows_nobody(household):
    household.cadre_names = "旧人"
    household.save(update_fields=["cadre_names"])
    refresh_rhythm([household.pk])
    household.refresh_from_db()
    assert household.cadre_names == ""


@pytest.mark.parametrize("count", [1, 3])
def test_any_number_of_households_takes_two_statements(django_assert_num_queries, count):
    households = [PairingFactory(household=HouseholdFactory()).household_id for _ in range(count)]
    with django_assert_num_queries(2):
        refresh_rhythm(households)


def test_no_household_at_all_writes_nothing(pairing):
    Pairing.objects.update(home_due_on=datetime.date(2020, 2, 2))
    refresh_rhythm([])
    refresh_rhythm(iter(()))
    assert Pairing.objects.get().home_due_on == datetime.date(2020, 2, 2)
