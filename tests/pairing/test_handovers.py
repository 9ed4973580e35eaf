"""Handing households over: what moves, what is refused, who acknowledges, what stays."""

import datetime
import uuid

import pytest

from core.errors import Conflict, DomainError, NotAllowed
from households.enums import Status
from households.models import Household
from organizations.enums import Role
from pairing.actions.handovers import acknowledge_handover, hand_over
from pairing.actions.pairings import end_pairing, pair_household
from pairing.actions.visits import log_visit
from pairing.enums import Met, PairingKind, VisitMethod
from pairing.models import Handover, Visit
from tests.support.factories import CadreFactory, HouseholdFactory, PairingFactory, union, user_with

pytestmark = pytest.mark.django_db
DAY = datetime.date(2026, 3, 2)
LATER = datetime.date(2026, 4, 1)


@pytest.fixture
def giver(officer):
    """A cadre with an account and three households."""
    person = CadreFactory(name="李建国", user=user_with(Role.CADRE, username="giver"))
    for _number in range(3):
        pair_household(HouseholdFactory(), by=officer, cadre=person, started_on=DAY)
    return person


@pytest.fixture
def taker(db):
    return CadreFactory(name="王海燕", user=user_with(Role.CADRE, username="taker"))


@pytest.fixture
def second(db):
    return CadreFactory(name="周敏")


def pairings_of(cadre):
    return list(cadre.pairings.active().order_by("pk"))


def moved(giver, officer, parts, **changed):
    facts = {"on": LATER, "reason": "退休", "note": "每月逢五在家", "client_id": uuid.uuid4()}
    return hand_over(giver, by=officer, parts=parts, **facts | changed)


def test_households_go_to_several_takers_in_one_go(giver, taker, second, officer):
    one, *rest = pairings_of(giver)
    done = moved(giver, officer, {taker: [one], second: rest})
    assert {(row.taker, row.households, row.reason, row.note) for row in done} == {
        (taker, 1, "退休", "每月逢五在家"),
        (second, 2, "退休", "每月逢五在家"),
    }
    assert (pairings_of(giver), len(pairings_of(taker)), len(pairings_of(second))) == ([], 1, 2)
    one.refresh_from_db()
    assert (one.ended_on, one.end_reason) == (LATER, "退休")


def test_the_new_pairing_names_its_handover_and_keeps_the_kind(giver, taker, officer):
    leads = pair_household(HouseholdFactory(), by=officer, cadre=giver, started_on=DAY, kind=PairingKind.LEADER)
    (done,) = moved(giver, officer, {taker: [leads]})
    (new,) = pairings_of(taker)
    assert (new.handover, new.kind, new.started_on, new.unit, new.created_by) == (
        done,
        PairingKind.LEADER,
        LATER,
        taker.unit,
        officer,
    )


def test_sight_names_and_what_is_due_go_along(giver, taker, officer):
    household = pairings_of(giver)[0].household
    facts = {"method": VisitMethod.HOME, "met": Met.WORKER, "situation": "好"}
    log_visit(household, by=giver.user, client_id=uuid.uuid4(), on=DAY, **facts)
    moved(giver, officer, {taker: pairings_of(giver)})
    household.refresh_from_db()
    assert household.cadre_names == "王海燕"
    assert household.pairings.active().get().last_home_on == DAY
    assert Household.objects.visible_to(taker.user).count() == 3
    assert list(Household.objects.visible_to(giver.user)) == []
    assert Visit.objects.get().cadre == giver


def test_the_same_screen_sent_twice_moves_once(giver, taker, officer):
    parts, pressed = {taker: pairings_of(giver)}, uuid.uuid4()
    first = moved(giver, officer, parts, client_id=pressed)
    assert moved(giver, officer, parts, client_id=pressed) == first
    assert Handover.objects.count() == 1
    assert taker.pairings.count() == 3


def test_a_pairing_with_a_closed_archive_is_only_ended(giver, taker, officer):
    closed = PairingFactory(cadre=giver, household=HouseholdFactory(status=Status.EXITED), started_on=DAY)
    assert moved(giver, officer, {taker: [closed]}) == []
    closed.refresh_from_db()
    assert closed.ended_on == LATER
    assert pairings_of(taker) == []


def test_one_household_that_hinders_keeps_all(giver, taker, officer):
    household = pairings_of(giver)[1].household
    pair_household(household, by=officer, cadre=taker, started_on=DAY, kind=PairingKind.LEADER)
    with pytest.raises(DomainError, match=f"{household.archive_no} 赵小兰：王海燕 已是该户的挂包领导"):
        moved(giver, officer, {taker: pairings_of(giver)})
    assert len(pairings_of(giver)) == 3


