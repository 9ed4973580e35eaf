"""Asking pages of the home's own data as its users, through all middleware, and taking back what that wrote."""

import statistics
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from benchmarks.measure import reference, row, timed
from organizations.models import User
from reports.management.commands.prepare import collect_static

WARM, TIMES = 3, 40
MOST_QUERIES, BUDGET = 12, "<= 80"


@contextmanager
def taken_back() -> Iterator[None]:
    """Undo what the requests write: sessions and lines of the access log."""
    collect_static()
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def browser_of(username: str) -> Client:
    """Return a browser that is logged in as one of the demo accounts."""
    user = User.objects.filter(username=username).first()
    if user is None:
        raise SystemExit(f"no account {username}: make demo data first, e.g. bin/manage seed_demo --households 7000")
    client = Client(SERVER_NAME="localhost")
    client.force_login(user)
    return client


def measured(client: Client, who: str, what: str, url: str) -> dict[str, Any]:
    """Return the 95th percentile of a page's time in the server, with the median, the fastest, and its queries.

    On a machine that others work on, the fastest comes nearest to what the page costs.
    """
    for _ in range(WARM):
        response = client.get(url)
    if response.status_code != 200:
        raise SystemExit(f"{who}: {url} answers {response.status_code}")
    queries, sql = queries_of(client, url)
    slow = reference()
    times = [timed(lambda: client.get(url))[1] * 1000 for _ in range(TIMES)]
    slow = (slow + reference()) / 2
    p95 = statistics.quantiles(times, n=20, method="inclusive")[-1]
    spread = {"p50": round(statistics.median(times), 1), "fastest": round(min(times), 1), "reference": slow}
    asked = {"queries": queries, "most_queries": MOST_QUERIES, "sql": sql}
    return row(f"{what}, {who}", p95, "ms", BUDGET, **spread, **asked)


def queries_of(client: Client, url: str) -> tuple[int, float]:
    """Return how many queries a page takes, and the milliseconds of all of them, the best of three."""
    taken = []
    for _ in range(3):
        with CaptureQueriesContext(connection) as queries:
            client.get(url)
            taken.append(sum(float(query["time"]) for query in queries.captured_queries) * 1000)
            count = len(queries)
    return count, round(min(taken), 1)
