"""Leaving a line in the access log."""

from contextvars import ContextVar
from typing import Any

from django.db import transaction

from organizations.enums import AccessVerb
from organizations.models import AccessLog, User

AT_ONCE = 2000
# Where the request of this thread came from (set by organizations.middleware); none in commands and jobs.
request_address: ContextVar[str | None] = ContextVar("request_address", default=None)
# The token that this thread's request came with: its name stands before what is logged.
request_token: ContextVar[str] = ContextVar("request_token", default="")


def record_access(user: User | None, verb: AccessVerb, subject: str, *, detail: str = "") -> AccessLog:
    """Write down who did what to which record; part of the caller's transaction."""
    return AccessLog.objects.create(
        user=user, verb=verb, subject=subject[:120], detail=_told(detail), address=request_address.get()
    )


def record_accesses(user: User, verb: AccessVerb, subjects: list[str], *, detail: str = "") -> None:
    """Write one line for each of many records, all or none, so many at a time that memory stays flat."""
    facts: dict[str, Any] = {"user": user, "verb": verb, "detail": _told(detail), "address": request_address.get()}
    with transaction.atomic(savepoint=False):
        for start in range(0, len(subjects), AT_ONCE):
            part = subjects[start : start + AT_ONCE]
            AccessLog.objects.bulk_create([AccessLog(subject=subject[:120], **facts) for subject in part])


def record_failed_login(username: str, *, locked: bool) -> AccessLog:
    """Write down a login that failed, with the account when there is one of that name."""
    account = User.objects.filter(username=username).first()
    return record_access(account, AccessVerb.LOGIN_FAILED, username, detail="账号已锁定" if locked else "")


def record_admin(by: User | None, subject: str, detail: str) -> AccessLog:
    """Write down an act on an account, a role, a union or an office; ``by`` is none for a command."""
    return record_access(by, AccessVerb.ADMIN, subject, detail=detail)


def _told(detail: str) -> str:
    token = request_token.get()
    return (f"接口令牌“{token}”：{detail}" if token else detail)[:300]
