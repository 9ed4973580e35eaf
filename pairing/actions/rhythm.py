"""Keeping in step what follows from pairings and visits: when a household is due, and who is shown as its cadre.

The rule is written out with a worked table in docs/algorithms/visit-rhythm.md.
"""

from collections.abc import Iterable

from django.conf import settings
from django.db import connection, transaction

from pairing.enums import PairingKind

DATES = "CALL pairing_refresh_dates(%s::bigint[], %s, %s)"
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

    Two statements for any number of households; the caller holds their row locks or is alone with them.
    """
    households = list(household_ids)
    refresh_dates(households)
    with connection.cursor() as cursor:
        cursor.execute(NAMES, {"households": households, "responsible": PairingKind.RESPONSIBLE})


def refresh_dates(household_ids: Iterable[int]) -> None:
    """Write anew the dates of the visit rhythm of these households, as ``refresh_rhythm`` does: what a visit changes.

    A visit on which nobody was met counts for nothing; a home visit counts as contact too; visits count whoever made
    them. One statement, a procedure whose plan each connection keeps (pairing migration 0008).
    """
    days = (settings.VISIT_HOME_EVERY_DAYS, settings.VISIT_CALL_EVERY_DAYS)
    with connection.cursor() as cursor:
        cursor.execute(DATES, [list(household_ids), *days])
