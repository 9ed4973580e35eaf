"""Finding archives that may be of one family: the rule, and what it finds (docs/algorithms/duplicates.md).

Whoever is compared stands in an open archive and lives there. The same identity number is no suspicion: the database
refuses it.
"""

import datetime
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from django.db import connection
from django.db.models import Q, QuerySet

from core import pinyin
from households.enums import OPEN_STATUSES, Likeness
from households.models import Household, Member
from organizations.enums import SUBTREE_ROLES
from organizations.models import User

Pair = tuple[int, int]

MOST_SHARING = 5  # archives that name one phone; beyond, it is the phone of an office and says nothing
SHORTEST_PHONE = 7
ONE_APART_FROM = 3  # characters of a name of which one may differ: two names of two differ too easily
MOST_HITS = 8
MARKS = re.compile(r"[\s·•・.．]")

PRESENT = "{0}.archive_open AND {0}.departed_on IS NULL"
BORN_ALIKE = f"""
SELECT a.household_id, b.household_id, a.name, b.name, a.relation = 'self' OR b.relation = 'self'
FROM households_member a
JOIN households_member b ON b.birth_date = a.birth_date AND b.household_id <> a.household_id
WHERE a.household_id = ANY(%s) AND {PRESENT.format("a")} AND {PRESENT.format("b")}
    AND (a.relation = 'self' OR b.relation = 'self' OR a.name = b.name)
"""  # noqa: S608 -- constants of our own code
SAME_PHONE = f"""
WITH shared AS (
    SELECT m.phone FROM households_member m
    WHERE {PRESENT.format("m")} AND m.phone <> '' AND length(m.phone) >= {SHORTEST_PHONE}
        AND m.phone IN (SELECT phone FROM households_member WHERE household_id = ANY(%s))
    GROUP BY m.phone HAVING count(DISTINCT m.household_id) BETWEEN 2 AND {MOST_SHARING}
)
SELECT DISTINCT a.household_id, b.household_id
FROM shared
JOIN households_member a ON a.phone = shared.phone AND a.household_id = ANY(%s)
JOIN households_member b ON b.phone = shared.phone AND b.household_id <> a.household_id
WHERE {PRESENT.format("a")} AND {PRESENT.format("b")} AND a.phone <> '' AND b.phone <> ''
"""  # noqa: S608 -- constants of our own code
SAME_CARD = """
SELECT a.id, b.id FROM households_household a
JOIN households_household b ON b.card_no = a.card_no AND b.id <> a.id
WHERE a.id = ANY(%s) AND a.card_no <> '' AND b.card_no <> '' AND a.status = ANY(%s) AND b.status = ANY(%s)
"""


@dataclass(frozen=True)
class Typed:
    """What somebody is typing of a person (and of the account of the archive)."""

    identity_no: str = ""
    name: str = ""
    birth_date: datetime.date | None = None
    phone: str = ""
    card_no: str = ""
    is_worker: bool = True


@dataclass
class Hit:
    """An open archive that what is typed is like; ``person`` is who is alike, none for an account."""

    household: Household
    is_in_scope: bool
    person: Member | None = None
    reasons: tuple[Likeness, ...] = ()

    @property
    def reason_names(self) -> str:
        return "；".join(str(reason.label) for reason in self.reasons)


def are_names_alike(name: str, other: str, *, of_worker: bool) -> bool:
    """Tell whether two names of people born on one day may be one person's.

    Equal ones always may. If one of the two is a worker (``of_worker``), so may names that are read alike, whatever
    their tones, and names of three or more characters that differ in one.
    """
    name, other = MARKS.sub("", name), MARKS.sub("", other)
    if not name or not other:
        return False
    if name == other:
        return True
    return of_worker and (_reading(name) == _reading(other) or _is_one_apart(name, other))


