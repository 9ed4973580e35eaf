"""Asking from outside how a grievance stands: by its number and code, told in one way whatever is wrong."""

from django.utils.crypto import constant_time_compare

from audits.grievances.codes import code_digest_of
from audits.models import Grievance
from core.errors import DomainError
from core.identity import normalize_digits
from core.throttle import begin_attempt, digest_of, forget_attempt, key_of_address

MOST_OF_ADDRESS, MOST_OF_NUMBER = 20, 8  # failures in a quarter of an hour
WRONG_PAIR = "编号或查询码不正确，请核对后再试。"
NOBODY = "-" * 64


def crowd_of(address: str | None) -> str:
    """Return what the tries from one connection share with those of a million others: no trace leads to anybody."""
    return f"crowd:{digest_of(key_of_address(address))[:3]}"


def ask_grievance(number: str, typed: str, *, address: str | None) -> Grievance:
    """Return the grievance of a number when the code is its own; call it outside a transaction.

    Raises DomainError, the same whether the number or the code is wrong; TooManyAttempts.
    """
    plain = normalize_digits(number)[:20]
    tries = begin_attempt({f"voice {crowd_of(address)}": MOST_OF_ADDRESS, f"voice of:{plain}": MOST_OF_NUMBER})
    found = Grievance.objects.filter(number=plain).first()
    matches = constant_time_compare(found.code_digest if found else NOBODY, code_digest_of(plain, typed))
    if found is None or not matches:
        raise DomainError(WRONG_PAIR, field="code")
    forget_attempt(tries)
    return found


def held_grievance(pk: int) -> Grievance | None:
    """Return the grievance whose code a browser has shown."""
    return Grievance.objects.filter(pk=pk).select_related("union").first()
