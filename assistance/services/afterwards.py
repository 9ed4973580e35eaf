"""What became of somebody after a service: the job, the looks, and which look is due."""

import datetime
from dataclasses import dataclass

from assistance.models import Enrolment, FollowUp
from assistance.services.enums import FOLLOW_UP_MONTHS
from assistance.services.terms import LOOKED_AFTER, term_due
from core import clock


@dataclass(frozen=True)
class Look:
    """One term: when it comes, what was found, whether it is due today."""

    months: int
    on: datetime.date
    found: FollowUp | None
    is_due: bool
    has_come: bool


@dataclass(frozen=True)
class Afterwards:
    """Somebody who takes part in a service, with both terms; none where nobody is looked after."""

    enrolment: Enrolment
    looks: tuple[Look, ...]

    @property
    def due(self) -> Look | None:
        return next((look for look in self.looks if look.is_due), None)


def afterwards(enrolment: Enrolment, today: datetime.date) -> Afterwards:
    """Lay out the terms of an enrolment that has its service and its looks loaded; no query."""
    done = enrolment.completed_on
    if done is None or enrolment.service.kind not in LOOKED_AFTER:
        return Afterwards(enrolment, ())
    found = {look.months: look for look in enrolment.follow_ups.all()}  # type: ignore[attr-defined]
    due = term_due(done, set(found), today)
    days = {months: clock.months_after(done, months) for months in FOLLOW_UP_MONTHS}
    looks = [Look(m, day, found.get(m), m == due, day <= today) for m, day in days.items()]
    return Afterwards(enrolment, tuple(looks))


def services_of(household_id: int, today: datetime.date) -> list[Afterwards]:
    """Return the services that people of a household take part in, the latest first; two queries."""
    rows = Enrolment.objects.filter(household=household_id).select_related("service__union", "member", "measure")
    return [
        afterwards(row, today) for row in rows.prefetch_related("follow_ups").order_by("-service__starts_on", "-pk")
    ]
