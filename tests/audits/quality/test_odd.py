"""Who stands out: the worked table of docs/algorithms/quality-rules.md, asked of the database as the rules ask."""

import pytest
from django.db import connection

from audits.quality.rules.patterns import HALF, odd
from tests.support.tables import table

ROWS = table("quality-rules.md", "What one person does beside all the others")


@pytest.mark.django_db
@pytest.mark.parametrize("row", ROWS)
def test_each_share_of_the_worked_table(row):
    share, median, spread, people = (float(row[name]) for name in ("share", "median", "MAD", "people"))
    third = (int(people) - 1) // 3
    others = [median, *[median - spread, median + spread] * third, *[median] * (int(people) - 2 - 2 * third)]
    if spread > share - median:
        others = [median] * (int(people) - 1)  # everybody alike: the least spread counts
    values = ", ".join(f"({who}, {one})" for who, one in enumerate([share, *others]))
    shares = f"SELECT * FROM (VALUES {values}) AS v (who, share)"  # noqa: S608 -- numbers of the table
    with connection.cursor() as cursor:
        cursor.execute(f"WITH {odd(shares, HALF)} SELECT who FROM odd")  # noqa: S608 -- numbers of the table
        found = cursor.fetchall()
    assert found == ([(0,)] if row["odd"] == "yes" else [])
