"""Folding the counts of faults that their triggers have added up row by row."""

from django.db import connection

from audits.models import FaultCount

ALIKE = ("place", "rule", "waived_until")
SPARE = 2000  # rows that may be there beyond twice the fewest possible
FOLD = """
WITH gone AS (DELETE FROM audits_faultcount RETURNING *)
INSERT INTO audits_faultcount (place, rule, waived_until, number)
    SELECT place, rule, waived_until, sum(number) FROM gone GROUP BY 1, 2, 3 HAVING sum(number) <> 0
"""


def fold_fault_counts() -> int:
    """Write one row for each place, rule and waiver's day in place of many, once they are many; returns how many.

    One statement, so that a count made meanwhile sees either all of the old rows or the new ones; what is added
    meanwhile stays beside them.
    """
    rows = FaultCount.objects.count()
    if rows <= SPARE or rows <= SPARE + 2 * FaultCount.objects.order_by().values(*ALIKE).distinct().count():
        return 0
    with connection.cursor() as cursor:
        cursor.execute(FOLD)
    return rows
