"""Running the rules: what is new is added, what is mended is marked gone, all by sets.

Each rule is one transaction together with the note that it is done, so that a run that is broken off goes on after the
last whole rule, whoever goes on with it. A run of one union asks each rule of the whole register as well, since some
hold an archive against all others, and keeps what lies in the union; what lies elsewhere stays as it was.
"""

import datetime
import itertools
import logging
import time
import zlib
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.db import Error, connection, transaction

from audits.models import QualityRun
from audits.quality.catalogue import BY_CODE, RULES
from audits.quality.rule import Finding, Rule
from core import clock
from households.enums import IN_CARE
from organizations.models import Union, User
from organizations.scope import COUNTY_PATH

logger = logging.getLogger("huhuqing.quality")
WEIGHED_AT_ONCE = 1000
FORGET = "DROP TABLE IF EXISTS quality_found"
FIND = """
CREATE TEMPORARY TABLE quality_found ON COMMIT DROP AS
SELECT DISTINCT ON (household_id, subject) household_id, subject, left(coalesce(detail, ''), 300) AS detail
FROM ({sql}) AS found (household_id, subject, detail) {within} ORDER BY household_id, subject
"""
# Joined and not sought in a list: the planner begins at the archives of the union where the rule is of one archive.
WITHIN = "JOIN households_household AS home ON home.id = household_id AND home.union_path LIKE %(within)s"

WEIGHED = """
CREATE TEMPORARY TABLE quality_found (household_id bigint, subject text, detail text,
    PRIMARY KEY (household_id, subject)) ON COMMIT DROP
"""
TAKE = """
INSERT INTO quality_found SELECT * FROM unnest(%s::bigint[], %s::text[], %s::text[]) ON CONFLICT DO NOTHING
"""
LEAVE_OTHERS = """
DELETE FROM quality_found USING households_household AS home
WHERE home.id = household_id AND home.union_path NOT LIKE %(within)s
"""
ADD = """
INSERT INTO audits_fault (rule, household_id, union_path, subject, detail, found_on)
SELECT %(rule)s, found.household_id, household.union_path, found.subject, left(found.detail, 300), %(today)s
FROM quality_found AS found JOIN households_household AS household ON household.id = found.household_id
ON CONFLICT (rule, household_id, subject) DO UPDATE
SET detail = excluded.detail, gone_on = NULL,
    found_on = CASE WHEN audits_fault.gone_on IS NULL THEN audits_fault.found_on ELSE excluded.found_on END
WHERE audits_fault.gone_on IS NOT NULL OR audits_fault.detail <> excluded.detail
"""
MARK_GONE = """
UPDATE audits_fault AS kept SET gone_on = %(today)s WHERE kept.rule = %(rule)s AND kept.gone_on IS NULL
AND kept.union_path LIKE %(within)s AND NOT EXISTS (SELECT 1 FROM quality_found AS found
    WHERE found.household_id = kept.household_id AND found.subject = kept.subject)
"""
RETIRE = "UPDATE audits_fault SET gone_on = %(today)s WHERE gone_on IS NULL AND rule <> ALL(%(rules)s)"
KEEP_DAY = f"""
INSERT INTO audits_faultday (day, rule, union_path, faults)
SELECT %(today)s, rule, left(union_path, {COUNTY_PATH}), count(*) FROM audits_fault
WHERE gone_on IS NULL AND (waived_until IS NULL OR waived_until < %(today)s)
GROUP BY rule, left(union_path, {COUNTY_PATH})
"""  # noqa: S608 -- a constant of our own code
# Two runs never write the faults of one rule at once, nor do two workers go on with one run.
LOCK = "SELECT pg_advisory_xact_lock(%s, %s)"
TRY_LOCK = "SELECT pg_try_advisory_xact_lock(%s, %s)"
RUNS, RULES_RUN = 12232, 12233  # spaces of the locks, beside those of jobs
Watch = Callable[[int, int], None]


