"""Querysets of data quality."""

from __future__ import annotations

from typing import Self

from django.db.models import Exists, OuterRef

from core import clock
from households.querysets import PartQuerySet


class FaultQuerySet(PartQuerySet):
    """Faults of the archives in a user's scope."""

    def standing(self) -> Self:
        """Narrow to the faults that the last run found and nobody has waived until today."""
        from audits.models import Waiver  # noqa: PLC0415 -- models use these querysets

        waived = Waiver.objects.filter(fault=OuterRef("pk"), ended_at__isnull=True, until__gte=clock.today())
        return self.filter(~Exists(waived), gone_on__isnull=True)
