"""Which days hold for a grievance: those of the nearest union that has entered some, on the day that it came."""

import datetime

from audits.grievances.shipped import DAYS, FROM, NAMES, SOURCE
from audits.models import Grievance, GrievanceTerm
from core import clock
from core.workdays import add_workdays
from organizations.models import Union


def term_for(union: Union, category: str, day: datetime.date) -> GrievanceTerm:
    """Return the days of a category at a union on a day, the shipped ones where none were entered; one query."""
    found = GrievanceTerm.objects.holding_for(union).filter(category=category, valid_from__lte=day).first()
    if found is not None:
        return found
    facts = dict(zip(NAMES, DAYS[category], strict=True))  # type: ignore[index]
    return GrievanceTerm(union=union, category=category, valid_from=FROM, source=SOURCE, **facts)


def term_of(grievance: Grievance) -> GrievanceTerm:
    """Return the days that a grievance is under, by the day on which it came."""
    return term_for(grievance.union, grievance.category, clock.day_of(grievance.received_at))


def last_day(start: datetime.date, days: int) -> datetime.date:
    """Return the last of so many working days after a day."""
    return add_workdays(start, days).day
