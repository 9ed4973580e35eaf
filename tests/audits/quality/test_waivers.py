"""Waivers: who may, for how long, and that a fault comes back by itself."""

import datetime

import pytest

from audits.actions.quality.waivers import end_waiver, waive_fault, waive_faults
from audits.models import Fault, Waiver
from audits.quality.catalogue import BY_CODE
from audits.quality.running import find
from core import clock
from core.errors import Conflict, DomainError, NotAllowed
from organizations.enums import Role
from tests.audits.quality.planting import archive, sound
from tests.support.factories import user_with

pytestmark = pytest.mark.django_db
REASON = "老式存折，账号为 4 位，已与银行核对。"
ONE_DAY = datetime.timedelta(days=1)


@pytest.fixture
def fault(db):
    archive(card_no="6222")(sound())
    find(BY_CODE["card-shape"], clock.today())
    return Fault.objects.get()


def in_days(days: int) -> datetime.date:
    return clock.today() + days * ONE_DAY


def test_only_who_checks_above_the_archive_waives(fault, officer, registrar, cadre):
    elsewhere = user_with(Role.REVIEWER, "530100", username="elsewhere", name="外州审核")
    for user in (elsewhere, officer, registrar, cadre):
        with pytest.raises(NotAllowed):
            waive_fault(fault, by=user, reason=REASON, until=in_days(5))
    assert not Waiver.objects.exists()


def test_a_waived_fault_is_not_counted_and_comes_back_after_its_day(fault, reviewer):
    waive_fault(fault, by=reviewer, reason=f" {REASON} ", until=in_days(5))
    for days, standing, waived in ((0, 0, 1), (5, 0, 1), (6, 1, 0)):
        with clock.at(in_days(days)):
            assert [Fault.objects.standing().count(), Fault.objects.waived().count()] == [standing, waived]
            assert Waiver.objects.valid().count() == waived
    assert Waiver.objects.get().reason == REASON


def test_a_run_finds_a_waived_fault_in_vain(fault, reviewer):
    waive_fault(fault, by=reviewer, reason=REASON, until=in_days(5))
    archive(card_no="62")(fault.household)
    find(BY_CODE["card-shape"], clock.today())
    assert not Fault.objects.standing().exists()


@pytest.mark.parametrize(("days", "reason"), [(-1, REASON), (367, REASON), (5, "  ")])
def test_a_waiver_has_a_reason_and_an_end(fault, reviewer, days, reason):
    with pytest.raises(DomainError) as refusal:
        waive_fault(fault, by=reviewer, reason=reason, until=in_days(days))
    assert refusal.value.field == ("until" if reason == REASON else "reason")


def test_what_is_mended_needs_no_waiver(fault, reviewer):
    Fault.objects.update(gone_on=clock.today())
    with pytest.raises(Conflict):
        waive_fault(fault, by=reviewer, reason=REASON, until=in_days(5))


def test_the_same_again_changes_nothing_and_another_takes_its_place(fault, reviewer):
    first = waive_fault(fault, by=reviewer, reason=REASON, until=in_days(5))
    assert waive_fault(fault, by=reviewer, reason=REASON, until=in_days(5)) == first
    assert waive_faults([fault], by=reviewer, reason=REASON, until=in_days(9)) == 1
    first.refresh_from_db(), fault.refresh_from_db()
    assert (first.ended_by, fault.waived_until, Waiver.objects.valid().count()) == (reviewer, in_days(9), 1)


def test_a_waiver_may_be_renewed_when_it_has_run_out(fault, reviewer):
    waive_fault(fault, by=reviewer, reason=REASON, until=in_days(1))
    with clock.at(in_days(3)):
        waive_fault(fault, by=reviewer, reason=REASON, until=in_days(6))
        assert not Fault.objects.standing().exists()


def test_a_waiver_is_ended_early_by_who_may_waive(fault, reviewer, officer):
    waiver = waive_fault(fault, by=reviewer, reason=REASON, until=in_days(5))
    with pytest.raises(NotAllowed):
        end_waiver(waiver, by=officer)
    ended = end_waiver(waiver, by=reviewer)
    assert (ended.ended_by, Fault.objects.standing().count()) == (reviewer, 1)
    assert end_waiver(waiver, by=reviewer).ended_at == ended.ended_at


def test_waivers_that_run_out_soon_are_told_apart(fault, reviewer):
    waive_fault(fault, by=reviewer, reason=REASON, until=in_days(31))
    assert not Waiver.objects.running_out(30).exists()
    with clock.at(in_days(1)):
        assert Waiver.objects.running_out(30).count() == 1
    with clock.at(in_days(32)):
        assert [Waiver.objects.running_out(30).count(), Waiver.objects.over().count()] == [0, 1]
