"""Leaving a line in the access log."""

from organizations.enums import AccessVerb
from organizations.models import AccessLog, User


def record_access(
    user: User | None, verb: AccessVerb, subject: str, *, detail: str = "", address: str | None = None
) -> AccessLog:
    """Write down who did what to which record; part of the caller's transaction."""
    return AccessLog.objects.create(
        user=user, verb=verb, subject=subject[:120], detail=detail[:300], address=address or None
    )


def record_accesses(
    user: User, verb: AccessVerb, subjects: list[str], *, detail: str = "", address: str | None = None
) -> None:
    """Write one line for each of many records, in one statement."""
    AccessLog.objects.bulk_create(
        [
            AccessLog(user=user, verb=verb, subject=s[:120], detail=detail[:300], address=address or None)
            for s in subjects
        ],
        batch_size=2000,
    )


def record_failed_login(username: str, *, locked: bool, address: str | None = None) -> AccessLog:
    """Write down a login that failed, with the account when there is one of that name."""
    account = User.objects.filter(username=username).first()
    detail = "账号已锁定" if locked else ""
    return record_access(account, AccessVerb.LOGIN_FAILED, username, detail=detail, address=address)
