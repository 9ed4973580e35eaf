"""Why an archive is to be re-verified: the worked table of docs/algorithms/reverification.md."""

import datetime

import pytest

from audits.actions.clear import refresh_clear
from audits.enums import VerifyReason
from audits.models import ClearState
from audits.verify import Person, VerifyFacts, causes_of, load_verify_facts, mask_of, turning_days
from households.actions.departures import depart_member
from households.enums import Departure, Relation, Status
from households.models import EconomicCheck, IncomeSurvey
from tests.support.factories import HouseholdFactory, MemberFactory

D = datetime.date
TODAY = D(2026, 7, 15)
FILED = D(2024, 3, 1)
SON = Person("赵一鸣", False, False, D(2008, 7, 1), 2023, 3)
WORKER = Person("赵小兰", True, True, D(1971, 2, 1))


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        (VerifyFacts(FILED, surveyed_on=D(2025, 7, 16)), []),
        (VerifyFacts(FILED, surveyed_on=D(2025, 7, 15)), ["最近一次收支调查在 2025-07-15，已满 12 个月。"]),
        (VerifyFacts(FILED, D(2024, 7, 15), D(2025, 7, 14)), ["最近一次复核在 2025-07-14，已满 12 个月。"]),
        (VerifyFacts(FILED), ["建档（2024-03-01）以来没有收支调查或复核。"]),
        (VerifyFacts(), ["没有收支调查或复核。"]),
        (VerifyFacts(D(2026, 1, 1)), []),
    ],
)
def test_what_lapses_by_time(facts, words):
    assert [cause.text for cause in causes_of(facts, TODAY)] == words


def test_a_child_of_age_and_out_of_school_and_a_worker_at_the_age_of_retirement():
    causes = causes_of(VerifyFacts(FILED, D(2026, 7, 1), people=(WORKER, SON)), TODAY)
    assert [cause.text for cause in causes] == [
        "职工 2026-02-01 满 55 周岁，到退休年龄。",
        "赵一鸣 2026-07-01 满 18 周岁。",
        "赵一鸣 2023 年入学、年制 3 年，2026 年应已毕业。",
    ]
    assert mask_of(causes) == VerifyReason.RETIRED | VerifyReason.ADULT


def test_a_reverification_answers_what_happened_before_it():
    assert causes_of(VerifyFacts(FILED, verified_on=D(2026, 7, 2), people=(WORKER, SON)), TODAY) == []


def test_what_was_so_when_the_archive_was_filed_is_no_reason():
    assert causes_of(VerifyFacts(D(2026, 7, 10), people=(WORKER, SON)), TODAY) == []


def test_no_age_of_retirement_no_reason(settings):
    settings.RETIREMENT_WOMEN = 0
    assert causes_of(VerifyFacts(FILED, D(2026, 7, 1), people=(WORKER,)), TODAY) == []


def test_a_report_of_means_that_has_lapsed():
    facts = VerifyFacts(FILED, D(2026, 7, 1), report_until=D(2026, 7, 14))
    assert [cause.reason for cause in causes_of(facts, TODAY)] == [VerifyReason.PAPERS]
    assert D(2026, 7, 15) in turning_days(facts)


@pytest.mark.django_db
def test_the_facts_are_loaded_in_as_many_queries_for_three_as_for_one(household, officer, django_assert_num_queries):
    IncomeSurvey.objects.create(
        household=household, period_start=D(2025, 1, 1), period_end=D(2025, 12, 31), persons=1, per_head=1
    )
    EconomicCheck.objects.create(
        household=household,
        sent_on=D(2025, 1, 1),
        reported_on=D(2025, 1, 9),
        valid_until=D(2025, 7, 9),
        created_by=officer,
    )
    gone = MemberFactory(household=household, relation=Relation.SON, name="赵小宝")
    depart_member(gone, by=officer, on=D(2025, 1, 1), why=Departure.DIED)
    with django_assert_num_queries(1):
        facts = load_verify_facts([household.pk])[household.pk]
    assert (facts.surveyed_on, facts.report_until) == (D(2025, 12, 31), D(2025, 7, 9))
    assert [person.name for person in facts.people] == ["赵小兰"]


@pytest.mark.django_db
def test_the_state_keeps_the_reasons_and_falls_due_when_time_adds_one(household):
    refresh_clear([household.pk])
    state = ClearState.objects.get(pk=household.pk)
    assert state.verify_mask & VerifyReason.LAPSED
    left = HouseholdFactory(status=Status.EXITED)
    refresh_clear([left.pk])
    assert ClearState.objects.get(pk=left.pk).verify_mask == 0
