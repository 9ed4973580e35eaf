"""Completion: the line of aid received, its share of the cost, taking it back, what became of somebody."""

import datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as some

from assistance.actions.services.completing import complete_many, mark_absent, set_outcome, take_back_completion
from assistance.actions.services.enrolling import enrol
from assistance.actions.services.following import record_follow_up
from assistance.enums import AidProject, AidSource, Delivery
from assistance.models import AidRecord, AidYearNone
from assistance.services.costs import shares
from assistance.services.enums import ServiceKind, Work
from core.errors import DomainError, NotAllowed
from tests.support.services import DONE, a_person, a_service, completed_by, taking_part

pytestmark = pytest.mark.django_db


def test_completion_is_a_line_of_what_the_household_received(service, officer):
    [one] = completed_by(service, officer)
    record = one.aid_record
    assert (one.status, one.completed_on, one.result) == ("completed", DONE, "结业证书")
    assert (record.household, record.year, record.received_on) == (one.household, 2026, DONE)
    assert (record.project, record.delivery, record.source) == (AidProject.TRAINING, Delivery.SERVICE, AidSource.UNION)
    assert (record.beneficiary, record.project_detail, record.amount) == ("赵小兰", service.name, 0)


def test_the_statement_of_none_for_that_year_is_withdrawn(service, officer):
    [one] = taking_part(service, officer)
    AidYearNone.objects.create(household=one.household, year=2026, stated_by=officer)
    complete_many(service, {one.pk: ""}, by=officer, on=DONE)
    assert not AidYearNone.objects.exists()


def test_completing_again_changes_nothing(service, officer):
    [one] = completed_by(service, officer)
    assert complete_many(service, {one.pk: "另一结果"}, by=officer, on=DONE) == []
    assert AidRecord.objects.get().remark == "结业证书"


def test_who_waits_does_not_complete_and_only_officers_enter_it(officer, reviewer):
    course = a_service(officer, places=1)
    found = enrol(course, [a_person("甲"), a_person("乙")], by=officer)
    with pytest.raises(DomainError, match="乙在候补或已退出"):
        complete_many(course, {found.waiting[0].pk: ""}, by=officer, on=DONE)
    with pytest.raises(NotAllowed):
        complete_many(course, {found.placed[0].pk: ""}, by=reviewer, on=DONE)


@pytest.mark.parametrize("day", [datetime.date(2026, 3, 1), datetime.date(2026, 9, 11)])
def test_the_day_lies_between_the_beginning_and_today(service, officer, day):
    [one] = taking_part(service, officer)
    with pytest.raises(DomainError) as refused:
        complete_many(service, {one.pk: ""}, by=officer, on=day)
    assert refused.value.field == "on"


def test_people_of_another_service_are_refused(service, officer):
    [one] = taking_part(a_service(officer), officer)
    with pytest.raises(DomainError, match="不全是本项服务的参加人"):
        complete_many(service, {one.pk: ""}, by=officer, on=DONE)


def test_a_legal_case_ends_with_its_result(officer):
    case = a_service(officer, kind=ServiceKind.LEGAL, name="工伤待遇争议")
    [one] = taking_part(case, officer)
    with pytest.raises(DomainError, match="请填写赵小兰的案件结果"):
        complete_many(case, {one.pk: " "}, by=officer, on=DONE)
    complete_many(case, {one.pk: "调解结案，获赔 3.2 万元"}, by=officer, on=DONE)
    assert AidRecord.objects.get().project == AidProject.LEGAL


def test_who_never_came_gives_his_place_back(officer):
    course = a_service(officer, places=1, ends_on=datetime.date(2026, 9, 30))
    found = enrol(course, [a_person("甲"), a_person("乙")], by=officer)
    assert [row.pk for row in mark_absent(course, [found.placed[0].pk], by=officer)] == [found.placed[0].pk]
    assert mark_absent(course, [found.placed[0].pk], by=officer) == []
    found.waiting[0].refresh_from_db()
    assert found.waiting[0].status == "enrolled"


def test_a_mistaken_completion_is_taken_back_with_its_line(service, officer):
    [one] = completed_by(service, officer)
    with pytest.raises(DomainError, match="须先撤回完成登记"):
        mark_absent(service, [one.pk], by=officer)
    assert take_back_completion(one, by=officer).status == take_back_completion(one, by=officer).status == "enrolled"
    assert not AidRecord.objects.exists()


def test_what_was_looked_after_is_not_taken_back(service, officer):
    [one] = completed_by(service, officer)
    facts = {"on": datetime.date(2026, 6, 10), "work": Work.LOOKING, "employer": "", "wage": None, "note": ""}
    record_follow_up(one, by=officer, months=3, facts=facts)
    with pytest.raises(DomainError, match="已有就业回访记录"):
        take_back_completion(one, by=officer)


def test_an_outcome_names_the_job_that_followed(service, officer, reviewer):
    [one] = completed_by(service, officer)
    job = {"employer": "临安家政", "job_from": datetime.date(2026, 3, 20), "wage": Decimal(3200), "result": "高级证书"}
    row = set_outcome(one, by=officer, facts=job)
    assert (row.employer, AidRecord.objects.get().remark) == ("临安家政", "高级证书")
    with pytest.raises(NotAllowed):
        set_outcome(one, by=reviewer, facts=job)


@pytest.mark.parametrize(
    ("job", "field"),
    [
        ({"employer": "临安家政", "job_from": None, "wage": None}, "job_from"),
        ({"employer": "", "job_from": DONE, "wage": None}, "employer"),
        ({"employer": "临安家政", "job_from": datetime.date(2027, 1, 1), "wage": None}, "job_from"),
        ({"employer": "临安家政", "job_from": DONE, "wage": Decimal(0)}, ""),
    ],
)
def test_a_job_has_an_employer_and_a_first_day(service, officer, job, field):
    [one] = completed_by(service, officer)
    with pytest.raises(DomainError) as refused:
        set_outcome(one, by=officer, facts={"result": ""} | job)
    assert refused.value.field == field


@given(some.integers(0, 10**9), some.integers(1, 500))
def test_shares_add_up_to_the_cent_and_differ_by_one_at_most(cents, persons):
    found = shares(Decimal(cents) / 100, persons)
    assert (sum(found), len(found)) == (Decimal(cents) / 100, persons)
    assert max(found) - min(found) <= Decimal("0.01")


@pytest.mark.parametrize(
    ("cost", "persons", "expected"),
    [
        ("100.00", 3, ["33.34", "33.33", "33.33"]),
        ("0.05", 3, ["0.02", "0.02", "0.01"]),
        ("1200.00", 24, ["50.00"] * 24),
        ("0.00", 2, ["0.00", "0.00"]),
        ("5.00", 0, []),
    ],
)
def test_the_worked_table_of_shares(cost, persons, expected):
    assert [str(share) for share in shares(Decimal(cost), persons)] == expected
