"""Keeping in step what follows from pairings and visits: when a household is due, and who is shown as its cadre.

The rule is written out with a worked table in docs/algorithms/visit-rhythm.md.
"""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from pairing.enums import Met, PairingKind, VisitMethod

# Only rows whose dates change are written: each write of a pairing marks its household's six-clear state as stale.
DATES = """
UPDATE pairing_pairing pairing
SET last_home_on = fresh.home, last_call_on = fresh.call, home_due_on = fresh.home_due, call_due_on = fresh.call_due
FROM (
    SELECT paired.id, seen.home, seen.call,
        coalesce(seen.home, paired.started_on) + %(home_days)s AS home_due,
        coalesce(greatest(seen.home, seen.call), paired.started_on) + %(call_days)s AS call_due
    FROM pairing_pairing paired
    LEFT JOIN (
        SELECT household_id,
            max("on") FILTER (WHERE method = %(home)s) AS home,
            max("on") FILTER (WHERE method = %(call)s) AS call
        FROM pairing_visit WHERE household_id = ANY(%(households)s) AND met <> %(nobody)s GROUP BY household_id
    ) seen USING (household_id)
    WHERE paired.household_id = ANY(%(households)s) AND paired.ended_on IS NULL
) fresh
WHERE pairing.id = fresh.id AND (pairing.last_home_on, pairing.last_call_on, pairing.home_due_on, pairing.call_due_on)
    IS DISTINCT FROM (fresh.home, fresh.call, fresh.home_due, fresh.call_due)
"""
NAMES = """
UPDATE households_household household SET cadre_names = fresh.names
FROM (
    SELECT wanted.id,
        left(coalesce(string_agg(cadre.name, '、' ORDER BY pairing.started_on, pairing.id), ''), 120) AS names
    FROM unnest(%(households)s::bigint[]) AS wanted (id)
    LEFT JOIN pairing_pairing pairing
        ON pairing.household_id = wanted.id AND pairing.ended_on IS NULL AND pairing.kind = %(responsible)s
    LEFT JOIN pairing_cadre cadre ON cadre.id = pairing.cadre_id
    GROUP BY wanted.id
) fresh
WHERE household.id = fresh.id AND household.cadre_names IS DISTINCT FROM fresh.names
"""


@transaction.atomic(savepoint=False)
def refresh_rhythm(household_ids: Iterable[int]) -> None:
    """Write anew the dates of the visit rhythm and the cadre's name of these households.

    Two statements for any number of households; the caller holds their row locks or is alone with them. A visit on
    which nobody was met counts for nothing; a home visit counts as contact too; visits count whoever made them.
    """
    households = list(household_ids)
    facts: dict[str, Any] = {
        "households": households,
        "home": VisitMethod.HOME,
        "call": VisitMethod.CALL,
        "nobody": Met.NOBODY,
        "responsible": PairingKind.RESPONSIBLE,
        "home_days": settings.VISIT_HOME_EVERY_DAYS,
        "call_days": settings.VISIT_CALL_EVERY_DAYS,
    }
    with connection.cursor() as cursor:
        cursor.execute(DATES, facts)
        cursor.execute(NAMES, facts)
