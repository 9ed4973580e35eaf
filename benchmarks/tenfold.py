"""Makes ten times the data of a home of demo data, in place: ``python -m benchmarks.tenfold [--times 10] [--history]``.

Every row of business is copied with new keys and numbers of its own; unions, accounts, rules, funds and budgets stay
as they are, and what is kept of sums grows along. It is done below all triggers and is not undone: copy the home
first (``cp -a``, the server stopped), and throw the copy away when this fails. Only for measuring.
"""

import argparse
import contextlib
import os
import queue
import threading
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import psycopg2

from benchmarks.tenfold_numbers import EXPRESSIONS, OWN_KEYS, Step, by_name

WORKERS = 2
# What hangs on these, however far away, is copied with them.
ROOTS = ("households.Household", "pairing.Cadre", "assistance.Batch", "assistance.Service", "reviews.Notice")
# Of single persons or drawn by lot, or with sums of their own that would no longer be right.
LEFT = {"ArchiveGrant", "QueryCode", "ApplicationCode", "CampaignTarget", "RecheckEntry", "ChangeFeed", "Attachment"}
# The server forgets safety while it copies: a home that breaks is thrown away.
QUICK = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off", "max_wal_size": "'6GB'"}


@dataclass(frozen=True)
class Table:
    """A table with the columns that hold keys, each with the table whose keys they are."""

    name: str
    pk: str
    keys: dict[str, str]

    def columns(self, cursor: Any) -> list[str]:
        cursor.execute(
            "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped"
            " AND attgenerated = '' ORDER BY attnum",
            [self.name],
        )
        return [name for (name,) in cursor]


def main() -> None:
    """Copy everything, bring the sums along, tidy up, and tell how long each table took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=10, choices=range(2, 11), help="so much data as now")
    parser.add_argument("--history", action="store_true", help="also copy the tables of former rows")
    asked = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django  # noqa: PLC0415 -- the help needs no database

    django.setup()
    from django.conf import settings  # noqa: PLC0415

    if not (settings.APP_HOME / "demo-password").exists():
        raise SystemExit(f"{settings.APP_HOME} holds no demo data: nothing was copied")
    start = time.monotonic()
    with quick_server(settings.DATABASE_URL):
        copy_all(settings.DATABASE_URL, tables(history=asked.history), asked.times)
        bring_along(settings.DATABASE_URL, asked.times)
    say(f"all in {time.monotonic() - start:.0f} s")


def tables(*, history: bool) -> list[Table]:
    """Return the tables to be copied: all that hang on the roots."""
    from django.apps import apps  # noqa: PLC0415

    models = [model for model in apps.get_models(include_auto_created=True) if model._meta.managed]
    found = {apps.get_model(label) for label in ROOTS} | {apps.get_model("reviews.Review")}
    while more := {model for model in models if model not in found and _hangs_on(model, found, history=history)}:
        found |= more
    return [_table(model, found) for model in sorted(found, key=lambda model: model._meta.db_table)]


def _hangs_on(model: Any, found: set[Any], *, history: bool) -> bool:
    is_event = hasattr(model, "pgh_tracked_model")
    if model.__name__ in LEFT or (is_event and not history):
        return False
    return any(field.remote_field.model in found for field in model._meta.concrete_fields if field.remote_field)


def _table(model: Any, found: set[Any]) -> Table:
    related = [field for field in model._meta.concrete_fields if field.remote_field]
    keys = {field.column: field.remote_field.model for field in related if field.remote_field.model in found}
    pk = model._meta.pk.column
    if tracked := getattr(model, "pgh_tracked_model", None):
        keys["id"] = tracked
    names = {column: other._meta.db_table for column, other in keys.items()}
    if pk not in names:
        names[pk] = model._meta.db_table
    return Table(model._meta.db_table, pk, names)


def copy_all(url: str, listed: list[Table], times: int) -> None:
    """Copy all tables, the largest first, by two connections."""
    with connected(url) as cursor:
        shifts = {table.name: _top(cursor, table) for table in listed}
        step = Step.of(cursor)
    waiting: queue.SimpleQueue[Table] = queue.SimpleQueue()
    for table in sorted(listed, key=lambda table: -shifts[table.name]):
        waiting.put(table)
    failed: list[BaseException] = []

    def work() -> None:
        with connected(url) as cursor:
            while not waiting.empty() and not failed:
                try:
                    copy(cursor, waiting.get_nowait(), shifts, step, times)
                except queue.Empty:
                    return
                except psycopg2.Error as error:
                    failed.append(error)

    threads = [threading.Thread(target=work) for _ in range(WORKERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failed:
        raise SystemExit(f"not copied: {failed[0]}")


def _top(cursor: Any, table: Table) -> int:
    cursor.execute(f'SELECT coalesce(max("{table.pk}"), 0) FROM {table.name}')  # noqa: S608 -- names of our own tables
    return int(cursor.fetchone()[0])


def copy(cursor: Any, table: Table, shifts: dict[str, int], step: Step, times: int) -> None:
    """Copy one table whole, with its indexes made anew afterwards, or not at all."""
    top, start = shifts[table.name], time.monotonic()
    if not top:
        return
    columns = table.columns(cursor)
    into = ", ".join(f'"{column}"' for column in columns)
    cursor.execute("BEGIN")
    cursor.execute("SET LOCAL session_replication_role = replica; SET LOCAL maintenance_work_mem = '1GB'")
    with without_indexes(cursor, table.name):
        for turn in range(1, times):
            values = ", ".join(_value(table, column, shifts, step, turn) for column in columns)
            kept = f'SELECT {values} FROM {table.name} WHERE "{table.pk}" <= {top} ORDER BY "{table.pk}"'  # noqa: S608
            cursor.execute(f"INSERT INTO {table.name} ({into}) OVERRIDING SYSTEM VALUE {kept}")
    if table.keys[table.pk] == table.name:
        _go_on(cursor, table, top * times)
    cursor.execute("COMMIT")
    say(f"{time.monotonic() - start:6.0f} s  {table.name}")


def _value(table: Table, column: str, shifts: dict[str, int], step: Step, turn: int) -> str:
    if other := table.keys.get(column):
        return f'"{column}" + {shifts[other] * turn}'
    if made := EXPRESSIONS.get((table.name, column)):
        return made(column, turn, step)
    if column in OWN_KEYS:
        return f'CASE WHEN "{column}" IS NOT NULL THEN gen_random_uuid() END'
    return by_name(column, turn) or f'"{column}"'


def _go_on(cursor: Any, table: Table, last: int) -> None:
    cursor.execute("SELECT pg_get_serial_sequence(%s, %s)", [table.name, table.pk])
    if sequence := cursor.fetchone()[0]:
        cursor.execute("SELECT setval(%s, %s)", [sequence, last + 1])


@contextlib.contextmanager
def without_indexes(cursor: Any, name: str) -> Iterator[None]:
    """Drop all indexes but the key's, and make them again."""
    cursor.execute(
        "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = %s::regclass AND contype = 'u'",
        [name],
    )
    unique = cursor.fetchall()
    for constraint, _made in unique:
        cursor.execute(f'ALTER TABLE {name} DROP CONSTRAINT "{constraint}"')
    cursor.execute(
        "SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index"
        " WHERE indrelid = %s::regclass AND NOT indisprimary",
        [name],
    )
    indexes = cursor.fetchall()
    for index, _made in indexes:
        cursor.execute(f"DROP INDEX {index}")
    yield
    for constraint, made in unique:
        cursor.execute(f'ALTER TABLE {name} ADD CONSTRAINT "{constraint}" {made}')
    for _index, made in indexes:
        cursor.execute(made)