def find(rule: Rule, today: datetime.date, union: Union | None = None) -> int:
    """Hold the register, or the archives of a union, against one rule, and keep what is found; returns how many stand.

    Who runs the same rule meanwhile waits.
    """
    within = f"{union.path}%" if union else "%"
    said: dict[str, Any] = {"today": today, "rule": rule.code, "care": list(IN_CARE), "within": within}
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(LOCK, [RULES_RUN, zlib.crc32(rule.code.encode()) >> 1])
        cursor.execute(FORGET)
        if rule.weigh:
            cursor.execute(WEIGHED)
            _take(cursor, rule.weigh(today, within))
            cursor.execute(LEAVE_OTHERS, said)
        else:
            cursor.execute(FIND.format(sql=rule.sql, within=WITHIN if union else ""), said)
        cursor.execute(ADD, said)
        cursor.execute(MARK_GONE, said)
        cursor.execute("SELECT count(*) FROM quality_found")
        return cursor.fetchone()[0]


def _take(cursor: Any, findings: Iterable[Finding]) -> None:
    """Write what is weighed down, a part at a time."""
    left = iter(findings)
    while part := list(itertools.islice(left, WEIGHED_AT_ONCE)):
        cursor.execute(TAKE, [list(column) for column in zip(*part, strict=True)])


def take_run(run: QualityRun, *, waits: bool = True) -> bool:
    """Take the lock of a run through the transaction; without ``waits`` tell whether nobody else has it."""
    with connection.cursor() as cursor:
        cursor.execute(LOCK if waits else TRY_LOCK, [RUNS, run.pk])
        return waits or cursor.fetchone()[0]


@transaction.atomic
def go_on(run: QualityRun, rules: Sequence[Rule] = RULES, *, waits: bool = True) -> QualityRun | None:
    """Run the next rule, or end the run after the last; returns it as it is then, None for one that is over.

    One that somebody cancelled ends before its next rule. Of two workers one has the run; the other waits, or without
    ``waits`` leaves it alone, which is None as well. A rule that the database refuses is noted, and the next one is
    run. The row itself is locked for no longer than it is written, so that whoever cancels need not wait for the rule.
    """
    taken = take_run(run, waits=waits)
    locked = QualityRun.objects.select_related("union").filter(pk=run.pk, ended_at__isnull=True).first()
    if not taken or locked is None:
        return None
    rule = next_rule(locked, rules)
    if rule is None or locked.stopped_by_id:
        return _end(locked, is_whole=rule is None)
    began = time.perf_counter()
    try:
        with transaction.atomic():
            locked.found += find(rule, locked.day, locked.union)
    except Error:
        logger.exception("rule %s of data quality", rule.code)
        locked.failed = [*locked.failed, rule.code]
    locked.seconds[rule.code] = round(time.perf_counter() - began, 3)
    locked.save(update_fields=["found", "seconds", "failed"])
    return locked


def next_rule(run: QualityRun, rules: Sequence[Rule] = RULES) -> Rule | None:
    """Return the rule that a run has not done yet and that comes first, None after the last."""
    return next((rule for rule in rules if rule.code not in run.seconds), None)


def _end(run: QualityRun, *, is_whole: bool) -> QualityRun:
    """End a run; after all rules over the whole register keep what stands, since the trend is of the whole."""
    if is_whole and run.union_id is None:
        keep_day(run.day)
    run.ended_at = clock.now()
    run.save(update_fields=["ended_at"])
    return run


def run_rules(
    *,
    by: User | None = None,
    union: Union | None = None,
    rules: Sequence[Rule] = RULES,
    watch: Watch = lambda done, total: None,
) -> QualityRun:
    """Hold the register, or a union alone, against the rules one after another; ``watch`` is told how many are done."""
    facts = {"day": clock.today(), "began_at": clock.now(), "union": union}
    run = QualityRun.objects.create(by=by, total=len(rules), **facts)
    while (gone_on := go_on(run, rules)) is not None and gone_on.is_open:
        watch(gone_on.done, len(rules))
    run.refresh_from_db()
    return run


@transaction.atomic
def keep_day(today: datetime.date) -> None:
    """Keep how many faults stand now as those of a day; a second run of the day takes the place of the first."""
    said: dict[str, Any] = {"today": today, "rules": list(BY_CODE)}
    with connection.cursor() as cursor:
        cursor.execute(RETIRE, said)
        cursor.execute("DELETE FROM audits_faultday WHERE day = %(today)s", said)
        cursor.execute(KEEP_DAY, said)
