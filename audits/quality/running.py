"""Running the rules over the whole register: what is new is added, what is mended is marked gone, all by sets.

Each rule is one transaction, so that a run that is broken off has done whole rules and the next goes over all again.
"""

import datetime
import time
from collections.abc import Callable, Sequence
from typing import Any

from django.db import connection, transaction

from audits.models import QualityRun
from audits.quality.catalogue import RULES
from audits.quality.rule import Rule
from core import clock
from households.enums import IN_CARE
from organizations.models import User
from organizations.scope import COUNTY_PATH

FORGET = "DROP TABLE IF EXISTS quality_found"
FIND = """
CREATE TEMPORARY TABLE quality_found ON COMMIT DROP AS
SELECT DISTINCT ON (household_id, subject) household_id, subject, left(coalesce(detail, ''), 300) AS detail
FROM ({sql}) AS found (household_id, subject, detail) ORDER BY household_id, subject
"""
ADD = """
INSERT INTO audits_fault (rule, household_id, subject, detail, found_on)
SELECT %(rule)s, household_id, subject, detail, %(today)s FROM quality_found
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
KEEP_DAY = f"""
INSERT INTO audits_faultday (day, rule, union_path, faults)
SELECT %(today)s, fault.rule, left(household.union_path, {COUNTY_PATH}), count(*)
FROM audits_fault AS fault JOIN households_household AS household ON household.id = fault.household_id
WHERE fault.gone_on IS NULL GROUP BY fault.rule, left(household.union_path, {COUNTY_PATH})
"""  # noqa: S608 -- a constant of our own code
Watch = Callable[[int, int], None]


def find(rule: Rule, today: datetime.date) -> int:
    """Hold the register against one rule, and keep what is found; returns how many faults stand."""
    said: dict[str, Any] = {"today": today, "rule": rule.code, "care": list(IN_CARE)}
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(FORGET)
        cursor.execute(FIND.format(sql=rule.sql), said)
        cursor.execute(ADD, said)
        cursor.execute(MARK_GONE, said)
        cursor.execute("SELECT count(*) FROM quality_found")
        return cursor.fetchone()[0]


def run_rules(
    *, by: User | None = None, rules: Sequence[Rule] = RULES, watch: Watch = lambda done, total: None
) -> QualityRun:
    """Hold the whole register against the rules, one after another; ``watch`` is told how many are done."""
    today = clock.today()
    run = QualityRun.objects.create(day=today, began_at=clock.now(), by=by)
    for done, rule in enumerate(rules, start=1):
        began = time.perf_counter()
        run.found += find(rule, today)
        run.seconds[rule.code] = round(time.perf_counter() - began, 3)
        watch(done, len(rules))
    _keep_day(today)
    run.ended_at = clock.now()
    run.save(update_fields=["found", "seconds", "ended_at"])
    return run


@transaction.atomic
def _keep_day(today: datetime.date) -> None:
    """Keep how many faults stand now as those of a day; a second run of the day takes the place of the first."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM audits_faultday WHERE day = %(today)s", {"today": today})
        cursor.execute(KEEP_DAY, {"today": today})
