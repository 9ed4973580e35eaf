"""Folding the counts of archives that their trigger has added up row by row."""

from django.db import connection

from households.models import ArchiveCount

ALIKE = ("place", "status", "clear_mask", "is_alone", "main_cause")
SPARE = 2000  # rows that may be there beyond twice the fewest possible
FOLD = """
WITH gone AS (DELETE FROM households_archivecount RETURNING *)
INSERT INTO households_archivecount (place, status, clear_mask, is_alone, main_cause, number)
    SELECT place, status, clear_mask, is_alone, main_cause, sum(number) FROM gone
    GROUP BY 1, 2, 3, 4, 5 HAVING sum(number) <> 0
"""


def fold_counts() -> int:
    """Write one row for each kind of archives in place of many, once they are many; returns how many there were.

    One statement, so that a count made meanwhile sees either all of the old rows or the new ones; what is added
    meanwhile stays beside them.
    """
    rows = ArchiveCount.objects.count()
    if rows <= SPARE or rows <= SPARE + 2 * ArchiveCount.objects.order_by().values(*ALIKE).distinct().count():
        return 0
    with connection.cursor() as cursor:
        cursor.execute(FOLD)
    return rows
