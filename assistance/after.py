"""What comes after a visit: confirming that the help of departments has arrived."""

from django.urls import reverse

from assistance.actions.effects import why_not_judged_on
from assistance.effects import TO_SEE
from assistance.models import EffectJudgement, Task
from households.models import Household
from households.rules import can_work
from organizations.models import User
from pairing.models import Visit


def effects_to_confirm(user: User, visit: Visit) -> list[tuple[str, str]]:
    """Lead from a visit to the page where its effects are confirmed, while there is something to.

    One query where nothing waits, as on most visits.
    """
    if why_not_judged_on(visit):
        return []
    tasks = Task.objects.filter(household=visit.household_id, status__in=TO_SEE, answered_on__lte=visit.on)
    if not tasks.exists():
        return []
    later = EffectJudgement.objects.filter(household=visit.household_id, visit__on__gte=visit.on).values("difficulty")
    count = tasks.filter(measure__difficulty__closed_on=None).exclude(measure__difficulty__in=later).count()
    if not count:
        return []
    household = Household.objects.with_grant_for(user).get(pk=visit.household_id)
    url = reverse("effects_judge", args=[household.archive_no, visit.pk])
    return [(f"确认部门帮扶是否到位（{count} 项）", url)] if can_work(user, household) else []
