"""Querysets of what visits found of difficulties, and of what waits to be seen at the household's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db.models import Exists, F, OuterRef, Prefetch, Q, Subquery

from assistance.enums import Effect, TaskStatus
from households.enums import OPEN_STATUSES
from households.querysets import DifficultyQuerySet, PartQuerySet
from pairing.enums import Met, VisitMethod

if TYPE_CHECKING:
    from assistance.querysets import TaskQuerySet
    from households.models import Household
    from organizations.models import User
    from pairing.models import Visit

# Visits that may judge: what they found was told by somebody at the household's.
JUDGING = Q(method__in=(VisitMethod.HOME, VisitMethod.CALL)) & ~Q(met=Met.NOBODY)


class JudgementQuerySet(PartQuerySet):
    """What visits found of difficulties."""

    def latest_only(self) -> Self:
        """Narrow to the last judgement of each difficulty."""
        later = self.model._default_manager.filter(difficulty=OuterRef("difficulty"), pk__gt=OuterRef("pk"))
        return self.exclude(Exists(later))

    def for_list(self) -> Self:
        """Load household, difficulty and visit, the latest first."""
        loaded = self.select_related("household__union", "difficulty", "visit")
        return loaded.defer("household__search").order_by("-visit__on", "-pk")


def tasks_to_confirm(user: User) -> TaskQuerySet:
    """Return the lines that an office calls done, of open archives in the user's scope, which nobody has seen yet."""
    from assistance.models import Task  # noqa: PLC0415 -- models use these querysets

    return Task.objects.visible_to(user).to_confirm().filter(household__status__in=OPEN_STATUSES)


def for_confirming(tasks: TaskQuerySet) -> TaskQuerySet:
    """Load what the list shows, with ``visit``: the last visit since the answer that may judge; longest first."""
    from pairing.models import Visit  # noqa: PLC0415 -- models use these querysets

    able = Visit.objects.filter(JUDGING, household=OuterRef("household"), on__gte=OuterRef("answered_on"))
    told = tasks.annotate(visit=Subquery(able.order_by("-on", "-id").values("pk")[:1]))
    loaded = told.select_related("household__union", "office").defer("household__search")
    return loaded.order_by("answered_on", "pk")


def judged_open(user: User, kind: str = "") -> JudgementQuerySet:
    """Return the last judgements that left their difficulties open in the user's scope.

    ``kind``: "apart" where family and cadre disagree, "unsolved" where both say so, else all that were judged so.
    """
    from assistance.models import EffectJudgement  # noqa: PLC0415 -- models use these querysets

    rows = EffectJudgement.objects.visible_to(user).filter(difficulty__closed_on=None, closes=False).latest_only()
    rows = rows.filter(household__status__in=OPEN_STATUSES)
    match kind:
        case "apart":
            return rows.exclude(family_effect=F("cadre_effect"))
        case "unsolved":
            return rows.filter(family_effect=Effect.UNSOLVED, cadre_effect=Effect.UNSOLVED)
    return rows


def last_judging_visit(household: Household) -> Visit | None:
    """Return the last visit of a household that may judge; one query."""
    return household.visits.filter(JUDGING).order_by("-on", "-id").first()


def sent_tasks(*, answers: bool = False) -> Prefetch:
    """Return what loads the live task of each measure, if sent, as the list ``sent_tasks``, with answers if asked."""
    from assistance.models import Task  # noqa: PLC0415 -- models use these querysets

    live = Task.objects.sent().exclude(status=TaskStatus.RETURNED).select_related("task_list", "office")
    return Prefetch("tasks", live.prefetch_related("answers") if answers else live, to_attr="sent_tasks")


def judgements_told() -> Prefetch:
    """Return what loads the judgements of difficulties with their visits, the latest first."""
    from assistance.models import EffectJudgement  # noqa: PLC0415 -- models use these querysets

    return Prefetch("judgements", EffectJudgement.objects.select_related("visit").order_by("-pk"))


def difficulties_with_measures(household: Household) -> DifficultyQuerySet:
    """Return the difficulties of a household with measures, tasks, answers and judgements; five queries."""
    from assistance.models import Measure  # noqa: PLC0415 -- models use these querysets

    measures = Measure.objects.order_by("pk").prefetch_related(sent_tasks(answers=True))
    return household.difficulties.prefetch_related(Prefetch("measures", measures), judgements_told())
