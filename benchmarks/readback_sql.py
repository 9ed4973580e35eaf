"""What the registers that are read back say, in the words of SQL; numbers of persons masked as they are exported."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any, NamedTuple


def text(value: Any) -> str:
    """Return a cell of words."""
    return "" if value is None else str(value)


def whole(value: Any) -> str:
    """Return a cell of a count, which programs read as 3, 3.0 or "3"."""
    return str(int(Decimal(str(value))))


def money(value: Any) -> str:
    """Return a cell of money with two places; empty for none."""
    return "" if value in (None, "") else f"{Decimal(str(value)):.2f}"


class Asked(NamedTuple):
    """The columns of a register, how each is made text, and the statement that gives all but the running number."""

    fields: str
    texts: tuple[Callable[[Any], str], ...]
    sql: str


ASKED = {
    "roster": Asked(
        "no,archive_no,name,identity_no,union,persons,per_head,filed_on",
        (whole, text, text, text, text, whole, money, text),
        """
        SELECT h.archive_no, w.name, left(w.identity_no, 6) || repeat('*', length(w.identity_no) - 10)
            || right(w.identity_no, 4),
            u.name, h.persons::text, coalesce(h.per_head::numeric(12, 2)::text, ''), to_char(h.filed_on, 'YYYY-MM-DD')
        FROM households_household h JOIN organizations_union u ON u.id = h.union_id
            JOIN households_member w ON w.household_id = h.id AND w.relation = 'self'
        WHERE h.status = 'on_file' AND h.union_path LIKE (SELECT path FROM organizations_union WHERE code = %s) || '%%'
        """,
    ),
    "payments": Asked(
        "no,archive_no,name,batch,payee,card_no,amount,paid_on",
        (whole, text, text, text, text, text, money, text),
        """
        SELECT h.archive_no, h.head_name, b.number, p.payee_name,
            repeat('*', length(p.card_no) - 4) || right(p.card_no, 4), p.amount::text, to_char(p.paid_on, 'YYYY-MM-DD')
        FROM assistance_payment p JOIN assistance_batch b ON b.id = p.batch_id
            JOIN households_household h ON h.id = p.household_id
        WHERE p.status = 'paid' AND h.union_path LIKE (SELECT path FROM organizations_union WHERE code = %s) || '%%'
        """,
    ),
}
