"""Lines that failed and may be paid again: on which account, and what still stands against it."""

import copy
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistance.models import Batch, Payment, Stop
from assistance.payments.enums import StopKind, StopState
from assistance.payments.stopping import find_stops

# What is judged anew when a line is paid again: the account, and whether fund and person may still pay and be paid.
JUDGED_AGAIN = frozenset(
    {
        *(StopKind.NO_ACCOUNT, StopKind.BAD_ACCOUNT, StopKind.STRANGER),
        *(StopKind.DECEASED, StopKind.SAME_PURPOSE, StopKind.FUND_PROJECT),
    }
)


@dataclass(frozen=True)
class Account:
    """Where a line is paid to; ``own`` when it is not the account of the archive."""

    payee_name: str
    bank: str
    bank_branch: str
    card_no: str
    own: bool = False


def account_now(line: Payment) -> Account:
    """Return the account that the archive of a line has by now; an account of the line's own stays."""
    home = line.household
    if line.own_account or not home.card_no:
        return Account(line.payee_name, line.bank, line.bank_branch, line.card_no, own=line.own_account)
    return Account(line.payee_name, home.bank, home.bank_branch, home.card_no)


def is_changed(line: Payment, account: Account) -> bool:
    """Tell whether an account differs from the one that failed."""
    return (line.payee_name, line.card_no) != (account.payee_name, account.card_no)


def still_against(
    batch: Batch, lines: Sequence[Payment], accounts: dict[int, Account]
) -> dict[int, list[tuple[StopKind, str]]]:
    """Return what stands against paying lines again on their new accounts, by the key of the line.

    That the payee is no member of the household stays overridden where it was, for the same name.
    """
    asked = [_with(line, accounts[line.pk]) for line in lines]
    excused = _excused(lines)
    found = {}
    for line, stops in find_stops(batch, asked).items():
        same_name = line.pk in excused and excused[line.pk] == accounts[line.pk].payee_name
        kept = [
            (kind, detail)
            for kind, detail in stops
            if kind in JUDGED_AGAIN and not (kind == StopKind.STRANGER and same_name)
        ]
        if kept:
            found[line.pk] = kept
    return found


def _with(line: Payment, account: Account) -> Payment:
    changed = copy.copy(line)
    changed.payee_name, changed.card_no = account.payee_name, account.card_no
    changed.bank, changed.bank_branch = account.bank, account.bank_branch
    changed.own_account = True  # which account it is was decided just now
    return changed


def _excused(lines: Iterable[Payment]) -> dict[int, str]:
    names = {line.pk: line.payee_name for line in lines}
    stops = Stop.objects.filter(payment__in=names, kind=StopKind.STRANGER, state=StopState.OVERRIDDEN)
    return {pk: names[pk] for pk in stops.values_list("payment", flat=True)}
