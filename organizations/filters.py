"""What the filters of the lists mean."""

import datetime
from typing import Any

from django.db.models import Q
from django.utils import timezone

from organizations.models import Union, User
from organizations.querysets import AccessLogQuerySet, ApiTokenQuerySet, UserQuerySet


def narrow_accounts(accounts: UserQuerySet, facts: dict[str, Any], *, union: Union | None) -> UserQuerySet:
    """Narrow accounts to words, a role (or none at all), a state, and the subtree of a union."""
    if union is not None:
        accounts = accounts.filter(union__path__startswith=union.path)
    if facts.get("role") == "none":
        accounts = accounts.without_role()
    elif facts.get("role"):
        accounts = accounts.with_role(facts["role"])
    if facts.get("state") != "all":
        accounts = accounts.filter(is_active=facts.get("state") != "closed")
    return accounts.matching(facts.get("q", ""))


def narrow_tokens(tokens: ApiTokenQuerySet, state: str) -> ApiTokenQuerySet:
    """Narrow tokens to those in use, to those that ended, or not at all."""
    if state == "ended":
        return tokens.exclude(pk__in=tokens.live().values("pk"))
    return tokens if state == "all" else tokens.live()


def narrow_log(lines: AccessLogQuerySet, facts: dict[str, Any]) -> AccessLogQuerySet:
    """Narrow log lines to an account (user name, or a whole name), a verb, a subject, and days."""
    if who := facts.get("user", "").strip():
        named = Q(user__in=User.objects.filter(Q(username=who.lower()) | Q(name=who)))
        lines = lines.filter(named | Q(user__isnull=True, subject=who))
    if facts.get("verb"):
        lines = lines.filter(verb=facts["verb"])
    if subject := facts.get("subject", "").strip():
        lines = lines.filter(subject=subject)
    if facts.get("since"):
        lines = lines.filter(at__gte=_moment(facts["since"], datetime.time.min))
    if facts.get("until"):
        lines = lines.filter(at__lte=_moment(facts["until"], datetime.time.max))
    # By time and not by number, so that old days are found by their index and not by reading all later lines.
    return lines.order_by("-at", "-id") if facts.get("since") or facts.get("until") else lines


def _moment(day: datetime.date, time: datetime.time) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, time))
