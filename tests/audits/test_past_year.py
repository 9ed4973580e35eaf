"""A year that has passed, played through the real actions: what was a future day then is refused, as it was then."""

import datetime
import uuid

import pytest
from django.utils import timezone

from audits.actions.clear import refresh_clear
from audits.models import ClearState
from core import clock
from core.errors import DomainError
from households.actions.difficulties import edit_difficulty, record_difficulty, strike_off_difficulty
from pairing.actions.pairings import end_pairing
from pairing.actions.visits import log_visit
from pairing.enums import Met, VisitMethod
from tests.support.factories import DifficultyFactory, MeasureFactory, PairingFactory

pytestmark = pytest.mark.django_db
THEN, LATER = datetime.date(2020, 5, 6), datetime.date(2020, 6, 1)


@pytest.fixture(autouse=True)
def _then():
    with clock.at(THEN):
        yield


def visit(household, by, on):
    facts = {"on": on, "method": VisitMethod.HOME, "met": Met.WORKER, "situation": "病情平稳。"}
    return log_visit(household, by=by, client_id=uuid.uuid4(), **facts)


@pytest.mark.parametrize(
    "act",
    [
        lambda household, by: visit(household, by, LATER),
        lambda household, by: record_difficulty(household, by=by, need="medical", description="自付高", found_on=LATER),
        lambda household, by: edit_difficulty(_older(household), by=by, facts={"found_on": LATER}),
        lambda household, by: strike_off_difficulty(_older(household), by=by, on=LATER, reason="已报销"),
        lambda household, by: end_pairing(PairingFactory(household=household), by=by, on=LATER, reason="调离"),
    ],
    ids=["visit", "record", "edit", "strike off", "end of pairing"],
)
def test_a_day_to_come_is_refused(household, officer, act):
    with pytest.raises(DomainError, match="不能晚于今天"):
        act(household, officer)


def test_what_is_entered_carries_the_day(household, officer):
    logged = visit(household, officer, THEN)
    found = record_difficulty(household, by=officer, need="medical", description="自付高")
    assert [timezone.localdate(row.created_at) for row in (logged, found)] == [THEN, THEN]


def test_the_six_items_are_those_of_the_day(household):
    MeasureFactory(difficulty=_older(household), deadline=LATER)
    refresh_clear([household.pk])
    assert [code for code, *_ in ClearState.objects.get(pk=household.pk).reasons.get("5", [])] == []
    with clock.at(LATER + datetime.timedelta(days=1)):
        refresh_clear([household.pk])
    assert ClearState.objects.get(pk=household.pk).reasons["5"]


def _older(household):
    return DifficultyFactory(household=household, number=7, found_on=datetime.date(2020, 4, 1))
