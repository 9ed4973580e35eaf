"""The draw as people press it, the strata, the list of the sample, and who may know it."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audits.actions.verification.leaving import leave_sample
from audits.actions.verification.projects import draw_sample
from audits.models import SampleUnit, Verification
from audits.verification.enums import LeftReason, ProjectStatus, Round
from core.errors import DomainError
from core.models import Job, JobStatus
from organizations.enums import Role
from tests.support.factories import HouseholdFactory, user_with
from tests.support.races import at_once
from tests.support.verification import SEED, agency, assessors, in_the_field, verification

pytestmark = pytest.mark.django_db
NOTE = "11 月 3 日、5 日、9 日上门未遇，邻居证实。"


def browser(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def to(name: str, found: Verification) -> str:
    return reverse(name, args=[found.pk])


def test_a_press_draws_with_the_seed_of_the_ceremony(provincial):
    HouseholdFactory.create_batch(3)
    found = verification(provincial)
    client = browser(provincial)
    page = client.post(to("verification_draw", found), {"seed": f" {SEED} "}, follow=True)
    found.refresh_from_db()
    assert (found.seed, found.status, page.context["tab"]) == (SEED, ProjectStatus.DRAWN, "verification")
    job = Job.objects.get()
    assert (job.status, job.result) == (JobStatus.DONE, {"population": 3, "sample": 3})


def test_a_second_press_draws_nothing_anew(provincial):
    HouseholdFactory.create_batch(3)
    found = verification(provincial)
    for _press in range(2):
        browser(provincial).post(to("verification_draw", found))
    assert SampleUnit.objects.filter(verification=found).count() == 3
    assert not Job.objects.exclude(status=JobStatus.DONE).exists()


def test_why_nothing_was_drawn_is_said_on_the_page(provincial):
    found = verification(provincial)
    page = browser(provincial).post(to("verification_draw", found), follow=True)
    assert "没有可抽取的在档户" in page.content.decode()


@pytest.mark.django_db(transaction=True)
def test_two_who_draw_at_once_get_one_sample(reference):
    by = [user_with(Role.OFFICER, "530000") for _each in range(2)]
    HouseholdFactory.create_batch(3)
    found = verification(by[0])
    results = at_once(
        *(
            lambda who=who, seed=seed: draw_sample(found, by=who, seed=seed)
            for who, seed in zip(by, "甲乙", strict=True)
        )
    )
    assert sorted(isinstance(one, DomainError) for one in results) == [False, True]
    assert SampleUnit.objects.filter(verification=found).count() == 3


@pytest.fixture
def running(db, provincial):
    HouseholdFactory.create_batch(6)
    return in_the_field(provincial, assessors(2), margin="0.35")


def test_of_many_strata_the_first_are_listed_and_the_rest_lead_to_the_download(provincial, monkeypatch):
    HouseholdFactory(category="deep"), HouseholdFactory(category="relative")
    found = draw_sample(verification(provincial, by_category=True), by=provincial)
    monkeypatch.setattr("audits.views.verification.samples.STRATA_SHOWN", 1)
    page = browser(provincial).get(to("verification_sample", found))
    assert (len(page.context["strata"]), page.context["strata_count"]) == (1, 2)
    assert "只列前 1 层" in page.content.decode()


def test_the_list_narrows_to_who_left_and_who_came_instead(running, provincial):
    interview = running.interviews.filter(round=Round.FIRST).order_by("pk")[0]
    leave_sample(interview, by=interview.assessor, reason=LeftReason.ABSENT, note=NOTE)
    client = browser(provincial)
    every = client.get(to("verification_sample", running))
    (stratum,) = every.context["strata"]
    assert (stratum.left, stratum.taken, stratum.asked) == (1, 1, stratum.sampled)
    assert NOTE in every.content.decode()
    shown = {
        state: client.get(to("verification_sample", running), {"state": state}).context["page"]
        for state in ("left", "taken", "absent", "moved")
    }
    assert {state: len(page) for state, page in shown.items()} == {"left": 1, "taken": 1, "absent": 1, "moved": 0}
    assert shown["taken"][0].replaces == shown["left"][0]


@pytest.mark.parametrize("name", ["verification_sample", "verification_proof"])
@pytest.mark.parametrize(
    ("role", "code", "status"),
    [
        (Role.OFFICER, "532524", 403),
        (Role.OFFICER, "530100", 403),
        (Role.ASSESSOR, "530000", 404),
        (Role.CADRE, "532524", 404),
        (Role.SYSTEM_ADMIN, "530000", 404),
    ],
)
def test_the_unions_under_check_do_not_learn_whom_it_asks(running, name, role, code, status):
    user = user_with(role, code)
    assert browser(user).get(to(name, running)).status_code == status


def test_once_it_is_closed_a_county_sees_its_own(running, officer, outsider):
    Verification.objects.filter(pk=running.pk).update(status=ProjectStatus.CLOSED)
    seen = [browser(user).get(to("verification_sample", running)).context for user in (officer, outsider)]
    assert [len(one["page"]) for one in seen] == [running.sample.count(), 0]
    assert [one["strata"] for one in seen] == [[], []]


def test_the_list_asks_as_often_for_three_as_for_one(provincial):
    client, counts = browser(provincial), []
    for name, more in (("甲", 1), ("乙", 2)):
        HouseholdFactory.create_batch(more)
        found = draw_sample(verification(provincial, name=name, agency=agency()), by=provincial)
        with CaptureQueriesContext(connection) as queries:
            page = client.get(to("verification_sample", found)).context["page"]
        counts.append((len(page), len(queries)))
    assert counts == [(1, 8), (3, 8)]


def test_nobody_types_a_seed_that_looks_as_if_nobody_chose_it(provincial):
    HouseholdFactory()
    found = verification(provincial)
    page = browser(provincial).post(to("verification_draw", found), {"seed": "0f" * 16}, follow=True)
    found.refresh_from_db()
    assert (found.status, "公开约定" in page.content.decode()) == (ProjectStatus.DRAFT, True)