def test_what_another_ended_meanwhile_is_a_conflict_that_says_who_helps_now(giver, taker, second, officer):
    pairings = pairings_of(giver)
    end_pairing(pairings[0], by=officer, on=DAY, reason="调动")
    pair_household(pairings[0].household, by=officer, cadre=second, started_on=DAY)
    with pytest.raises(Conflict, match="结束，现由 周敏 帮扶，请刷新后再操作"):
        moved(giver, officer, {taker: pairings})


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"on": DAY - datetime.timedelta(days=1)}, "移交日期不能早于结对日期 2026-03-02"),
        ({"on": datetime.date(2999, 1, 1)}, "移交日期不能晚于今天"),
    ],
)
def test_days_that_cannot_be(giver, taker, officer, changed, message):
    with pytest.raises(DomainError, match=message):
        moved(giver, officer, {taker: pairings_of(giver)}, **changed)


def test_takers_who_cannot_be(giver, officer):
    pairings = pairings_of(giver)
    with pytest.raises(DomainError, match="就是现在的帮扶干部"):
        moved(giver, officer, {giver: pairings})
    with pytest.raises(DomainError, match="已不在任"):
        moved(giver, officer, {CadreFactory(is_active=False): pairings})


def test_nothing_and_everything_twice_are_refused(giver, taker, second, officer):
    with pytest.raises(DomainError, match="请至少选择一户"):
        moved(giver, officer, {taker: []})
    pairings = pairings_of(giver)
    with pytest.raises(DomainError, match="只能移交给一位接手人"):
        moved(giver, officer, {taker: pairings, second: pairings})


def test_who_is_no_officer_there_hands_nothing_over(giver, taker, reviewer, outsider):
    for user in (reviewer, outsider, giver.user):
        with pytest.raises(NotAllowed):
            moved(giver, user, {taker: pairings_of(giver)})
    assert len(pairings_of(giver)) == 3


def test_the_giver_leaves_office_when_nothing_is_left(giver, taker, officer):
    one, *rest = pairings_of(giver)
    with pytest.raises(DomainError, match="还有 1 户结对"):
        moved(giver, officer, {taker: rest}, leaves=True)
    assert len(pairings_of(giver)) == 3
    moved(giver, officer, {taker: [one, *rest]}, leaves=True)
    giver.refresh_from_db()
    assert not giver.is_active


@pytest.mark.parametrize("count", [1, 3])
def test_any_number_takes_the_same_statements(giver, taker, officer, count, django_assert_num_queries):
    officer.scope  # noqa: B018 -- read before, as each request does
    pairings = pairings_of(giver)[:count]
    with django_assert_num_queries(15):
        moved(giver, officer, {taker: pairings})


def test_the_taker_acknowledges_once(giver, taker, officer):
    (row,) = moved(giver, officer, {taker: pairings_of(giver)})
    done = acknowledge_handover(row, by=taker.user)
    assert done.acknowledged_by == taker.user
    assert acknowledge_handover(row, by=taker.user).acknowledged_at == done.acknowledged_at


def test_an_officer_acknowledges_only_for_a_taker_without_an_account(giver, taker, second, officer, reviewer):
    one, *rest = pairings_of(giver)
    mine, without = sorted(moved(giver, officer, {taker: [one], second: rest}), key=lambda row: row.households)
    for row, user in ((mine, officer), (mine, giver.user), (without, reviewer)):
        with pytest.raises(NotAllowed, match="本人确认"):
            acknowledge_handover(row, by=user)
    assert acknowledge_handover(without, by=officer).acknowledged_by == officer


def test_handovers_are_seen_by_their_region_and_by_both_cadres(giver, taker, officer, registrar, outsider):
    (row,) = moved(giver, officer, {taker: pairings_of(giver)})
    seen = {user: list(Handover.objects.visible_to(user)) for user in (officer, registrar, giver.user, taker.user)}
    assert set(map(tuple, seen.values())) == {(row,)}
    assert list(Handover.objects.visible_to(outsider)) == []
    assert list(Handover.objects.visible_to(user_with(Role.CADRE, username="third"))) == []


def test_a_household_of_another_region_is_not_handed_over(giver, taker, officer):
    foreign = PairingFactory(cadre=giver, household=HouseholdFactory(union=union("530100")), started_on=DAY)
    with pytest.raises(NotAllowed, match="由建档单位的经办人员办理"):
        moved(giver, officer, {taker: [foreign]})
