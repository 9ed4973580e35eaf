"""Querysets of grievances: secret ones are seen by their owner and by those who handle grievances, nobody else."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Self

from django.apps import apps
from django.db import models
from django.db.models import Case, CharField, Exists, F, Func, OuterRef, Q, Value, When

from audits.grievances.enums import APPEALABLE, UNANSWERED, GrievanceStatus
from audits.grievances.rules import READERS, SHORTEST
from audits.grievances.words import BETWEEN, joined
from core import clock
from organizations.enums import CHECKING_ROLES, OFFICE_ROLES
from organizations.people import may_still

if TYPE_CHECKING:
    from organizations.models import User

READ_IN = datetime.timedelta(days=7)  # the answer to an appeal stands open so long, for whoever complained to read


def without_marks(field: str) -> Func:
    """Return a field of names as ``joined`` writes them."""
    return Func(F(field), Value(BETWEEN), Value(""), function="translate", output_field=CharField())


def is_late() -> Q:
    """Return the condition that an answer, or the answer to an appeal, is late today."""
    today = clock.today()
    late = Q(status__in=UNANSWERED, due_on__lt=today)
    return late | Q(status=GrievanceStatus.APPEALED, reanswer_due_on__lt=today)


class GrievanceQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> Self:
        """Narrow to what the user's unions have: secret ones for owner and handlers; never for whom one is about."""
        scope, path = user.scope, "union__path"
        open_ones = Q(is_secret=False) & scope.subtree(path, READERS)
        own = Q(owner=user) & scope.subtree(path, OFFICE_ROLES)
        found = self.filter(open_ones | own | scope.subtree(path, CHECKING_ROLES))
        return found.exclude(pk__in=apps.get_model("audits", "Grievance").objects.concerning(user).values("pk"))

    def concerning(self, user: User) -> Self:
        """Narrow to those that are about a user: by what was noted, and by name, whoever came or got a role since."""
        rows, away, name = self, Q(avoided=user), joined(user.name)
        if len(name) >= SHORTEST:
            rows, away = self.alias(whom=without_marks("about")), away | Q(whom__contains=name)
        return rows.filter(away)

    def overdue(self) -> Self:
        """Narrow to those whose answer, or whose answer to an appeal, is late today."""
        return self.filter(is_late())

    def to_accept(self, user: User) -> Self:
        """Narrow to what waits for a handler of the user's unions: to be accepted, or its owner has left."""
        left = Q(status=GrievanceStatus.ASSIGNED) & ~may_still("owner", "union__path", OFFICE_ROLES)
        waits = Q(status=GrievanceStatus.RECEIVED) | left
        return self.filter(user.scope.subtree("union__path", CHECKING_ROLES)).filter(waits)

    def to_answer(self, user: User) -> Self:
        """Narrow to those that the user owns and has to answer."""
        return self.filter(owner=user, status=GrievanceStatus.ASSIGNED)

    def to_decide(self, user: User) -> Self:
        """Narrow to appeals that the user may decide: neither an owner at any time nor who answered."""
        from audits.models import GrievanceStep  # noqa: PLC0415 -- models use these querysets

        had = GrievanceStep.objects.filter(grievance=OuterRef("pk"), person=user)
        found = self.filter(user.scope.subtree("union__path", CHECKING_ROLES), status=GrievanceStatus.APPEALED)
        return found.exclude(answered_by=user).exclude(Exists(had))

    def expired(self) -> Self:
        """Narrow to those in whose days nobody appealed, and to appeals answered a while ago: nothing is left to do."""
        today = clock.today()
        unasked = Q(status__in=APPEALABLE, appeal_until__lt=today)
        told = Q(status=GrievanceStatus.REANSWERED, reanswered_at__date__lt=today - READ_IN)
        return self.filter(unasked | told)

    def for_list(self) -> Self:
        """Load what a list shows: what has to be answered by its day on top, then the latest."""
        clock_ends = Case(
            When(status__in=UNANSWERED, then="due_on"), When(status=GrievanceStatus.APPEALED, then="reanswer_due_on")
        )
        ordered = self.order_by(clock_ends.asc(nulls_last=True), "-received_at", "-pk")
        return ordered.select_related("union", "owner")

    def for_page(self) -> Self:
        """Load all that one page shows and its acts judge by."""
        people = ("owner", "entered_by", "answered_by", "reanswered_by", "closed_by")
        return self.select_related("union", "household__union", *people).prefetch_related(
            *("steps__by", "steps__person", "steps__union", "files__uploaded_by", "avoided"),
            *("rectifications__union", "rectifications__owner"),
        )
