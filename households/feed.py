"""Keeping the feed of changes by triggers, whichever page, job or command writes.

A row of the feed names what changed and in which transaction; a transaction that changes one thing many times is told
once. What the rows mean for readers: households.feedreading.
"""

from collections.abc import Iterable
from functools import partial

import pgtrigger

COLUMNS = '"transaction", resource, key, household_id, kind, at'
XID = "pg_current_xact_id()::text::bigint"
ONCE = 'ON CONFLICT ("transaction", resource, key)'


def feed_triggers(
    resource: str,
    *,
    household: str = "{row}.household_id",
    is_part: bool = False,
    ignore: Iterable[str] = (),
) -> list[pgtrigger.Trigger]:
    """Return the triggers that tell the feed of a model's rows as ``resource``, each by its key.

    ``household`` is SQL for the archive that a row belongs to. Rows that are a part of an archive (``is_part``) are
    told as a change of the archive itself. Fields to ``ignore`` are summaries, of which nobody is told. Inserts and
    deletes cost one statement each, however many rows.
    """
    telling = partial(_told, resource, household, is_part=is_part)
    changed = pgtrigger.Trigger(
        name="feed_changed",
        when=pgtrigger.After,
        operation=pgtrigger.Update,
        condition=pgtrigger.AnyChange(exclude=list(ignore)) if ignore else pgtrigger.AnyChange(),
        func=telling("NEW", "", "changed"),
    )
    return [
        _of_statement("feed_created", pgtrigger.Insert, telling("fed", "FROM fed_rows fed", "created"), new="fed_rows"),
        changed,
        _of_statement("feed_deleted", pgtrigger.Delete, telling("fed", "FROM fed_rows fed", "deleted"), old="fed_rows"),
    ]


def _of_statement(name: str, operation: pgtrigger.Operation, func: str, **rows: str) -> pgtrigger.Trigger:
    return pgtrigger.Trigger(
        name=name,
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=operation,
        referencing=pgtrigger.Referencing(**rows),
        func=func,
    )


def _told(resource: str, household: str, row: str, source: str, kind: str, *, is_part: bool) -> str:
    kind = "changed" if is_part else kind
    archive = household.format(row=row)
    key = archive if is_part else f"{row}.id"
    values = f"{XID} AS xid, '{resource}' AS name, {key} AS number, {archive} AS archive, '{kind}' AS kind, now() AS at"
    # Parts that fall together with what leads to their archive have no way to it any more; that has told of it.
    found = f"SELECT DISTINCT told.* FROM (SELECT {values} {source}) told WHERE told.archive IS NOT NULL"  # noqa: S608
    again = f"{ONCE} DO UPDATE SET kind = 'deleted'" if kind == "deleted" else f"{ONCE} DO NOTHING"
    return f"INSERT INTO households_changefeed ({COLUMNS}) {found} {again}; RETURN NULL;"  # noqa: S608
