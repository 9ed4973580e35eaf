"""Querysets of reviews, notices, procedures and delegations; what holds cases begins at ``visible_to(user)``."""

from __future__ import annotations

import datetime
import re
from typing import TYPE_CHECKING

from django.apps import apps
from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q

from core import clock
from organizations.enums import Role
from organizations.scope import paths_down_to
from reviews.enums import LIVE, LIVE_NOTICES, NoticeStage, NoticeStatus, StepKind

if TYPE_CHECKING:
    from decimal import Decimal

    from organizations.models import Union, User

NUMBER = re.compile(r"\d{4}-(\d{6,9})")  # what Review.number writes

SOON_DAYS = 2  # a notice that ends by then is to be thought of


class ProcedureQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> ProcedureQuerySet:
        """Narrow to the procedures of the user's unions, and the published ones of those above."""
        own = user.scope.subtree("union__path", Role.values)
        return self.filter(user.scope.around("union__path"), own | Q(published_at__isnull=False))

    def for_list(self) -> ProcedureQuerySet:
        """Load what the list of procedures shows, grouped by subject, the nearest to the top first."""
        return self.select_related("union", "published_by").annotate(count=models.Count("steps"))

    def published(self) -> ProcedureQuerySet:
        """Leave out the drafts."""
        return self.filter(published_at__isnull=False)

    def holding_for(self, union: Union, day: datetime.date, amount: Decimal | None = None) -> ProcedureQuerySet:
        """Return the published ones that may hold for a union on a day (and an amount), the one that does first.

        What more has to agree from an amount on is asked below as well: the highest amount counts before the nearest
        union, so that a version for small sums takes no approval away from large ones.
        """
        found = self.published().filter(union__path__in=paths_down_to(union.path), valid_from__lte=day)
        if amount is not None:
            found = found.filter(amount_from__lte=amount)
        return found.order_by("-amount_from", "-union__depth", "-valid_from")


class DelegationQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> DelegationQuerySet:
        """Narrow to what the user lent or was lent."""
        return self.filter(Q(user=user) | Q(to_user=user))

    def valid_on(self, day: datetime.date) -> DelegationQuerySet:
        """Narrow to the delegations in force on a day."""
        return self.filter(starts_on__lte=day, ends_on__gte=day, revoked_at__isnull=True)


class ReviewQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> ReviewQuerySet:
        """Narrow to the reviews of the user's subtree roles, and to those that wait for whom the user stands in for."""
        from reviews.desks import places_of  # noqa: PLC0415 -- desks read models that use these querysets

        lent = _at(place for place in places_of(user) if place.for_user)
        return self.filter(user.scope.subtree("union_path") | lent)

    def waiting_for(self, user: User) -> ReviewQuerySet:
        """Narrow to the reviews whose step waits for the user: by a role at the acting union, or standing in."""
        from reviews.desks import places_of  # noqa: PLC0415 -- desks read models that use these querysets

        return self.filter(_at(places_of(user)), step__isnull=False)

    def actionable(self) -> ReviewQuerySet:
        """Leave out the reviews whose notice still runs or is stopped by an objection: nothing is to be done yet."""
        lines = apps.get_model("reviews", "NoticeLine").objects
        here = lines.filter(review=OuterRef("pk"), step=OuterRef("step"), round=OuterRef("round"))
        runs = Q(notice__ends_on__gte=clock.today()) | Q(notice__paused_on__isnull=False)
        return self.exclude(Exists(here.filter(runs, notice__status=NoticeStatus.RUNNING)))

    def handled_by(self, user: User) -> ReviewQuerySet:
        """Narrow to the reviews in which the user has a record."""
        record = apps.get_model("reviews", "Record")
        return self.filter(Exists(record.objects.filter(review=OuterRef("pk"), by=user)))

    def live(self) -> ReviewQuerySet:
        """Narrow to the reviews that have not ended."""
        return self.filter(status__in=LIVE)

    def overdue(self) -> ReviewQuerySet:
        """Narrow to the reviews whose step is past its time."""
        return self.filter(step__isnull=False, due_on__lt=clock.today())

    def at_kind(self, *kinds: StepKind) -> ReviewQuerySet:
        """Narrow to the reviews whose waiting step is of a kind."""
        return self.filter(step__kind__in=kinds)

    def finished(self) -> ReviewQuerySet:
        """Narrow to the reviews that have ended."""
        return self.exclude(status__in=LIVE)

    def matching(self, term: str) -> ReviewQuerySet:
        """Narrow to a review number, the number of what is reviewed, or a name that the title begins with."""
        term = term.strip()
        if number := NUMBER.fullmatch(term):
            return self.filter(pk=number[1])
        if term.isascii() and any(sign.isdigit() for sign in term):
            return self.filter(subject_ref=term)
        return self.filter(title__startswith=term)

    def soonest_first(self) -> ReviewQuerySet:
        """Order by what is due: the overdue ones come first."""
        return self.order_by("due_on", "pk")

    def latest_of(self, user: User) -> ReviewQuerySet:
        """Order by the latest record of the user, given as ``handled_at``."""
        record = apps.get_model("reviews", "Record")
        mine = record.objects.filter(review=OuterRef("pk"), by=user).order_by("-id")
        return self.annotate(handled_at=models.Subquery(mine.values("at")[:1])).order_by("-handled_at", "-pk")

    def without_notice(self) -> ReviewQuerySet:
        """Leave out the reviews that stand on a notice for their present step already."""
        lines = apps.get_model("reviews", "NoticeLine").objects.on_live_notices()
        here = lines.filter(review=OuterRef("pk"), step=OuterRef("step"), round=OuterRef("round"))
        return self.exclude(Exists(here))

    def for_list(self) -> ReviewQuerySet:
        """Load what the lists show."""
        return self.select_related("union", "step", "procedure", "applied_by")


