"""Slowing down whoever guesses secrets on public pages: failures are counted by address and by what was guessed at.

A try is written down before it is judged, and taken off when it succeeds: requests sent all at once count each other.
"""

import datetime
import ipaddress

from django.utils.crypto import salted_hmac

from core import clock
from core.errors import DomainError
from core.models import Attempt

WINDOW = datetime.timedelta(minutes=15)
KEPT = datetime.timedelta(days=1)
NETWORK_OF_ONE_HOUSE = 64  # bits: an IPv6 connection has all the addresses behind them


class TooManyAttempts(DomainError):
    """So many tries failed that the next ones have to wait."""


def begin_attempt(keys: dict[str, int]) -> list[int]:
    """Write down a try under each key in turn; call it outside a transaction. Returns the rows for ``forget_attempt``.

    ``keys`` names what is tried with the most failures that each may have in WINDOW, whoever tries first: what one
    address tries in vain then counts against nothing that others use as well. Raises TooManyAttempts beyond these, also
    for a try that would succeed. Two queries for each key.
    """
    return [_begin(digest_of(key), most) for key, most in keys.items()]


def _begin(key: str, most: int) -> int:
    now = clock.now()
    row = Attempt.objects.create(key=key, at=now)
    if Attempt.objects.filter(key=key, at__gt=now - WINDOW).count() > most:
        minutes = int(WINDOW.total_seconds() // 60)
        raise TooManyAttempts(f"尝试次数过多，请 {minutes} 分钟后再试。")
    return row.pk


def forget_attempt(rows: list[int]) -> None:
    """Take a try that succeeded off the count."""
    Attempt.objects.filter(pk__in=rows).delete()


def forget_old_attempts() -> int:
    """Delete what no longer counts, and return how many rows that were."""
    deleted, _by_model = Attempt.objects.filter(at__lt=clock.now() - KEPT).delete()
    return deleted


def key_of_address(address: str | None) -> str:
    """Return what the tries from one connection have in common."""
    try:
        found = ipaddress.ip_address(address or "")
    except ValueError:
        return "address:unknown"
    if found.version == 6:
        found = ipaddress.ip_network((found, NETWORK_OF_ONE_HOUSE), strict=False).network_address
    return f"address:{found}"


def digest_of(secret: str) -> str:
    """Return the digest under which a secret is kept: of no use without the key of this system."""
    return salted_hmac("core.throttle", secret, algorithm="sha256").hexdigest()
