"""People who stand in two open archives by all likelihood: pairs that the database brings together, weighed one by one.

docs/algorithms/duplicates.md has the weights, docs/algorithms/quality-rules.md which pairs are brought together.
"""

import datetime
from collections.abc import Iterator
from typing import Any

from django.db import connection

from audits.quality.rule import Finding
from households.duplicates import MOST_SHARING
from households.enums import SuspicionStatus
from households.likeness import THRESHOLD, Level, Traits, levels, likeness

READ_AT_ONCE = 2000
# Workers and their spouses: who may apply for a household. The account is the worker's.
PEOPLE = """
people AS MATERIALIZED (
    SELECT m.id, m.household_id, h.union_id, h.union_path, m.name, left(m.name, 1) AS first, right(m.name, 1) AS last,
        coalesce(to_char(m.birth_date, 'YYYYMMDD'), '') AS born, m.identity_no, m.phone,
        CASE WHEN m.relation = 'self' THEN h.card_no ELSE '' END AS card
    FROM households_member m JOIN households_household h ON h.id = m.household_id
    WHERE m.archive_open AND m.departed_on IS NULL AND m.relation IN ('self', 'spouse')
), office AS (
    SELECT phone FROM people WHERE phone <> '' GROUP BY phone HAVING count(DISTINCT household_id) > %(most)s
)
"""
PAIRS = """
pairs AS (
    SELECT a.id AS one, b.id AS other FROM people a JOIN people b ON b.born = a.born AND a.household_id < b.household_id
    WHERE a.born <> '' AND (a.first = b.first OR a.last = b.last)
    UNION
    SELECT a.id, b.id FROM people a JOIN people b ON b.name = a.name AND a.household_id < b.household_id
    WHERE left(a.born, 4) = left(b.born, 4) OR right(a.born, 4) = right(b.born, 4)
    UNION
    SELECT a.id, b.id FROM people a JOIN people b ON b.phone = a.phone AND a.household_id < b.household_id
    WHERE length(a.phone) >= 7 AND a.phone NOT IN (SELECT phone FROM office)
    UNION
    SELECT a.id, b.id FROM people a JOIN people b ON b.card = a.card AND a.household_id < b.household_id
    WHERE a.card <> ''
)
"""
ASK = f"""
WITH {PEOPLE}, {PAIRS}
SELECT a.household_id, a.id, a.name, a.born, a.identity_no, a.phone, a.card, ua.name,
    b.household_id, b.id, b.name, b.born, b.identity_no, b.phone, b.card, ub.name
FROM pairs JOIN people a ON a.id = one JOIN people b ON b.id = other
JOIN organizations_union ua ON ua.id = a.union_id JOIN organizations_union ub ON ub.id = b.union_id
WHERE (a.union_path LIKE %(within)s OR b.union_path LIKE %(within)s)
AND NOT EXISTS (SELECT 1 FROM households_duplicatesuspicion d WHERE d.status = %(different)s
    AND d.first_id = least(a.household_id, b.household_id) AND d.second_id = greatest(a.household_id, b.household_id))
ORDER BY a.id, b.id
"""  # noqa: S608 -- constants of our own code
FIELDS = {"name": "姓名", "born": "出生日期", "number": "身份证号", "account": "银行卡号", "phone": "电话"}
AGREES = {Level.SAME: "相同", Level.NEAR: "只差一处"}


def people_twice(today: datetime.date, within: str) -> Iterator[Finding]:
    """Yield a finding for each side of each likely pair; memory stays flat, the pairs are read bit by bit.

    Of each pair at least one archive lies below a path (``within``, a pattern of LIKE). Of the other archive the union
    alone is told, since whoever reads it may see no more of it.
    """
    said: dict[str, Any] = {"most": MOST_SHARING, "within": within, "different": SuspicionStatus.DIFFERENT}
    with connection.chunked_cursor() as cursor:
        cursor.execute(ASK, said)
        while rows := cursor.fetchmany(READ_AT_ONCE):
            for row in rows:
                yield from _weighed(row[:8], row[8:])


def _weighed(row: tuple[Any, ...], beside: tuple[Any, ...]) -> Iterator[Finding]:
    one, other = _traits(row), _traits(beside)
    if likeness(one, other) < THRESHOLD:
        return
    agreeing = "、".join(
        f"{FIELDS[name]}{AGREES[level]}" for name, level in levels(one, other).items() if level in AGREES
    )
    for (household, member, name, *_more), (*_rest, union) in ((row, beside), (beside, row)):
        yield household, str(member), f"{name}：与{union}另一份档案中的人{agreeing}"


def _traits(row: tuple[Any, ...]) -> Traits:
    _household, _member, name, born, number, phone, card, _union = row
    return Traits(names=(name,), born=born, number=number, phone=phone, account=card)
