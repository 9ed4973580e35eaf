"""The verifications and nights of quality that the first start makes: something waits at every desk."""

import pytest
from django.db.models import Sum

from audits.models import Fault, FaultDay, Interview, QualityRun, Rectification, Verification, VerificationFinding
from audits.verification.enums import FindingStatus, InterviewStatus, ProjectStatus, RectificationStatus
from audits.verification.rateboard import rates_of
from core import clock
from organizations.models import User
from reports.demo.accounts import ensure_accounts
from reports.demo.nights import NIGHTS, Nights
from reports.demo.seeding import seed_households
from reports.demo.verification.small import Verifications
from tests.support.once import made_once

SENT = {RectificationStatus.OPEN, RectificationStatus.VERIFIED, RectificationStatus.WITHDRAWN}
pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def made(django_db_setup, django_db_blocker, tmp_path_factory):
    with made_once(django_db_blocker, tmp_path_factory.mktemp("home")):
        ensure_accounts()
        seed_households(300, 1)
        Verifications().make()
        Nights().make()
        yield


def states(model) -> set[str]:
    return set(model.objects.values_list("status", flat=True))


def test_every_state_is_there(made):
    assert states(Verification) == {ProjectStatus.RUNNING, ProjectStatus.JUDGING, ProjectStatus.CLOSED}
    assert states(Interview) == set(InterviewStatus)
    assert states(VerificationFinding) == set(FindingStatus)
    assert states(Rectification) == set(RectificationStatus)
    assert Rectification.objects.overdue().count() == 1


def test_both_assessors_have_something_to_do_and_the_first_something_to_mend(made):
    first, second = (User.objects.get(username=name) for name in ("assessor", "assessor-second"))
    mine = Interview.objects.in_hands_of(first)
    assert {InterviewStatus.ACCEPTED, InterviewStatus.IN_FIELD, InterviewStatus.RETURNED} < states_of(mine)
    assert states_of(Interview.objects.in_hands_of(second)) == {InterviewStatus.ASSIGNED}


def states_of(rows) -> set[str]:
    return set(rows.values_list("status", flat=True))


def test_the_ended_one_has_rates(made):
    ended = Verification.objects.get(status=ProjectStatus.CLOSED)
    shares = {line.kind.code: line.rate and line.rate.hits for line in rates_of(ended, ended.union)}
    assert (shares["overdue"], shares["wrongly_filed"]) == (1, 1)


def test_quality_gets_better_night_by_night(made):
    nights = list(FaultDay.objects.order_by("day").values_list("day", flat=True).distinct())
    assert (len(nights), nights[-1]) == (NIGHTS + 1, clock.today())
    assert {run.is_whole and run.is_nightly for run in QualityRun.objects.all()} == {True}
    stood = list(FaultDay.objects.order_by("day").values_list("day").annotate(Sum("faults")))
    assert stood[0][1] > stood[-1][1] == Fault.objects.standing().count() > 0


def test_faults_are_mended_waived_and_sent_out(made):
    assert Fault.objects.gone().exists()
    assert Fault.objects.waived().exists()
    assert set(Rectification.objects.exclude(fault=None).values_list("status", flat=True)) == SENT
