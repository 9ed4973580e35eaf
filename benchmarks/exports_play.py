"""Twenty people who start ten exports each, two workers, and somebody who goes on opening pages."""

import http.client
import os
import socket
import statistics
import subprocess
import sys
import time
from collections import Counter
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db.models import Count, Min
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from benchmarks.measure import row, timed
from core import store
from core.models import Job, JobStatus
from organizations.enums import Role
from organizations.models import RoleAssignment, Union, User
from reports.exports.starting import start_export
from reports.management.commands.prepare import collect_static

PEOPLE, EACH, WORKERS = 20, 10, 2
ALONE = 150  # requests before, and again after
THINKS = 0.1  # seconds between two pages of the person who works meanwhile
FORMATS = ("xlsx", "csv", "pdf")
COLUMNS = ("no,archive_no,name,identity_no,persons", "no,archive_no,name,persons,aid")


def play() -> list[dict[str, Any]]:
    """Return the figures."""
    store.adopt(again=True)
    collect_static()
    Job.objects.all().delete()
    people = colleagues()
    with pages(people[0]) as ask:
        alone = [ask() for _ in range(ALONE)]
        _jobs, queueing = timed(lambda: [start(person, number) for person in people for number in range(EACH)])
        begun = time.monotonic()
        workers = [worker() for _ in range(WORKERS)]
        beside = []
        while any(process.poll() is None for process in workers):
            beside.append(ask())
        took = time.monotonic() - begun
        alone += [ask() for _ in range(ALONE)]
    return [*of_queue(queueing, took), *of_pages(alone, beside)]


def colleagues() -> list[User]:
    """Make officers of the unions with the most archives, more than one in a union where there are few."""
    unions = list(Union.objects.annotate(archives=Count("households")).order_by("-archives", "code")[:PEOPLE])
    today, made = timezone.localdate(), []
    for number in range(PEOPLE):
        place = unions[number % len(unions)]
        user = User.objects.create(
            username=f"bench-{number}", name=f"经办{number}", union=place, must_change_password=False
        )
        dates = {"valid_from": today, "expires_on": today + timedelta(days=1)}
        RoleAssignment.objects.create(user=user, role=Role.OFFICER, union=place, **dates)
        made.append(user)
    return made


def start(person: User, number: int) -> Job:
    """Start one export, each of a person another."""
    params = {"fields": COLUMNS[number % len(COLUMNS)], "order": "", "sums": "1" if number > 5 else ""}
    name = FORMATS[number % len(FORMATS)]
    return start_export(person, what="roster", params=params, format=name, purpose="核查核对数据")


def worker() -> subprocess.Popen:
    return subprocess.Popen([sys.executable, "manage.py", "work", "--batch", "--no-startup-delay", "-v0"])


@contextmanager
def pages(user: User):
    """Start a web server as bin/run does, and give a way to open the next page and take its time in ms."""
    client = Client()
    client.force_login(user)
    cookie = f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "config.wsgi", "--bind", f"127.0.0.1:{port}", "--workers", "2"]
    server = subprocess.Popen([*command, "--threads", "4", "--log-level", "error", "--no-control-socket"])
    paths = ["/households/", "/", "/households/?q=zl", "/jobs/", "/jobs/bell/", reverse("visits_due")]
    asked = iter(range(10**9))

    def ask() -> float:
        time.sleep(THINKS)
        path = paths[next(asked) % len(paths)]
        return timed(lambda: opened(port, path, cookie))[1] * 1000

    try:
        wait_for(port)
        for path in paths * 3:
            opened(port, path, cookie)
        yield ask
    finally:
        server.terminate()
        server.wait()


def wait_for(port: int) -> None:
    """Return when the server listens."""
    for _ in range(600):
        with socket.socket() as tried:
            if tried.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise SystemExit("the web server did not start")


def opened(port: int, path: str, cookie: str) -> None:
    """Open one page as a browser does."""
    asked = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    asked.request("GET", path, headers={"Cookie": cookie, "Host": "localhost"})
    answer = asked.getresponse()
    answer.read()
    asked.close()
    if answer.status != 200:
        raise SystemExit(f"{path} answers {answer.status}")


def of_queue(queueing: float, took: float) -> list[dict[str, Any]]:
    """Tell how many were served, how fast and how fairly."""
    served = Job.objects.filter(status=JobStatus.DONE)
    first = served.values("owner").annotate(at=Min("finished_at")).order_by().values_list("at", flat=True)
    begun = served.order_by("started_at").values_list("owner_id", flat=True)
    started = min(served.values_list("started_at", flat=True))
    waits = [(moment - started).total_seconds() for moment in first]
    files = [job for job in served if job.path.exists()]
    return [
        row(f"exports served of {PEOPLE * EACH}, each with its file", len(files), "", f">= {PEOPLE * EACH}"),
        row("rows in them", sum(job.result["rows"] for job in served), ""),
        row("starting them, each with its size stated", queueing, "s"),
        row(f"serving them by {WORKERS} workers", took, "s"),
        row("exports", len(files) / took, "per s"),
        row("jobs begun between two who both wait, at worst", unfair(list(begun)), "", "<= 2"),
        row("the same, were they served as they came", EACH, ""),
        row("last first file of anybody", max(waits), "s"),
    ]


def unfair(owners: list[int]) -> int:
    """Return by how many jobs begun two people differed at worst while both waited."""
    left, begun, worst = Counter(owners), Counter[int](), 0
    for owner in owners:
        begun[owner] += 1
        left[owner] -= 1
        waiting = [begun[person] for person, jobs in left.items() if jobs]
        worst = max(worst, max(waiting) - min(waiting)) if waiting else worst
    return worst


def of_pages(alone: list[float], beside: list[float]) -> list[dict[str, Any]]:
    """Compare the pages beside the workers with the pages alone, before and after."""
    rows = []
    for name, at in (("p50", 50), ("p95", 95)):
        one, other = (statistics.quantiles(times, n=100, method="inclusive")[at - 1] for times in (alone, beside))
        rows += [row(f"pages alone, {name}", one, "ms"), row(f"pages beside {WORKERS} workers, {name}", other, "ms")]
        rows.append(row(f"beside against alone, {name}", other / one, "x", "<= 1.5"))
    return [*rows, row("pages opened beside", len(beside), ""), row("load of the machine", os.getloadavg()[0], "")]