def likenesses(household_ids: Iterable[int]) -> dict[Pair, set[Likeness]]:
    """Return the open archives that these are like, as pairs (the lower key first) with the reasons; three queries."""
    ids, found = list(household_ids), defaultdict(set)
    with connection.cursor() as cursor:
        cursor.execute(BORN_ALIKE, [ids])
        for first, second, name, other, of_worker in cursor.fetchall():
            if are_names_alike(name, other, of_worker=of_worker):
                found[_pair(first, second)].add(Likeness.NAME)
        cursor.execute(SAME_PHONE, [ids, ids])
        for first, second in cursor.fetchall():
            found[_pair(first, second)].add(Likeness.PHONE)
        cursor.execute(SAME_CARD, [ids, list(OPEN_STATUSES), list(OPEN_STATUSES)])
        for first, second in cursor.fetchall():
            found[_pair(first, second)].add(Likeness.CARD)
    return dict(found)


def same_person(typed: Typed, user: User, *, beside: Household | None = None) -> Hit | None:
    """Return the open archive in which a person of this very number stands; one query, none without a number."""
    if not typed.identity_no:
        return None
    people = Member.objects.in_open_archives([typed.identity_no])
    person = (people.exclude(household=beside) if beside else people).first()
    return _hit(person.household, user, person) if person else None


def like_what_is_typed(typed: Typed, user: User, *, beside: Household | None = None) -> list[Hit]:
    """Return the open archives that what is typed is like, those with most reasons first; at most two queries."""
    hits: dict[int, Hit] = {}
    for person, reason in _people_alike(typed, beside):
        hit = hits.setdefault(person.household_id, _hit(person.household, user, person))
        hit.reasons = tuple(dict.fromkeys([*hit.reasons, reason]))
    if typed.card_no:
        for household in _with_card(typed.card_no, beside):
            hit = hits.setdefault(household.pk, _hit(household, user))
            hit.reasons = (*hit.reasons, Likeness.CARD)
    return sorted(hits.values(), key=lambda hit: (-len(hit.reasons), hit.household.archive_no))[:MOST_HITS]


def _people_alike(typed: Typed, beside: Household | None) -> list[tuple[Member, Likeness]]:
    by_name, by_phone = bool(typed.name and typed.birth_date), len(typed.phone) >= SHORTEST_PHONE
    if not (by_name or by_phone):
        return []
    asked = Q(birth_date=typed.birth_date) if by_name else Q(pk__in=[])
    if by_phone:
        asked |= Q(phone=typed.phone)
    born = Member.objects.present().filter(asked, archive_open=True).select_related("household__union")
    people = list(born.exclude(household=beside) if beside else born)
    alike = [(person, Likeness.NAME) for person in people if by_name and _is_alike(typed, person)]
    calls = [(person, Likeness.PHONE) for person in people if by_phone and person.phone == typed.phone]
    # Together with the archive that is being typed.
    is_office = len({person.household_id for person, _reason in calls}) >= MOST_SHARING
    return alike if is_office else alike + calls


def _is_alike(typed: Typed, person: Member) -> bool:
    of_worker = typed.is_worker or person.is_worker
    same_day = person.birth_date == typed.birth_date
    return same_day and are_names_alike(typed.name, person.name, of_worker=of_worker)


def _with_card(card_no: str, beside: Household | None) -> QuerySet[Household]:
    found = Household.objects.open().filter(card_no=card_no).select_related("union")
    return found.exclude(pk=beside.pk) if beside else found


def _hit(household: Household, user: User, person: Member | None = None) -> Hit:
    return Hit(household, user.scope.holds(SUBTREE_ROLES, household.union_path), person)


def _pair(first: int, second: int) -> Pair:
    return (first, second) if first < second else (second, first)


@lru_cache(maxsize=50_000)
def _reading(name: str) -> str:
    return pinyin.reading(name)


def _is_one_apart(name: str, other: str) -> bool:
    if len(name) != len(other) or len(name) < ONE_APART_FROM:
        return False
    return sum(one != two for one, two in zip(name, other, strict=True)) == 1
