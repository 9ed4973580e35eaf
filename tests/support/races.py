"""Two people, two presses, two processes at the same moment, each on a connection of its own."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connection, transaction

from core.errors import DomainError

PATIENCE = 20  # seconds until a race that does not come about fails
# Not pg_stat_activity, of which a transaction sees only its first snapshot.
WAITING = "SELECT count(*) FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid))"


def at_once(*acts):
    """Do the acts on threads that start together; return what each returned or was refused with."""
    barrier = Barrier(len(acts))

    def run(act):
        barrier.wait(timeout=PATIENCE)
        return on_own_connection(act)

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def told_apart(results):
    """Return what was done, and what was refused."""
    refusals = [result for result in results if isinstance(result, DomainError)]
    return [result for result in results if result not in refusals], refusals


def one_before_the_other(first, second):
    """Do the first act, the second before the first is committed; return or raise what the second did."""
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            first()
            later = pool.submit(on_own_connection, second, raises=True)
            until_the_other_waits()
        return later.result(timeout=PATIENCE)


def on_own_connection(act, *, raises=False):
    """Do an act on the connection of this thread and close it; a refusal is a result unless ``raises``."""
    try:
        return act()
    except DomainError as refusal:
        if raises:
            raise
        return refusal
    finally:
        connection.close()


def until(true: Callable[[], bool]) -> None:
    """Return when something has become true."""
    end = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < end, "it did not become true"


def until_the_other_waits(patience: float = PATIENCE) -> None:
    """Return when another connection waits for a lock of ours: the race is in its middle then."""
    end = time.monotonic() + patience
    with connection.cursor() as cursor:
        while time.monotonic() < end:
            cursor.execute(WAITING)
            if cursor.fetchone()[0]:
                return
    raise AssertionError("Nobody waits for a lock.")
