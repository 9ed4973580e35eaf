"""Forty households handed over while others visit, pair, end and hand over the same ones, each on a thread of its own.

A watcher on another connection asks all the time: no household is ever without a responsible cadre or with two.
"""

import datetime
import threading
import time
import uuid

import pytest
from django.db import connection

from core.errors import Conflict, DomainError
from households.models import ArchiveGrant
from organizations.enums import Role
from pairing.actions.handovers import hand_over
from pairing.actions.pairings import end_pairing, pair_household
from pairing.actions.visits import log_visit
from pairing.enums import Met, PairingKind, VisitMethod
from pairing.models import Handover, Pairing, Visit
from tests.support.factories import CadreFactory, HouseholdFactory, user_with
from tests.support.races import at_once, told_apart

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("reference"), pytest.mark.slow]
START, DAY = datetime.date(2026, 3, 2), datetime.date(2026, 4, 1)
COUNT, WITHIN = 40, 60  # households; seconds for all of it
WATCH = """
    SELECT household.id, count(pairing.id) FROM households_household household
    LEFT JOIN pairing_pairing pairing ON pairing.household_id = household.id
        AND pairing.ended_on IS NULL AND pairing.kind = 'responsible'
    GROUP BY household.id HAVING count(pairing.id) <> 1
"""


@pytest.fixture
def office():
    return user_with(Role.OFFICER)


@pytest.fixture
def giver():
    return CadreFactory(name="李建国", user=user_with(Role.CADRE), most_households=COUNT)


@pytest.fixture
def takers():
    return [CadreFactory(user=user_with(Role.CADRE)) for _number in range(4)]


@pytest.fixture
def households(office, giver):
    """Households of the giver."""
    made = HouseholdFactory.create_batch(COUNT)
    for household in made:
        pair_household(household, by=office, cadre=giver, started_on=START)
    return made


@pytest.fixture
def pairings(households, giver):
    return list(giver.pairings.active().order_by("household"))


class Watcher(threading.Thread):
    """Asks on a connection of its own until it is told to stop; keeps what it should not have seen."""

    def __init__(self):
        super().__init__(daemon=True)
        self.over, self.looks, self.wrong = threading.Event(), 0, []

    def run(self):
        """Look again and again."""
        try:
            with connection.cursor() as cursor:
                while not self.over.is_set():
                    cursor.execute(WATCH)
                    self.wrong += cursor.fetchall()
                    self.looks += 1
        finally:
            connection.close()

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_error):
        self.over.set()
        self.join()


def every(rows, act):
    """Return what does an act with each row in turn and gives back all results, refusals among them."""

    def run():
        results = []
        for row in rows:
            try:
                results.append(act(row))
            except DomainError as refusal:
                results.append(refusal)
        return results

    return run


def visiting(office, households):
    facts = {"on": DAY, "method": VisitMethod.HOME, "met": Met.WORKER, "situation": "好"}
    return every(households, lambda one: log_visit(one, by=office, client_id=uuid.uuid4(), **facts))


def leading(office, households):
    """Pair each household with a leader, and end that again."""
    leader = CadreFactory(name="领导", most_households=COUNT)

    def act(household):
        pairing = pair_household(household, by=office, cadre=leader, started_on=START, kind=PairingKind.LEADER)
        return end_pairing(pairing, by=office, on=DAY, reason="分工调整")

    return every(households, act)


def usurping(office, households):
    """Try to make somebody else responsible."""
    other = CadreFactory(name="旁人")
    return every(households, lambda one: pair_household(one, by=office, cadre=other, started_on=DAY))


def sharing(office, giver, takers, pairings, number):
    """Hand all of them over in four parts, as the screen does."""
    parts = {taker: pairings[start::4] for start, taker in enumerate(takers)}
    return lambda: hand_over(giver, by=office, parts=parts, on=DAY, reason="退休", client_id=number)


def in_tens(office, giver, taker, pairings):
    """Hand the same ones over ten at a time, the last first."""
    tens = [pairings[start : start + 10] for start in range(COUNT - 10, -1, -10)]

    def act(ten):
        return hand_over(giver, by=office, parts={taker: ten[::-1]}, on=DAY, reason="分批", client_id=uuid.uuid4())

    return every(tens, act)


def test_nobody_is_ever_without_or_with_two_responsible_cadres(office, giver, takers, households, pairings):
    started, pressed = time.monotonic(), uuid.uuid4()
    acts = [
        sharing(office, giver, takers, pairings, pressed),
        sharing(office, giver, takers, pairings, pressed),
        in_tens(office, giver, CadreFactory(user=user_with(Role.CADRE), most_households=COUNT), pairings),
        visiting(office, households),
        visiting(office, households[::-1]),
        leading(office, households),
        usurping(office, households[::-1]),
    ]
    with Watcher() as watcher:
        first, again, tens, seen, seen_too, led, usurped = at_once(*acts)
    assert (watcher.wrong, watcher.looks > 10) == ([], True)
    assert time.monotonic() - started < WITHIN
    assert {type(result) for result in usurped} == {Conflict}
    assert told_apart(seen + seen_too + led) == (seen + seen_too + led, [])
    are_told_apart([first, again, *tens])
    everything_is_whole(households, giver)


def are_told_apart(results):
    """Hold that who was late was told so, and that the others made all the rows there are."""
    made, refused = told_apart(results)
    assert {type(refusal) for refusal in refused} == {Conflict}
    assert {row.pk for rows in made for row in rows} == set(Handover.objects.values_list("pk", flat=True))


def test_the_same_screen_sent_twice_at_the_same_moment_moves_once(office, giver, takers, households, pairings):
    press = sharing(office, giver, takers, pairings, uuid.uuid4())
    visit = visiting(office, households)
    with Watcher() as watcher:
        first, again, *_visits = at_once(press, press, visit, visit)
    assert (first == again, len(first), watcher.wrong) == (True, len(takers), [])
    everything_is_whole(households, giver)


def everything_is_whole(households, giver):
    """Hold that each household went once from the giver to one taker, and that nothing is lost or left over."""
    assert sum(Handover.objects.values_list("households", flat=True)) == COUNT
    assert giver.pairings.active().count() == 0
    responsible = Pairing.objects.responsible().filter(household__in=households)
    assert responsible.count() == 2 * COUNT
    assert responsible.active().filter(handover__giver=giver).count() == COUNT
    assert sum(pairing.events.count() for pairing in giver.pairings.all()) == COUNT
    assert Visit.objects.filter(household__in=households).count() == 2 * COUNT
    granted = set(ArchiveGrant.objects.values_list("household", "user"))
    assert granted == set(responsible.active().values_list("household", "cadre__user"))
    assert set(responsible.active().values_list("last_home_on", flat=True)) == {DAY}
