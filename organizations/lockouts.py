"""Whether an account is locked after failed logins (the counting is done by axes)."""

import datetime

from axes.models import AccessAttempt
from django.conf import settings
from django.db.models import Max, Sum
from django.utils import timezone


def locked_until(username: str) -> datetime.datetime | None:
    """Return when a locked account opens again by itself, or None; one query."""
    cooloff = datetime.timedelta(hours=settings.AXES_COOLOFF_TIME)
    recent = AccessAttempt.objects.filter(username=username, attempt_time__gte=timezone.now() - cooloff)
    found = recent.aggregate(failures=Sum("failures_since_start"), last=Max("attempt_time"))
    if (found["failures"] or 0) < settings.AXES_FAILURE_LIMIT:
        return None
    return found["last"] + cooloff
