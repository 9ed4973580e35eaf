"""Querysets of aid received and of measures."""

from __future__ import annotations

import datetime

from households.querysets import PartQuerySet, in_scope


class AidQuerySet(PartQuerySet):
    def of_year(self, year: int) -> AidQuerySet:
        """Narrow to one year."""
        return self.filter(year=year)


class MeasureQuerySet(PartQuerySet):
    def visible_to(self, user) -> MeasureQuerySet:
        """Narrow to measures of the households in the user's scope."""
        return self.filter(in_scope(user, "difficulty__household"))

    def past_deadline(self, day: datetime.date) -> MeasureQuerySet:
        """Narrow to measures whose deadline lies before a day."""
        return self.filter(deadline__lt=day)
