"""Pairing, ending, handing over: what happens, what is refused, who then sees the archive."""

import datetime

import pytest

from core import clock
from core.errors import Conflict, DomainError
from households.enums import GrantKind, Status
from households.models import ArchiveGrant, Household
from organizations.enums import Role
from pairing.actions.handovers import hand_over_pairing
from pairing.actions.pairings import end_pairing, end_pairings_of, pair_household, sync_grants
from pairing.enums import PairingKind
from pairing.models import Pairing
from tests.support.factories import CadreFactory, HouseholdFactory, PairingFactory, user_with
from tests.support.life import put

pytestmark = pytest.mark.django_db
DAY = datetime.date(2026, 3, 2)


@pytest.fixture
def helper(db):
    return CadreFactory(name="李建国", user=user_with(Role.CADRE, username="helper"))


@pytest.fixture
def successor(db):
    return CadreFactory(name="王海燕", user=user_with(Role.CADRE, username="successor"))


@pytest.fixture
def pairing(household, helper, officer):
    return pair_household(household, by=officer, cadre=helper, started_on=DAY)


def sees(cadre, household):
    return Household.objects.visible_to(cadre.user).filter(pk=household.pk).exists()


def test_pairing_shows_the_archive_to_the_cadre_and_the_cadre_on_the_archive(pairing, helper, household):
    household.refresh_from_db()
    assert sees(helper, household)
    assert household.cadre_names == "李建国"
    assert pairing.unit == helper.unit
    pairing.refresh_from_db()
    assert pairing.home_due_on == datetime.date(2026, 6, 2)


def test_pairing_twice_returns_the_first_pairing(pairing, household, helper, officer):
    assert pair_household(household, by=officer, cadre=helper, started_on=DAY) == pairing
    assert household.pairings.count() == 1


def test_a_second_responsible_cadre_is_told_who_the_first_is(pairing, household, successor, officer):
    with pytest.raises(Conflict, match="该户已由 李建国 自 2026-03-02 起结对"):
        pair_household(household, by=officer, cadre=successor, started_on=DAY)


def test_a_leader_may_stand_beside_the_responsible_cadre(pairing, household, successor, officer):
    pair_household(household, by=officer, cadre=successor, started_on=DAY, kind=PairingKind.LEADER)
    assert household.pairings.active().count() == 2


def test_nobody_is_both_leader_and_responsible_cadre(pairing, household, helper, officer):
    with pytest.raises(DomainError, match="已是该户的帮扶责任人"):
        pair_household(household, by=officer, cadre=helper, started_on=DAY, kind=PairingKind.LEADER)


def test_a_closed_archive_is_not_paired(helper, officer):
    closed = HouseholdFactory(status=Status.EXITED)
    with pytest.raises(DomainError, match="不能再修改"):
        pair_household(closed, by=officer, cadre=helper, started_on=DAY)


def test_a_cadre_no_longer_in_office_is_not_paired(household, officer):
    with pytest.raises(DomainError, match="已不在任"):
        pair_household(household, by=officer, cadre=CadreFactory(is_active=False), started_on=DAY)


def test_a_pairing_does_not_begin_in_the_future(household, helper, officer):
    with pytest.raises(DomainError, match="结对日期不能晚于今天"):
        pair_household(household, by=officer, cadre=helper, started_on=datetime.date(2999, 1, 1))


def test_ending_takes_the_sight_of_the_archive_away(pairing, household, helper, officer):
    ended = end_pairing(pairing, by=officer, on=DAY, reason="工作调动")
    household.refresh_from_db()
    assert (ended.ended_on, ended.end_reason) == (DAY, "工作调动")
    assert household.cadre_names == ""
    assert not sees(helper, household)


def test_ending_twice_changes_nothing(pairing, officer):
    end_pairing(pairing, by=officer, on=DAY, reason="工作调动")
    assert end_pairing(pairing, by=officer, on=DAY, reason="另一原因").end_reason == "工作调动"


