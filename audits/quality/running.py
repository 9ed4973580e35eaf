"""Running the rules over the whole register: what is new is added, what is mended is marked gone, all by sets.

Each rule is one transaction together with the note that it is done, so that a run that is broken off goes on after the
last whole rule, whoever goes on with it.
"""

import datetime
import itertools
import logging
import time
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.db import Error, connection, transaction

from audits.models import QualityRun
from audits.quality.catalogue import BY_CODE, RULES
from audits.quality.rule import Finding, Rule
from core import clock
from households.enums import IN_CARE
from organizations.models import User
from organizations.scope import COUNTY_PATH

logger = logging.getLogger("huhuqing.quality")
WEIGHED_AT_ONCE = 1000
FORGET = "DROP TABLE IF EXISTS quality_found"
FIND = """
CREATE TEMPORARY TABLE quality_found ON COMMIT DROP AS
SELECT DISTINCT ON (household_id, subject) household_id, subject, left(coalesce(detail, ''), 300) AS detail
FROM ({sql}) AS found (household_id, subject, detail) ORDER BY household_id, subject
"""
WEIGHED = """
CREATE TEMPORARY TABLE quality_found (household_id bigint, subject text, detail text,
    PRIMARY KEY (household_id, subject)) ON COMMIT DROP
"""
TAKE = """
INSERT INTO quality_found SELECT * FROM unnest(%s::bigint[], %s::text[], %s::text[]) ON CONFLICT DO NOTHING
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
AND NOT EXISTS (SELECT 1 FROM quality_found AS found
    WHERE found.household_id = kept.household_id AND found.subject = kept.subject)
"""
RETIRE = "UPDATE audits_fault SET gone_on = %(today)s WHERE gone_on IS NULL AND rule <> ALL(%(rules)s)"
KEEP_DAY = f"""
INSERT INTO audits_faultday (day, rule, union_path, faults)
SELECT %(today)s, rule, left(union_path, {COUNTY_PATH}), count(*) FROM audits_fault
WHERE gone_on IS NULL AND (waived_until IS NULL OR waived_until < %(today)s)
GROUP BY rule, left(union_path, {COUNTY_PATH})
"""  # noqa: S608 -- a constant of our own code
Watch = Callable[[int, int], None]


def find(rule: Rule, today: datetime.date) -> int:
    """Hold the register against one rule, and keep what is found; returns how many faults stand."""
    said: dict[str, Any] = {"today": today, "rule": rule.code, "care": list(IN_CARE)}
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(FORGET)
        if rule.weigh:
            cursor.execute(WEIGHED)
            _take(cursor, rule.weigh(today))
        else:
            cursor.execute(FIND.format(sql=rule.sql), said)
        cursor.execute(ADD, said)
        cursor.execute(MARK_GONE, said)
        cursor.execute("SELECT count(*) FROM quality_found")
        return cursor.fetchone()[0]


def _take(cursor: Any, findings: Iterable[Finding]) -> None:
    """Write what is weighed down, a part at a time."""
    left = iter(findings)
    while part := list(itertools.islice(left, WEIGHED_AT_ONCE)):
        cursor.execute(TAKE, [list(column) for column in zip(*part, strict=True)])


@transaction.atomic
def go_on(run: QualityRun, rules: Sequence[Rule] = RULES, *, waits: bool = True) -> QualityRun | None:
    """Run the next rule of a run, or end it after the last; returns the run as it is then, None for one that is over.

    Of two workers one has the run; the other waits, or without ``waits`` leaves it alone, which is None as well. A rule
    that the database refuses is noted, and the next one is run.
    """
    held = QualityRun.objects.select_for_update(of=("self",), skip_locked=not waits)
    locked = held.filter(pk=run.pk, ended_at__isnull=True).first()
    if locked is None:
        return None
    rule = next_rule(locked, rules)
    if rule is None:
        return _end(locked)
    began = time.perf_counter()
    try:
        with transaction.atomic():
            locked.found += find(rule, locked.day)
    except Error:
        logger.exception("rule %s of data quality", rule.code)
        locked.failed = [*locked.failed, rule.code]
    locked.seconds[rule.code] = round(time.perf_counter() - began, 3)
    locked.save(update_fields=["found", "seconds", "failed"])
    return locked


def next_rule(run: QualityRun, rules: Sequence[Rule] = RULES) -> Rule | None:
    """Return the rule that a run has not done yet and that comes first, None after the last."""
    return next((rule for rule in rules if rule.code not in run.seconds), None)


def _end(run: QualityRun) -> QualityRun:
    """Keep what stands after all rules, and end the run."""
    keep_day(run.day)
    run.ended_at = clock.now()
    run.save(update_fields=["ended_at"])
    return run


def run_rules(
    *, by: User | None = None, rules: Sequence[Rule] = RULES, watch: Watch = lambda done, total: None
) -> QualityRun:
    """Hold the whole register against the rules, one after another; ``watch`` is told how many are done."""
    run = QualityRun.objects.create(day=clock.today(), began_at=clock.now(), by=by, total=len(rules))
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
