"""What stands behind each number of a board: the rows that it counts, one row for each.

In the order of the archives, which an index gives: by date, each page of a province would sort all of its visits.
"""

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, TruncDate

from assistance.enums import Effect, TaskStatus
from assistance.models import EffectJudgement, Measure, Task
from audits.campaigns.figures import Column, Figures, clear_in, grouped, targets_of
from audits.models import Campaign
from audits.querysets import TargetQuerySet
from households.clearmask import ALL_CLEAR
from households.enums import IN_CARE
from households.models import Difficulty
from households.querysets import in_scope
from organizations.models import Union, User
from pairing.enums import Met
from pairing.models import Cadre, Pairing, Visit

FLAGS = {
    Column.TARGETS: Q(),
    Column.VISITED: Q(visited=True),
    Column.UNVISITED: Q(visited=False),
    **{column: clear_in(int(column.value[-1])) for column in Column if column.value.startswith("clear_")},
    Column.CLEAR: Q(clear_mask=ALL_CLEAR),
    Column.UNCLEAR: ~Q(clear_mask=ALL_CLEAR),
    Column.READY: Q(ready=True),
    Column.EXITED: Q(exited=True),
}
WITHOUT_CADRE = "none"
DAY_FOUND = Coalesce(F("found_on"), TruncDate("created_at"))


def whose() -> Subquery:
    """Return the cadre of a target: who is responsible now; of a household that left, who was the last."""
    pairings = Pairing.objects.responsible().filter(household=OuterRef("household"))
    counted = pairings.filter(Q(ended_on__isnull=True) | ~Q(household__status__in=IN_CARE))
    latest = counted.order_by(F("ended_on").desc(nulls_first=True), "-started_on", "-pk")
    return Subquery(latest.values("cadre")[:1])


def of_cadre(targets: TargetQuerySet, cadre: Cadre | str | None) -> TargetQuerySet:
    """Narrow to the archives of a cadre (``whose``), or to those of nobody (WITHOUT_CADRE)."""
    if cadre == WITHOUT_CADRE:
        return targets.alias(whose=whose()).filter(whose__isnull=True)
    if isinstance(cadre, Cadre):
        # Only a few of a province were ever this cadre's: the others need no look.
        ever = Pairing.objects.responsible().filter(cadre=cadre).values("household")
        return targets.filter(household__in=ever).alias(whose=whose()).filter(whose=cadre.pk)
    return targets


def cadre_of(campaign: Campaign, user: User, union: Union, pk: int) -> Cadre | None:
    """Return a cadre who has a target that the user sees; None for everybody else."""
    cadre = Cadre.objects.select_related("unit").filter(pk=pk).first()
    return cadre if cadre and of_cadre(targets_of(campaign, user, union), cadre).exists() else None


@dataclass(frozen=True)
class Part:
    """Which targets are asked for: those of a union and below (``own``: filed for itself), of a cadre or of nobody."""

    union: Union | None = None
    cadre: Cadre | str | None = None
    own: bool = False

    def targets(self, campaign: Campaign, user: User) -> TargetQuerySet:
        """Return these targets as far as the user sees them."""
        found = of_cadre(targets_of(campaign, user, self.union), self.cadre)
        return found.filter(union_path=self.union.path) if self.own and self.union else found


WHOLE = Part()


def figures_of(campaign: Campaign, user: User, part: Part = WHOLE) -> Figures:
    """Return the figures of a part of a campaign, at first of everything that the user sees; one query."""
    return sum(grouped(part.targets(campaign, user)).values(), Figures())


def rows_behind(column: Column, campaign: Campaign, user: User, part: Part = WHOLE) -> QuerySet[Any]:
    """Return the rows that a number counts: targets, or the visits, difficulties, measures, tasks of targets.

    Of a campaign that is closed the targets are as they were; a visit or difficulty that was corrected since is found
    as it is now.
    """
    targets = part.targets(campaign, user)
    if not campaign.is_open:
        # An archive that moved away since is counted where it was, and shown only to those who see it now.
        targets = targets.filter(in_scope(user, "household"))
    if column in FLAGS:
        return targets.filter(FLAGS[column])
    households = targets.values("household")
    match column:
        case Column.VISITS:
            return visits_of(campaign, households)
        case Column.DIFFICULTIES:
            # Said in two ways rather than by one expression, of whose values PostgreSQL would know nothing.
            within = Q(found_on__range=period(campaign))
            entered = Q(found_on__isnull=True, created_at__date__range=period(campaign))
            found = Difficulty.objects.filter(within | entered, household__in=households)
            return found.annotate(day=DAY_FOUND).order_by("household_id", "number")
        case Column.MEASURES:
            planned = Measure.objects.filter(difficulty__household__in=households, planned_on__range=period(campaign))
            return planned.order_by("difficulty__household_id", "difficulty__number", "pk")
        case Column.TASKS:
            return tasks_of(campaign, households)
    return solved_of(campaign, households)


def period(campaign: Campaign) -> tuple[Any, Any]:
    """Return the first and the last day."""
    return campaign.starts_on, campaign.ends_on


def visits_of(campaign: Campaign, households: Any) -> QuerySet[Visit]:
    """Return the visits that count, those of one archive together, the latest first."""
    visits = Visit.objects.filter(household__in=households, method__in=campaign.visit_methods)
    return visits.filter(on__range=period(campaign)).exclude(met=Met.NOBODY).order_by("household_id", "-on", "-pk")


def tasks_of(campaign: Campaign, households: Any) -> QuerySet[Task]:
    """Return the lines sent within the period, of a measure that was sent twice the later one."""
    sent = Task.objects.sent().filter(task_list__sent_on__range=period(campaign))
    later = sent.filter(measure=OuterRef("measure"), pk__gt=OuterRef("pk"))
    return sent.filter(household__in=households).exclude(Exists(later)).order_by("household_id", "pk")


def solved_of(campaign: Campaign, households: Any) -> QuerySet[Difficulty]:
    """Return the difficulties that a judgement with an effect struck off after the help of a department arrived."""
    # Of that day: what was reopened and then struck off by hand was not solved by its former judgement.
    judged = EffectJudgement.objects.filter(difficulty=OuterRef("pk"), closes=True, visit__on=OuterRef("closed_on"))
    effective = judged.exclude(Q(family_effect=Effect.UNSOLVED) | Q(cadre_effect=Effect.UNSOLVED))
    arrived = Task.objects.filter(measure__difficulty=OuterRef("pk"), status=TaskStatus.ARRIVED)
    struck_off = Difficulty.objects.filter(household__in=households, closed_on__range=period(campaign))
    return struck_off.filter(Exists(effective), Exists(arrived)).order_by("household_id", "number")