def _at(places) -> Q:
    condition = Q(pk__in=[])
    for place in places:
        condition |= Q(acting_role=place.role, acting_path=place.path)
    return condition


class RecordQuerySet(models.QuerySet):
    def for_page(self) -> RecordQuerySet:
        """Load what the page of a review shows of its records."""
        return self.select_related("step", "returned_to", "by", "for_user", "appraisal__meeting")

    def deciding(self) -> RecordQuerySet:
        """Narrow to the records of those who applied or decided."""
        return self.filter(step__kind__in=[StepKind.APPLY, StepKind.DECIDE])


class MeetingQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> MeetingQuerySet:
        """Narrow to the meetings of the unions that the user's roles cover, and to those that the user recorded."""
        return self.filter(user.scope.subtree("union__path") | Q(by=user))


class NoticeQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> NoticeQuerySet:
        """Narrow to the notices of the unions that the user's roles cover, and of those whom he stands in for."""
        return self.filter(user.scope.subtree("union_path") | Q(union_path__in=_lent_paths(user)))

    def public(self) -> NoticeQuerySet:
        """Narrow to what anyone may open today: running, begun, and not past its end."""
        today = clock.today()
        return self.filter(status=NoticeStatus.RUNNING, starts_on__lte=today).filter(
            Q(ends_on__gte=today) | Q(paused_on__isnull=False)
        )

    def ended(self) -> NoticeQuerySet:
        """Narrow to the running ones whose days are over while nothing stops the clock: they can be closed."""
        return self.filter(status=NoticeStatus.RUNNING, ends_on__lt=clock.today(), paused_on__isnull=True)

    def in_stage(self, stage: str) -> NoticeQuerySet:
        """Narrow to one stage, as ``Notice.stage`` tells it; anything else leaves all."""
        running = self.filter(status=NoticeStatus.RUNNING)
        match stage:
            case NoticeStage.RUNNING:
                return running.filter(paused_on__isnull=True, ends_on__gte=clock.today())
            case NoticeStage.PAUSED:
                return running.filter(paused_on__isnull=False)
            case NoticeStage.SOON:
                soon = clock.today() + datetime.timedelta(days=SOON_DAYS)
                return running.filter(paused_on__isnull=True, ends_on__lte=soon)
            case NoticeStage.ENDED:
                return self.ended()
        return self.filter(status=stage) if stage in NoticeStatus.values else self

    def for_list(self) -> NoticeQuerySet:
        """Load what the lists show: how many stand on each, and how many objections wait for an answer."""
        return self.select_related("union").annotate(
            size=Count("lines", distinct=True),
            waiting=Count("objections", filter=Q(objections__answered_at__isnull=True), distinct=True),
        )


class NoticeLineQuerySet(models.QuerySet):
    def standing(self) -> NoticeLineQuerySet:
        """Narrow to the lines whose review still waits for this step in this round."""
        return self.filter(review__step=F("step"), review__round=F("round"))

    def on_live_notices(self) -> NoticeLineQuerySet:
        """Narrow to the lines of notices that are drawn up or run."""
        return self.filter(notice__status__in=LIVE_NOTICES)

    def upheld(self) -> NoticeLineQuerySet:
        """Narrow to the lines against which an objection was found right."""
        return self.filter(objections__upheld=True).distinct()


class ObjectionQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> ObjectionQuerySet:
        """Narrow to the objections against the notices that the user sees."""
        return self.filter(user.scope.subtree("notice__union_path") | Q(notice__union_path__in=_lent_paths(user)))

    def open(self) -> ObjectionQuerySet:
        """Narrow to the objections not yet answered."""
        return self.filter(answered_at__isnull=True)

    def for_page(self) -> ObjectionQuerySet:
        """Load what the pages show of an objection."""
        return self.select_related("notice__union", "line__review", "entered_by", "answered_by")


def _lent_paths(user: User) -> list[str]:
    from reviews.desks import places_of  # noqa: PLC0415 -- desks read models that use these querysets

    return [place.path for place in places_of(user) if place.for_user]
