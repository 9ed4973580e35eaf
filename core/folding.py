"""Folding counts that triggers add up row by row (``number``), so that no writer waits for the row of another."""

from django.db import connection, models

SPARE = 2000  # rows that may be there beyond twice the fewest possible
FOLD = """
WITH gone AS (DELETE FROM {table} RETURNING *)
INSERT INTO {table} ({kind}, number) SELECT {kind}, sum(number) FROM gone GROUP BY {kind} HAVING sum(number) <> 0
"""


def fold(counts: type[models.Model], kind: tuple[str, ...]) -> int:
    """Write one row for each kind in place of many, once they are many; returns how many there were, 0 when few.

    One statement, so that a count made meanwhile sees either all of the old rows or the new ones; what is added
    meanwhile stays beside them.
    """
    every = counts._default_manager.order_by()
    rows = every.count()
    if rows <= SPARE or rows <= SPARE + 2 * every.values(*kind).distinct().count():
        return 0
    with connection.cursor() as cursor:
        cursor.execute(FOLD.format(table=counts._meta.db_table, kind=", ".join(kind)))
    return rows
