"""A campaign of 红河州 for tests, and a plain recount of its figures that asks nothing of the database's own."""

import datetime

from django.utils import timezone

from assistance.models import EffectJudgement, Task
from audits.actions.campaigns import start_campaign
from audits.models import Campaign, CampaignTarget, ExitCheck
from core import clock
from households.models import StatusChange
from organizations.models import User
from pairing.enums import Met
from tests.support.factories import union

DAY = datetime.timedelta(days=1)
FIGURES = (
    *("union_path", "visits", "visited", "difficulties", "measures", "tasks", "solved"),
    *("clear_mask", "ready", "exited"),
)


def started(by: User, code: str = "532500", **facts) -> Campaign:
    """Start a campaign that began ten days ago and has twenty days left."""
    today = clock.today()
    usual = {"name": "户户清行动", "starts_on": today - 10 * DAY, "ends_on": today + 20 * DAY}
    return start_campaign(by=by, union=union(code), **(usual | facts))


def kept(target: CampaignTarget) -> dict[str, object]:
    """Return the figures that the database keeps of one target."""
    target = CampaignTarget.objects.get(pk=target.pk)
    return {name: getattr(target, name) for name in FIGURES}


def recounted(target: CampaignTarget) -> dict[str, object]:
    """Return the figures of one target as docs/algorithms/campaign.md defines them, counted row by row."""
    campaign, household = target.campaign, target.household
    household.refresh_from_db()
    inside = lambda day: day is not None and campaign.starts_on <= day <= campaign.ends_on  # noqa: E731
    visits = [v for v in household.visits.all() if inside(v.on) and v.method in campaign.visit_methods]
    visits = [v for v in visits if v.met != Met.NOBODY]
    difficulties = list(household.difficulties.all())
    tasks = list(Task.objects.filter(household=household).select_related("task_list"))
    sent = {t.measure_id for t in tasks if t.status != "listed" and inside(t.task_list.sent_on)}
    life = StatusChange.objects.filter(household=household, from_status="on_file", to_status__in=["tapering", "exited"])
    exited = any(inside(change.on) for change in life)
    checks = ExitCheck.objects.filter(household=household, passed=True)
    return {
        "union_path": household.union_path,
        "visits": len(visits),
        "visited": len(visits) >= campaign.visits_wanted,
        "difficulties": sum(inside(d.found_on or timezone.localdate(d.created_at)) for d in difficulties),
        "measures": sum(inside(m.planned_on) for d in difficulties for m in d.measures.all()),
        "tasks": len(sent),
        "solved": sum(inside(d.closed_on) and is_solved(d) for d in difficulties),
        "clear_mask": (household.clear_mask or 0) if holds(target) else 0,
        "ready": exited or any(inside(check.on_day) for check in checks),
        "exited": exited,
    }


def is_solved(difficulty) -> bool:
    """Tell whether a judgement with an effect struck a difficulty off, and help of a department had arrived."""
    closing = EffectJudgement.objects.filter(difficulty=difficulty, closes=True, visit__on=difficulty.closed_on)
    effective = [j for j in closing if "unsolved" not in (j.family_effect, j.cadre_effect)]
    return bool(effective) and Task.objects.filter(measure__difficulty=difficulty, status="arrived").exists()


def holds(target: CampaignTarget) -> bool:
    """Tell whether the confirmation that the campaign wants holds."""
    if target.campaign.clear_by == "computed":
        return True
    state = target.household.clear_state
    state.refresh_from_db()
    at = state.cadre_confirmed_at if target.campaign.clear_by == "cadre" else state.county_checked_at
    return at is not None and at >= state.facts_changed_at
