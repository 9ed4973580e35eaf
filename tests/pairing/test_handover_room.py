"""A hand-over minds how many households its takers may help, and is never impossible for want of room."""

import datetime
import uuid

import pytest
from django.urls import reverse

from core import clock
from core.errors import DomainError
from households.enums import Status
from pairing.actions.handovers import hand_over
from pairing.enums import PairingKind, Rank
from tests.support.factories import CadreFactory, HouseholdFactory, PairingFactory

pytestmark = pytest.mark.django_db
DAY = datetime.date(2026, 3, 2)


@pytest.fixture(autouse=True)
def _small_ceiling(settings):
    settings.CADRE_MAX_HOUSEHOLDS = 2


@pytest.fixture
def giver(db):
    """A cadre with three households."""
    person = CadreFactory(name="李建国")
    PairingFactory.create_batch(3, cadre=person, started_on=DAY)
    return person


@pytest.fixture
def moved(giver, officer):
    """Return what hands pairings of the giver over, all or so many, to takers in turn."""

    def move(*takers, count=3, **changed):
        pairings = list(giver.pairings.active().order_by("pk"))[:count]
        parts = {taker: pairings[start :: len(takers)] for start, taker in enumerate(takers)}
        facts = {"on": DAY, "reason": "退休", "client_id": uuid.uuid4()}
        return hand_over(giver, by=officer, parts=parts, **facts | changed)

    return move


def helped_by(*cadres):
    return [cadre.pairings.active().count() for cadre in cadres]


def test_takers_take_up_to_their_ceiling(moved, giver):
    first, second = CadreFactory(), CadreFactory(most_households=1)
    moved(first, second)
    assert helped_by(giver, first, second) == [0, 2, 1]


def test_above_it_all_who_are_full_are_named_and_nothing_moves(moved, giver):
    first, second = CadreFactory(name="王海燕", most_households=1), CadreFactory(name="周敏", most_households=0)
    with pytest.raises(DomainError, match="王海燕 已结对 0 户，接手 2 户后超过上限 1 户；周敏 .*仍然移交") as refusal:
        moved(first, second)
    assert (refusal.value.field, helped_by(giver, first, second)) == ("even_if_full", [3, 0, 0])


def test_what_a_taker_has_already_counts(moved):
    taker = CadreFactory()
    PairingFactory(cadre=taker)
    with pytest.raises(DomainError, match="已结对 1 户，接手 2 户后超过上限 2 户"):
        moved(taker, count=2)
    assert len(moved(taker, count=1)) == 1


def test_the_tick_is_enough_when_somebody_leaves(moved, giver):
    taker = CadreFactory(most_households=0)
    moved(taker, even_if_full=True, leaves=True)
    giver.refresh_from_db()
    assert (helped_by(giver, taker), giver.is_active) == ([0, 3], False)


def test_a_leader_never_takes_more_than_one_unless_the_own_row_says_so(moved):
    leader = CadreFactory(rank=Rank.DIVISION)
    with pytest.raises(DomainError, match="领导一对一"):
        moved(leader, even_if_full=True)
    leader.most_households = 3
    leader.save()
    moved(leader)
    assert helped_by(leader) == [3]


def test_households_led_go_one_to_each(moved, giver):
    giver.pairings.update(kind=PairingKind.LEADER)
    taker = CadreFactory()
    PairingFactory.create_batch(2, cadre=taker)
    with pytest.raises(DomainError, match="接手 3 户后超过上限 1 户。领导一对一"):
        moved(taker, even_if_full=True)
    moved(taker, count=1)
    assert helped_by(taker) == [3]


def test_closed_archives_need_no_room(moved, giver):
    PairingFactory(cadre=giver, household=HouseholdFactory(status=Status.EXITED), started_on=DAY)
    taker = CadreFactory(most_households=3)
    moved(taker, count=4)
    assert helped_by(giver, taker) == [0, 3]


def test_sharing_out_minds_the_ceiling_and_leaves_out_what_only_ends(as_user, officer, giver):
    closed = PairingFactory(cadre=giver, household=HouseholdFactory(status=Status.EXITED), started_on=DAY)
    first, second = CadreFactory(name="王海燕", most_households=1), CadreFactory(name="周敏")
    ticked, takers = list(giver.pairings.values_list("pk", flat=True)), [first.pk, second.pk]
    data = {"client_id": uuid.uuid4(), "on": "2026-03-02", "reason": "退休", "takers": takers, "pairing": ticked}
    shared = as_user(officer).post(reverse("cadre_hand_over_share", args=[giver.pk]), data | {"share": 1})
    told = {f"to-{row.pairing.pk}": row.taker for row, _items in shared.context["rows"]}
    assert {who: given for who, given, _then in shared.context["takers"]} == {first: 1, second: 2}
    assert told.pop(f"to-{closed.pk}") == ""
    as_user(officer).post(reverse("cadre_hand_over", args=[giver.pk]), data | told)
    assert helped_by(giver, first, second) == [0, 1, 2]


def test_the_screen_shows_the_ceiling_asks_and_takes_the_tick(as_user, officer, giver):
    taker, url = CadreFactory(name="王海燕"), reverse("cadre_hand_over", args=[giver.pk])
    ticked = list(giver.pairings.values_list("pk", flat=True))
    data = {"client_id": uuid.uuid4(), "on": "2026-03-02", "reason": "退休", "takers": taker.pk, "pairing": ticked}
    page = as_user(officer).post(url, data).content.decode()
    assert "现有 0 户，上限 2 户" in page
    assert "共 3 户" in page
    assert "接手 3 户后超过上限 2 户。请另选接手人" in page
    as_user(officer).post(url, data | {"even_if_full": "on"})
    assert helped_by(giver, taker) == [0, 3]


def test_one_household_handed_over_from_its_page_asks_too(as_user, officer, household, cadre):
    taker = CadreFactory(most_households=0)
    url = reverse("pairing_hand_over", args=[household.archive_no, household.pairings.get().pk])
    data = {"to": taker.pk, "on": clock.today().isoformat()}
    assert "请勾选“仍然移交”" in as_user(officer).post(url, data).content.decode()
    as_user(officer).post(url, data | {"even_if_full": "on"})
    assert helped_by(taker) == [1]
