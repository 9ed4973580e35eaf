"""What a copied row may not share with its original: numbers, keys and what an archive is found by, as SQL."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

OWN_KEYS = {"client_id", "sent_key"}
LAST_OF_ARCHIVES, LAST_OF_BATCHES = 99_999, 999
SPREAD = "SELECT min({0}), max({0}) FROM {1}"


@dataclass(frozen=True)
class Step:
    """How far the numbers of a copy lie from those of its original."""

    archive: int
    batch: int

    @classmethod
    def of(cls, cursor: Any) -> "Step":
        """Read which numbers are in use; those of the copies follow them."""
        found = []
        for number, table in (("right(archive_no, 5)::int", "households_household"), ("seq", "assistance_batch")):
            cursor.execute(SPREAD.format(number, table))
            first, last = (value or 0 for value in cursor.fetchone())
            found.append((last - first + 1, last))
        for (apart, last), most in zip(found, (LAST_OF_ARCHIVES, LAST_OF_BATCHES), strict=True):
            if last + 9 * apart > most:
                raise SystemExit(f"numbers up to {last}, {apart} apart: ten times as many do not fit below {most}")
        return cls(found[0][0], found[1][0])


def by_name(column: str, turn: int) -> str:
    """Return what a copy has of a number that is called the same in many tables; "" where it is the original's."""
    if column == "card_no":
        return digit(column, 8, turn)
    if column == "phone":
        return digit(column, 4, turn)
    return identity(f'"{column}"', turn) if column == "identity_no" else ""


def digit(column: str, place: int, turn: int) -> str:
    """Return the number with another digit at a place; a number that is shorter or no number stays."""
    changed = f"""(substr("{column}", {place}, 1)::int + {turn}) % 10"""
    return f"""CASE WHEN substr("{column}", {place}, 1) ~ '[0-9]'
        THEN overlay("{column}" placing ({changed})::text from {place} for 1) ELSE "{column}" END"""


def identity(number: str, turn: int) -> str:
    """Return the identity number of a region that does not exist, with its right check character (MOD 11-2)."""
    first = f"((substr({number}, 1, 1)::int + {turn}) % 10)"
    check = f"(CASE right({number}, 1) WHEN 'X' THEN 10 WHEN 'x' THEN 10 ELSE right({number}, 1)::int END)"
    # The first digit weighs 7: what it changes is taken off the check character.
    moved = f"(({check} + 7 * (11 + substr({number}, 1, 1)::int - {first})) % 11)"
    last = f"CASE {moved} WHEN 10 THEN CASE right({number}, 1) WHEN 'x' THEN 'x' ELSE 'X' END ELSE {moved}::text END"
    made = f"{first}::text || substr({number}, 2, 16) || {last}"
    return f"CASE WHEN {number} ~ '^[0-9]{{17}}[0-9Xx]$' THEN {made} ELSE {number} END"


def archive_no(number: str, turn: int, step: Step) -> str:
    """Return the number of a copied archive."""
    return f"left({number}, 10) || lpad((right({number}, 5)::int + {turn * step.archive})::text, 5, '0')"


def batch_no(number: str, turn: int, step: Step) -> str:
    """Return the number of a copied batch."""
    return f"left({number}, -3) || lpad((right({number}, 3)::int + {turn * step.batch})::text, 3, '0')"


def search(column: str, turn: int, step: Step) -> str:
    """Return what a copied archive is found by: the same names, its own numbers."""
    mine = archive_no("substr(token, 2)", turn, step)
    theirs = identity("substr(token, 2)", turn)
    token = f"""CASE WHEN token ~ '^a[0-9]{{15}}$' THEN 'a' || {mine}
        WHEN token ~ '^i[0-9]{{17}}[0-9x]$' THEN 'i' || {theirs} ELSE token END"""
    return f'(SELECT array_to_tsvector(array_agg({token})) FROM unnest(tsvector_to_array("{column}")) token)'  # noqa: S608


def subject(column: str, turn: int, step: Step) -> str:
    """Return what a copied review is about: a batch, an archive, or something of its own."""
    return f"""CASE WHEN "{column}" ~ '^FF-' THEN {batch_no(column, turn, step)}
        WHEN "{column}" ~ '^[0-9]{{15}}$' THEN {archive_no(column, turn, step)} ELSE "{column}" || '-{turn}' END"""


def apart(column: str, turn: int, step: Step) -> str:
    """Return a text that no other copy has."""
    return f"""CASE WHEN "{column}" <> '' THEN "{column}" || 'x{turn}' ELSE '' END"""


Made = Callable[[str, int, Step], str]
EXPRESSIONS: dict[tuple[str, str], Made] = {
    ("households_household", "archive_no"): archive_no,
    ("households_household", "search"): search,
    ("pairing_cadre", "user_id"): lambda column, turn, step: "NULL",
    ("assistance_batch", "seq"): lambda column, turn, step: f"{column} + {turn * step.batch}",
    ("assistance_batch", "number"): batch_no,
    ("assistance_tasklist", "seq"): lambda column, turn, step: f"{column} + {turn * step.batch}",
    ("assistance_payment", "once_key"): apart,
    ("assistance_ledgerentry", "movement"): lambda column, turn, step: f"md5({column}::text || '{turn}')::uuid",
    ("reviews_review", "subject_ref"): subject,
    ("reviews_notice", "token"): apart,
}
