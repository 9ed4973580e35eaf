"""Runs of the rules: who asks for one, one at a time, once a night, and none is lost when a worker dies."""

import datetime

import pytest
from django.db import transaction
from django.utils import timezone

from audits.actions.quality.runs import QUALITY_JOB, keep_quality, start_run, stop_run
from audits.models import Fault, FaultDay, QualityRun
from audits.quality import running
from audits.quality.catalogue import BY_CODE, RULES
from audits.quality.running import go_on, keep_day
from core import clock, jobs
from core.errors import NotAllowed
from core.models import Job, JobStatus
from tests.audits.quality.planting import archive, sound
from tests.support.factories import HouseholdFactory, UserFactory, union
from tests.support.races import at_once

ONE_DAY = datetime.timedelta(days=1)
FEW = tuple(BY_CODE[code] for code in ("card-shape", "name-short", "draft-old"))


def at_hour(hour: int, days_ago: int = 40) -> datetime.datetime:
    day = timezone.localdate() - days_ago * ONE_DAY
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time(hour)))


@pytest.fixture
def few_rules(monkeypatch):
    """Three rules are all there are, as far as runs go."""
    monkeypatch.setattr("audits.actions.quality.runs.RULES", FEW)
    for function in (go_on, running.next_rule):
        original = getattr(function, "__wrapped__", function)
        monkeypatch.setattr(original, "__defaults__", (FEW,))


@pytest.fixture
def queued(settings):
    """Jobs wait for a worker."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


def begun(**facts) -> QualityRun:
    return QualityRun.objects.create(day=clock.today(), began_at=clock.now(), total=len(FEW), **facts)


@pytest.mark.django_db
def test_neither_a_cadre_nor_a_registrar_has_the_rules_run(cadre, registrar):
    for user in (cadre, registrar):
        with pytest.raises(NotAllowed):
            start_run(union("532524"), by=user)
    assert not QualityRun.objects.exists()


@pytest.mark.django_db
def test_all_rules_are_run_as_a_job_and_the_run_is_kept(officer):
    archive(card_no="6222")(sound())
    run, is_new = start_run(union("532524"), by=officer)
    assert (is_new, run.is_open, run.is_whole, run.failed) == (True, False, True, [])
    assert set(run.seconds) == {rule.code for rule in RULES}
    assert (run.job.status, run.job.done, run.job.result) == (JobStatus.DONE, len(RULES), {"run": run.pk, "found": 1})
    assert Fault.objects.get().union_path == union("532524").path


@pytest.mark.django_db
def test_a_second_press_joins_the_run_that_is_open(officer, reviewer, queued):
    run, _is_new = start_run(union("532524"), by=officer)
    assert start_run(union("532524"), by=reviewer) == (run, False)
    assert Job.objects.filter(kind=QUALITY_JOB).count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_presses_at_once_one_begins_and_the_other_joins(reference, officer, reviewer, queued):
    place = union("532524")
    results = at_once(lambda: start_run(place, by=officer), lambda: start_run(place, by=reviewer))
    assert sorted(is_new for _run, is_new in results) == [False, True]
    assert {run for run, _is_new in results} == {QualityRun.objects.get()}


@pytest.mark.django_db(transaction=True)
def test_a_run_whose_worker_was_killed_goes_on_after_the_last_whole_rule(reference, officer, few_rules):
    job = Job.objects.create(kind=QUALITY_JOB, title="检查", owner=officer, status=JobStatus.RUNNING, attempts=1)
    run = begun(job=job, seconds={"card-shape": 77})
    Job.objects.filter(pk=job.pk).update(params={"run": run.pk})
    assert (keep_quality(), jobs.resume_orphans()) == (0, 1)
    run.refresh_from_db(), job.refresh_from_db()
    assert (set(run.seconds), run.seconds["card-shape"]) == ({rule.code for rule in FEW}, 77)
    assert (run.is_open, job.status, job.done) == (False, JobStatus.DONE, 3)


@pytest.mark.django_db
def test_a_rule_that_is_broken_off_leaves_nothing_and_is_run_again(few_rules, monkeypatch):
    archive(card_no="6222")(sound())
    run = begun()
    with monkeypatch.context() as patched:
        patched.setattr(running, "MARK_GONE", "SELECT pg_sleep(0); " + running.MARK_GONE)
        patched.setattr(running.time, "perf_counter", iter([0.0]).__next__)  # the worker dies after its first rule
        with pytest.raises(StopIteration):
            go_on(run)
    run.refresh_from_db()
    assert (Fault.objects.count(), run.seconds) == (0, {})
    go_on(run)
    assert Fault.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_workers_take_turns(reference, few_rules):
    run = begun()
    with transaction.atomic():
        running.take_run(run)
        assert at_once(keep_quality) == [0]
    assert keep_quality() == 3
    assert not QualityRun.objects.get().is_open


@pytest.mark.django_db
def test_once_a_night_from_its_hour_on(few_rules, settings):
    settings.QUALITY_HOUR = 3
    for moment, runs in ((at_hour(2), 0), (at_hour(3), 1), (at_hour(9), 1), (at_hour(3, days_ago=39), 2)):
        with clock.at(moment):
            keep_quality()
        assert QualityRun.objects.filter(is_nightly=True, ended_at__isnull=False).count() == runs
    assert len(set(QualityRun.objects.values_list("day", flat=True))) == 2


@pytest.mark.django_db
def test_a_run_whose_job_was_cancelled_ends_without_the_other_rules(officer, few_rules):
    job = Job.objects.create(kind=QUALITY_JOB, title="检查", owner=officer, status=JobStatus.CANCELLED)
    run = begun(job=job)
    keep_quality()
    run.refresh_from_db()
    assert (run.is_open, run.is_whole, stop_run(run).ended_at) == (False, False, run.ended_at)


@pytest.mark.django_db
def test_a_rule_that_the_database_refuses_keeps_no_other_from_being_run(few_rules, monkeypatch, caplog):
    monkeypatch.setattr(running, "FIND", "SELECT 1 / 0 -- {sql}")
    with clock.at(at_hour(9)):
        keep_quality()
    run = QualityRun.objects.get()
    assert (run.failed, run.is_whole, run.is_open) == ([rule.code for rule in FEW], True, False)
    assert "division by zero" in caplog.text


@pytest.mark.django_db
def test_the_day_counts_what_nobody_waived_and_forgets_rules_that_are_no_more():
    household = HouseholdFactory()
    facts = {"household": household, "union_path": household.union_path, "found_on": clock.today()}
    for number, (rule, until) in enumerate((("card-shape", None), ("name-short", clock.today()), ("was-once", None))):
        Fault.objects.create(rule=rule, subject=str(number), detail="…", waived_until=until, **facts)
    keep_day(clock.today())
    assert list(FaultDay.objects.values_list("rule", "faults")) == [("card-shape", 1)]
    assert Fault.objects.get(rule="was-once").gone_on == clock.today()


@pytest.mark.django_db
def test_a_fault_follows_its_archive_to_another_union(outsider, officer):
    household = sound()
    archive(card_no="6222")(household)
    running.find(BY_CODE["card-shape"], clock.today())
    household.union = union("530100")
    household.save(update_fields=["union"])
    assert [Fault.objects.visible_to(user).count() for user in (officer, outsider)] == [0, 1]
    assert UserFactory().jobs.count() == 0
