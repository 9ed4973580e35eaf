"""Looks after 3 and 6 months, what is due, and the group that goes from training to work."""

import datetime
from decimal import Decimal

import pytest

from assistance.actions.services.completing import complete_many
from assistance.actions.services.enrolling import enrol
from assistance.actions.services.following import correct_follow_up, record_follow_up
from assistance.actions.services.placing import place_group
from assistance.models import AidRecord, Enrolment, FollowUp
from assistance.services.enums import ServiceKind, Work
from assistance.services.terms import term_due
from core import clock
from core.errors import Conflict, DomainError, NotAllowed
from tests.support.factories import MemberFactory
from tests.support.life import put
from tests.support.services import DONE, a_service, completed_by, taking_part

pytestmark = pytest.mark.django_db
JUNE, SEPTEMBER = datetime.date(2026, 6, 8), datetime.date(2026, 9, 8)
AT_WORK = {"on": JUNE, "work": Work.EMPLOYED, "employer": "临安家政", "wage": Decimal(3200), "note": ""}
JOB = {"completed_on": DONE, "employer": "临安家政", "job_from": datetime.date(2026, 3, 20), "wage": Decimal(3200)}


@pytest.fixture
def one(service, officer):
    """Somebody who completed on 6 March 2026."""
    [found] = completed_by(service, officer)
    return found


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (datetime.date(2026, 11, 30), 3, datetime.date(2027, 2, 28)),
        (datetime.date(2023, 11, 30), 3, datetime.date(2024, 2, 29)),
        (datetime.date(2026, 1, 31), -12, datetime.date(2025, 1, 31)),
    ],
)
def test_months_are_counted_to_the_same_day_or_the_last_of_the_month(day, months, expected):
    assert clock.months_after(day, months) == expected


@pytest.mark.parametrize(
    ("today", "looked", "due"),
    [
        (datetime.date(2026, 6, 5), set(), None),
        (datetime.date(2026, 6, 6), set(), 3),
        (datetime.date(2026, 6, 6), {3}, None),
        (datetime.date(2026, 9, 6), set(), 6),
        (datetime.date(2026, 9, 6), {3}, 6),
        (datetime.date(2026, 9, 6), {6}, None),
        (datetime.date(2027, 3, 6), set(), None),
    ],
)
def test_the_list_of_what_is_due_follows_the_terms(one, officer, today, looked, due):
    for months in looked:
        FollowUp.objects.create(enrolment=one, months=months, on=today, work=Work.LOOKING, by=officer)
    assert term_due(DONE, looked, today) == due
    with clock.at(today):
        assert Enrolment.objects.due_for_follow_up().exists() == (due is not None)


def test_legal_help_and_who_left_are_not_looked_after(officer):
    [case] = completed_by(a_service(officer, kind=ServiceKind.LEGAL), officer, "甲", result="调解")
    course, left = a_service(officer), MemberFactory(household=case.household)
    [row] = enrol(course, [left], by=officer).placed
    complete_many(course, {row.pk: ""}, by=officer, on=DONE)
    type(left).objects.filter(pk=left.pk).update(departed_on=DONE, departed_why="died")
    assert not Enrolment.objects.due_for_follow_up().exists()
    with pytest.raises(DomainError, match="法律援助不做就业回访"):
        record_follow_up(case, by=officer, months=3, facts=AT_WORK)


def test_a_look_is_entered_once_and_something_else_is_a_conflict(one, officer):
    made = record_follow_up(one, by=officer, months=3, facts=AT_WORK)
    assert record_follow_up(one, by=officer, months=3, facts=AT_WORK) == made
    assert (made.work, made.wage, made.by) == (Work.EMPLOYED, Decimal(3200), officer)
    with pytest.raises(Conflict, match="经办员已登记这次回访"):
        record_follow_up(one, by=officer, months=3, facts=AT_WORK | {"work": Work.LOOKING})


def test_a_cadre_looks_after_the_people_of_his_own_households(service, household, cadre, officer, reviewer, outsider):
    [own] = enrol(service, [household.members.workers().get()], by=officer).placed
    [other] = completed_by(service, officer, "乙")
    complete_many(service, {own.pk: ""}, by=officer, on=DONE)
    assert record_follow_up(own, by=cadre, months=3, facts=AT_WORK)
    for user, row in ((cadre, other), (reviewer, own), (outsider, own)):
        with pytest.raises(NotAllowed, match="就业回访由"):
            record_follow_up(row, by=user, months=6, facts=AT_WORK | {"on": SEPTEMBER})


def test_who_got_out_of_hardship_is_looked_after_all_the_same(one, officer):
    put(one.household, "exited")
    assert record_follow_up(one, by=officer, months=6, facts=AT_WORK | {"on": SEPTEMBER})


@pytest.mark.parametrize(
    ("other", "field"),
    [
        ({"on": datetime.date(2026, 6, 5)}, "on"),
        ({"on": datetime.date(2026, 9, 11)}, "on"),
        ({"employer": ""}, "employer"),
        ({"wage": None}, "wage"),
    ],
)
def test_what_a_look_lacks_is_refused_with_its_field(one, officer, other, field):
    with pytest.raises(DomainError) as refused:
        record_follow_up(one, by=officer, months=3, facts=AT_WORK | other)
    assert refused.value.field == field


def test_a_correction_keeps_what_was_said_and_clears_what_no_longer_holds(one, officer, outsider):
    made = record_follow_up(one, by=officer, months=3, facts=AT_WORK)
    saved = correct_follow_up(made, by=officer, facts=AT_WORK | {"work": Work.LOOKING})
    assert (saved.work, saved.employer, saved.wage) == (Work.LOOKING, "", None)
    assert saved.events.get().employer == "临安家政"
    with pytest.raises(Conflict):
        correct_follow_up(made, by=officer, facts=AT_WORK, seen="an older one")
    with pytest.raises(NotAllowed):
        correct_follow_up(made, by=outsider, facts=AT_WORK)


def test_a_group_goes_from_training_to_work_as_one_act(service, officer):
    first, second = taking_part(service, officer, "甲", "乙")
    placed = place_group(service, [first.pk, second.pk], by=officer, **JOB)
    assert {(row.status, row.employer, row.job_from, row.wage) for row in placed} == {
        ("completed", "临安家政", JOB["job_from"], Decimal(3200))
    }
    assert AidRecord.objects.count() == 2
    service.refresh_from_db()
    assert service.employer == "临安家政"
    assert place_group(service, [first.pk, second.pk], by=officer, **JOB) == []


def test_who_has_another_job_by_now_is_named(service, officer, reviewer):
    first, second = taking_part(service, officer, "甲", "乙")
    place_group(service, [first.pk], by=officer, **JOB)
    with pytest.raises(DomainError, match="甲已登记其他就业单位"):
        place_group(service, [first.pk, second.pk], by=officer, **(JOB | {"employer": "另一单位"}))
    with pytest.raises(NotAllowed):
        place_group(service, [second.pk], by=reviewer, **JOB)
    second.refresh_from_db()
    assert second.status == "enrolled"