@pytest.mark.parametrize(
    ("on", "reason", "message"),
    [
        (DAY, " ", "请写明结束结对的原因"),
        (DAY - datetime.timedelta(days=1), "调动", "结束日期不能早于结对日期 2026-03-02"),
        (datetime.date(2999, 1, 1), "调动", "结束日期不能晚于今天"),
    ],
)
def test_what_ending_refuses(pairing, officer, on, reason, message):
    with pytest.raises(DomainError, match=message):
        end_pairing(pairing, by=officer, on=on, reason=reason)


def test_a_pairing_with_a_closed_archive_can_be_ended(pairing, household, officer):
    put(household, Status.EXITED)
    assert end_pairing(pairing, by=officer, on=DAY, reason="已脱困").ended_on == DAY


def test_handing_over_ends_one_and_begins_the_other(pairing, household, helper, successor, officer):
    new = hand_over_pairing(pairing, by=officer, to=successor, on=DAY)
    pairing.refresh_from_db()
    assert (pairing.ended_on, pairing.end_reason) == (DAY, "移交 王海燕")
    assert (new.cadre, new.started_on, new.kind) == (successor, DAY, PairingKind.RESPONSIBLE)
    assert sees(successor, household)
    assert not sees(helper, household)


def test_handing_over_twice_returns_the_same_successor(pairing, successor, officer):
    first = hand_over_pairing(pairing, by=officer, to=successor, on=DAY)
    assert hand_over_pairing(pairing, by=officer, to=successor, on=DAY) == first


def test_handing_over_what_another_has_ended_is_a_conflict(pairing, successor, officer):
    end_pairing(pairing, by=officer, on=DAY, reason="调动")
    with pytest.raises(Conflict, match="已于 2026-03-02 结束"):
        hand_over_pairing(pairing, by=officer, to=successor, on=DAY)


def test_handing_over_to_oneself_is_refused(pairing, helper, officer):
    with pytest.raises(DomainError, match="就是现在的帮扶干部"):
        hand_over_pairing(pairing, by=officer, to=helper, on=DAY)


def test_handing_over_to_the_leader_of_the_household_is_refused(pairing, household, successor, officer):
    pair_household(household, by=officer, cadre=successor, started_on=DAY, kind=PairingKind.LEADER)
    with pytest.raises(DomainError, match="已是该户的挂包领导"):
        hand_over_pairing(pairing, by=officer, to=successor, on=DAY)


def test_the_former_state_of_a_pairing_is_kept(pairing, officer):
    end_pairing(pairing, by=officer, on=DAY, reason="工作调动")
    assert [event.ended_on for event in pairing.events.all()] == [None]


def test_grants_follow_exactly_the_active_pairings(household, helper, successor):
    PairingFactory(household=household, cadre=helper)
    PairingFactory(household=household, cadre=CadreFactory(), kind=PairingKind.LEADER)  # has no account
    ArchiveGrant.objects.create(household=household, user=successor.user, kind=GrantKind.PAIRING)
    sync_grants([household.pk])
    sync_grants([household.pk])
    assert [grant.user for grant in household.grants.all()] == [helper.user]


@pytest.mark.parametrize("count", [1, 3])
def test_pairings_end_with_their_households_in_a_few_statements(count, officer, helper, django_assert_num_queries):
    pairings = [PairingFactory(cadre=helper) for _number in range(count)]
    homes = [pairing.household for pairing in pairings]
    sync_grants([home.pk for home in homes])
    with django_assert_num_queries(7):
        assert end_pairings_of(homes, by=officer, on=clock.today(), reason="档案注销") == count
    ends = Pairing.objects.filter(household__in=homes).values_list("ended_on", "end_reason")
    assert set(ends) == {(clock.today(), "档案注销")}
    assert not ArchiveGrant.objects.filter(household__in=homes).exists()
    assert end_pairings_of(homes, by=officer, on=clock.today(), reason="档案注销") == 0
