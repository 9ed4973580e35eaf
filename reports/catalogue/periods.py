"""The days that a register of a period is about."""

import datetime
from typing import Any

from core.spells import Spell
from reports.catalogue.narrowing import RegisterForm
from reports.catalogue.query import Query


class PeriodForm(RegisterForm):
    """The form of a register of a period: the year so far unless days are given."""

    def clean(self) -> dict[str, Any]:
        """Refuse a period that runs backwards."""
        said = super().clean() or {}
        if said.get("start") and said.get("end") and said["end"] < said["start"]:
            self.add_error("end", "截止日期不能早于开始日期。")
        return said


def period_of(query: Query) -> Spell:
    """Return the days that are asked, at first those of the present year."""
    today = query.day
    start, end = query.asked.get("start"), query.asked.get("end")
    last = end or max(start or today, today)
    return Spell(start or datetime.date(last.year, 1, 1), last)
