"""Querysets of six-clear states."""

from __future__ import annotations

import datetime

from django.db.models import F, Q

from households.querysets import PartQuerySet


class ClearStateQuerySet(PartQuerySet):
    def stale(self, day: datetime.date) -> ClearStateQuerySet:
        """Narrow to states that facts or time have overtaken by a day."""
        return self.filter(Q(computed_at__isnull=True) | Q(computed_at__lt=F("facts_changed_at")) | Q(due_on__lte=day))
