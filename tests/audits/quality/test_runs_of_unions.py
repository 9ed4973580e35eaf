"""Runs of one union alone: who begins one, what it leaves as it was, how soon another may begin, and cancelling."""

import datetime

import pytest
from django.db import transaction
from django.urls import reverse

from audits.actions.quality.runs import cancel_run, keep_quality, start_run
from audits.models import Fault, FaultDay, QualityRun
from audits.quality import running
from audits.quality.catalogue import RULES
from audits.quality.runs import latest_runs, refused_until
from core import clock
from core.errors import Conflict, NotAllowed
from core.jobs import cancel_job, run_job
from core.models import Job, JobStatus
from households.models import Household
from organizations.enums import Role
from tests.audits.quality.planting import archive, sound
from tests.support.factories import HouseholdFactory, union, user_with
from tests.support.faults import fault_of, run_now
from tests.support.races import at_once

COUNTY, PREFECTURE, ELSEWHERE, ALL = "532524", "532500", "530100", "530000"


@pytest.fixture
def queued(settings):
    """Jobs wait for a worker."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


@pytest.fixture
def faulty_both(db) -> tuple[Household, Household]:
    """Two archives with a wrong card, one of the county and one of another prefecture; none is found yet."""
    here, there = sound(), HouseholdFactory(union=union(ELSEWHERE))
    archive(card_no="6222")(here), archive(card_no="6333")(there)
    return here, there


def minutes(count: float) -> datetime.datetime:
    return clock.now() + datetime.timedelta(minutes=count)


def open_run(**facts) -> QualityRun:
    return run_now(ended_at=None, seconds={}, **facts)


@pytest.mark.django_db
@pytest.mark.parametrize("code", [ELSEWHERE, PREFECTURE, ALL])
def test_a_county_has_nothing_checked_but_its_own(officer, code):
    with pytest.raises(NotAllowed):
        start_run(union(code), by=officer)
    assert not QualityRun.objects.exists()


@pytest.mark.django_db
def test_a_run_of_a_union_finds_its_faults_and_leaves_those_of_others_and_the_trend(officer, faulty_both):
    here, there = faulty_both
    mended, kept = fault_of(here, "name-short"), fault_of(there, "name-short")
    run, _is_new = start_run(union(COUNTY), by=officer)
    assert (run.union.code, run.is_whole, run.found, run.job.title) == (COUNTY, True, 1, "数据质量检查：建水县总工会")
    assert set(Fault.objects.standing().values_list("household", "rule")) == {
        (here.pk, "card-shape"),
        (there.pk, "name-short"),
    }
    mended.refresh_from_db(), kept.refresh_from_db()
    assert (mended.gone_on, kept.gone_on, FaultDay.objects.count()) == (clock.today(), None, 0)


@pytest.mark.django_db
def test_the_province_has_the_whole_register_checked(provincial, faulty_both):
    run, _is_new = start_run(union(ALL), by=provincial)
    assert (run.union, run.place) == (None, "全部档案")
    assert set(Fault.objects.filter(rule="card-shape").values_list("household", flat=True)) == {
        home.pk for home in faulty_both
    }
    assert len(set(FaultDay.objects.values_list("union_path", flat=True))) == 2


@pytest.mark.django_db
def test_a_rule_that_holds_an_archive_against_all_others_does_so_for_one_union(faulty_both):
    for home in faulty_both:
        archive(card_no="6217000000000009")(home)
    of_county = {rule.code: running.find(rule, clock.today(), union(COUNTY)) for rule in RULES}
    assert {code: found for code, found in of_county.items() if found} == {"card-of-many": 1, "person-twice": 1}
    assert set(Fault.objects.values_list("household", flat=True)) == {faulty_both[0].pk}


@pytest.mark.django_db
def test_who_asks_for_what_a_wider_run_looks_at_joins_it(officer, provincial, queued):
    of_prefecture = open_run(union=union(PREFECTURE))
    assert start_run(union(COUNTY), by=officer) == (of_prefecture, False)
    elsewhere, is_new = start_run(union(ELSEWHERE), by=provincial)
    assert (is_new, start_run(union(ALL), by=provincial)[1]) == (True, True)
    assert [latest_runs(union(code))[1].union_id for code in (ALL, PREFECTURE, ELSEWHERE)] == [None, None, None]
    assert (elsewhere.is_open, QualityRun.objects.under_way().count()) == (True, 3)


@pytest.mark.django_db
def test_what_was_just_checked_rests_and_then_is_checked_again_only_when_asked_for(officer, settings, queued):
    settings.QUALITY_PAUSE_MINUTES, settings.QUALITY_AGAIN_MINUTES = 2, 30
    until = refused_until(run_now(found=1234))
    assert (until.second, until.microsecond) == (0, 0)  # said as 17:27, and true by then
    with pytest.raises(Conflict, match=r"刚检查完。.*以后再检查"):
        start_run(union(COUNTY), by=officer, anyway=True)
    with clock.at(minutes(5)):
        with pytest.raises(Conflict, match="仍要检查"):
            start_run(union(COUNTY), by=officer)
        assert start_run(union(COUNTY), by=officer, anyway=True)[1]


@pytest.mark.django_db
@pytest.mark.parametrize("facts", [{"seconds": {"card-shape": 1}}, {"union": PREFECTURE}, {}])
def test_nothing_rests_after_a_run_that_was_cancelled_was_elsewhere_or_is_long_over(provincial, facts, queued):
    if "union" in facts:
        facts = {"union": union(facts["union"])}
    run_now(**facts)
    with clock.at(minutes(0 if facts else 31)):
        assert start_run(union(ELSEWHERE), by=provincial)[1]


@pytest.mark.django_db
def test_a_setting_of_nothing_lets_runs_follow_each_other(officer, settings, queued):
    settings.QUALITY_PAUSE_MINUTES = settings.QUALITY_AGAIN_MINUTES = 0
    run_now()
    assert start_run(union(COUNTY), by=officer)[1]


@pytest.mark.django_db
def test_a_run_that_waits_is_cancelled_at_once_and_again_without_effect(officer, reviewer, queued):
    run, _is_new = start_run(union(COUNTY), by=officer)
    ended = cancel_run(run, by=reviewer)
    assert (ended.is_open, ended.is_whole, ended.job.status) == (False, False, JobStatus.CANCELLED)
    again = cancel_run(run, by=officer)
    assert (again.stopped_by, again.ended_at) == (reviewer, ended.ended_at)


@pytest.mark.django_db
def test_a_run_of_all_is_cancelled_by_the_province_alone(officer, provincial):
    run = open_run(is_nightly=True)
    with pytest.raises(NotAllowed):
        cancel_run(run, by=officer)
    assert not cancel_run(run, by=provincial).is_open
    assert (keep_quality(), FaultDay.objects.count()) == (0, 0)


@pytest.mark.django_db(transaction=True)
def test_who_cancels_waits_for_no_rule_and_the_run_ends_before_the_next(reference, officer):
    run = open_run(union=union(COUNTY), by=officer)

    with transaction.atomic():
        running.take_run(run)  # as the worker does through its rule
        (cancelled,) = at_once(lambda: cancel_run(run, by=officer))
        running.go_on(run)
    assert (cancelled.is_open, cancelled.stopped_by) == (True, officer)
    run.refresh_from_db()
    assert (run.is_open, run.done, FaultDay.objects.count()) == (False, 0, 0)


@pytest.mark.django_db
def test_the_job_of_a_cancelled_run_says_so(officer, queued):
    run, _is_new = start_run(union(COUNTY), by=officer)
    Job.objects.filter(pk=run.job_id).update(status=JobStatus.RUNNING, attempts=1)
    cancel_job(run.job, by=officer)
    Job.objects.filter(pk=run.job_id).update(status=JobStatus.QUEUED)
    run_job.call(run.job_id)
    run.job.refresh_from_db(), run.refresh_from_db()
    assert (run.job.status, run.is_open) == (JobStatus.CANCELLED, False)
    assert run.job.message.startswith("已取消")


@pytest.mark.django_db
def test_the_pages_of_a_county_show_its_runs_begin_and_cancel_them(as_user, officer, queued):
    run_now(union=union(ELSEWHERE))
    client = as_user(officer)
    assert list(client.get(reverse("quality_runs")).context["page"]) == []
    page = client.post(reverse("quality_start"), {"union": COUNTY}, follow=True).content.decode()
    run = QualityRun.objects.get(union__code=COUNTY)
    assert "正在检查：建水县总工会" in page
    assert reverse("quality_cancel", args=[run.pk]) in page
    page = client.post(reverse("quality_cancel", args=[run.pk]), follow=True).content.decode()
    assert "经办员取消了检查" in page
    assert client.post(reverse("quality_start"), {"union": ELSEWHERE}).status_code == 404


@pytest.mark.django_db
def test_the_page_asks_before_the_same_is_checked_again(as_user, officer):
    run_now(ended_at=minutes(-5), union=union(COUNTY))
    client, checker = as_user(officer), user_with(Role.REVIEWER, COUNTY, username="checker", name="审核")
    page = client.get(reverse("quality")).content.decode()
    assert "仍要再检查一次" in page
    refused = as_user(checker).post(reverse("quality_start"), {"union": COUNTY}, follow=True).content.decode()
    assert ("确需再查的" in refused, QualityRun.objects.count()) == (True, 1)


@pytest.mark.django_db
def test_how_much_a_run_found_is_told_to_whoever_may_know_all_that_it_looked_at(officer, provincial, as_user):
    wide, own = run_now(found=98765), run_now(found=432, union=union(COUNTY))
    pages = [reverse("quality_runs"), *(reverse("quality_run", args=[run.pk]) for run in (wide, own))]
    shown = {
        user: "".join(as_user(user).get(page).content.decode() for page in pages) for user in (officer, provincial)
    }
    assert ("98765" in shown[provincial], "432" in shown[provincial]) == (True, True)
    assert ("98765" in shown[officer], "432" in shown[officer]) == (False, True)
