"""Whose job is next: the worked table of docs/algorithms/fair-queue.md, and the queue that keeps to it."""

import random
from collections import Counter

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from core import jobs
from core.errors import DomainError
from core.models import Job, JobStatus
from core.turns import next_turn, require_turn

pytestmark = pytest.mark.django_db


def queue(owner, **facts) -> Job:
    return Job.objects.create(kind="test", title="试算", owner=owner, turn=next_turn(owner), **facts)


def serve() -> Job:
    job = Job.objects.filter(status=JobStatus.QUEUED).order_by("turn", "pk").first()
    Job.objects.filter(pk=job.pk).update(status=JobStatus.DONE, started_at=timezone.now())
    return job


def test_the_worked_table(officer, reviewer, registrar):
    anna = [queue(officer) for _number in range(4)]
    bo = [queue(reviewer) for _number in range(2)]
    served = [serve() for _number in range(3)]
    chen = [queue(registrar) for _number in range(2)]
    assert [job.turn for job in (*anna, *bo, *chen)] == [0, 1, 2, 3, 0, 1, 1, 2]
    served += [serve() for _number in range(5)]
    assert served == [anna[0], bo[0], anna[1], bo[1], chen[0], anna[2], chen[1], anna[3]]


def test_a_job_that_was_cancelled_before_it_began_costs_its_owner_nothing(officer):
    first, second = queue(officer), queue(officer)
    for job in (first, second):
        jobs.cancel_job(job, by=officer)
    assert next_turn(officer) == 0


def test_who_comes_after_a_quiet_time_begins_at_the_present_turn(officer, reviewer):
    for _number in range(5):
        queue(officer)
        serve()
    assert (next_turn(officer), next_turn(reviewer)) == (5, 4)


@pytest.mark.parametrize("seed", range(5))
def test_between_two_who_wait_no_more_than_two_jobs_are_between_them(officer, reviewer, registrar, seed):
    chance, people, begun = random.Random(seed), [officer, reviewer, registrar], Counter()
    for owner in people:
        for _number in range(chance.randint(4, 12)):
            queue(owner)
    while Job.objects.filter(status=JobStatus.QUEUED).values("owner").distinct().count() == len(people):
        begun[serve().owner_id] += 1
        if chance.random() < 0.3:
            queue(chance.choice(people))
        counts = [begun[person.pk] for person in people]
        assert max(counts) - min(counts) <= 2


def test_the_queue_of_the_workers_keeps_to_the_turns(officer, reviewer, settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    made = [jobs.start_job("test", owner=officer, title="试算", params={"n": n}) for n in range(3)]
    made.append(jobs.start_job("test", owner=reviewer, title="试算", params={"n": 0}))
    order = [task.args_kwargs["args"][0] for task in DBTaskResult.objects.ready()]
    assert order == [made[0].pk, made[3].pk, made[1].pk, made[2].pk]
    assert Job.objects.before(made[2]).count() == 3


def test_nobody_fills_the_queue(officer, outsider, settings):
    settings.WAITING_JOBS = 2
    kept, same = queue(officer), queue(officer, request_key=jobs.request_key("test", {"step": 1}))
    with pytest.raises(DomainError, match="您已有 2 个任务在排队，每人最多 2 个。"):
        jobs.start_job("test", owner=officer, title="试算", params={"step": 2})
    with pytest.raises(jobs.AlreadyQueued) as refused:
        jobs.start_job("test", owner=officer, title="试算", params={"step": 1})
    require_turn(outsider)
    jobs.cancel_job(kept, by=officer)
    require_turn(officer)
    assert refused.value.job == same