def bring_along(url: str, times: int) -> None:
    """Let the kept sums grow, count the statistics anew, and gather what the planner must know."""
    with connected(url) as cursor:
        cursor.execute("BEGIN; SET LOCAL session_replication_role = replica")
        sums = ", ".join(f"{name} = {name} * {times}" for name in ("received", "passed_on", "spent", "balance"))
        cursor.execute(f"UPDATE assistance_budget SET {sums}")  # noqa: S608 -- names of our own columns
        cursor.execute(f"UPDATE assistance_spendingtotal SET lines = lines * {times}, amount = amount * {times}")  # noqa: S608
        cursor.execute(f"UPDATE households_archivecount SET number = number * {times}")  # noqa: S608
        cursor.execute(f"UPDATE audits_faultcount SET number = number * {times}")  # noqa: S608
        cursor.execute("TRUNCATE reports_monthfigure, reports_countedsource, reports_stalemonth")
        cursor.execute("COMMIT")
        timed_words(cursor, ["VACUUM (ANALYZE)"])
    from reports.indicators.months import keep_months  # noqa: PLC0415 -- Django is set up by now

    keep_months()
    with connected(url) as cursor:
        timed_words(cursor, ["VACUUM (ANALYZE) reports_monthfigure", "CHECKPOINT"])


def timed_words(cursor: Any, statements: Iterable[str]) -> None:
    for statement in statements:
        start = time.monotonic()
        cursor.execute(statement)
        say(f"{time.monotonic() - start:6.0f} s  {statement}")


@contextlib.contextmanager
def quick_server(url: str) -> Iterator[None]:
    """Let the server write without waiting for its disk, and be careful again in the end."""
    with connected(url) as cursor:
        for name, value in QUICK.items():
            cursor.execute(f"ALTER SYSTEM SET {name} = {value}")
        cursor.execute("SELECT pg_reload_conf()")
    try:
        yield
    finally:
        with connected(url) as cursor:
            for name in QUICK:
                cursor.execute(f"ALTER SYSTEM RESET {name}")
            cursor.execute("SELECT pg_reload_conf()")
            cursor.execute("CHECKPOINT")


@contextlib.contextmanager
def connected(url: str) -> Iterator[Any]:
    with contextlib.closing(psycopg2.connect(url)) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            yield cursor


def say(words: str) -> None:
    print(words, flush=True)


if __name__ == "__main__":
    main()
