"""Confirming at the household's what came of it, and what waits for that."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from assistance.actions.effects import judge_effects, why_not_judged_on
from assistance.effect_querysets import for_confirming, judged_open, tasks_to_confirm
from assistance.effects import left_open
from assistance.forms.effects import EffectsForm
from assistance.models import EffectJudgement
from assistance.seen import lines_by_difficulty
from assistance.views.opening import open_to_work
from core.forms import attempt
from core.paging import capped_count, page_of
from households.models import Household
from organizations.enums import SUBTREE_ROLES, Role
from organizations.http import UserRequest
from organizations.rules import require
from pairing.models import Visit


@require_http_methods(["GET", "POST"])
def effects_judge(request: UserRequest, archive_no: str, pk: int) -> HttpResponse:
    """Ask what a visit found of every open difficulty, and judge those that are answered."""
    household = open_to_work(request, archive_no, looking_at="确认成效")
    visit = get_object_or_404(household.visits.select_related("cadre"), pk=pk)
    if reason := why_not_judged_on(visit):
        messages.error(request, reason)
        return redirect("visit", archive_no, pk)
    form = _form(request, household, visit)
    if form.is_valid():
        done = attempt(form, lambda: judge_effects(household, by=request.user, visit=visit, said=form.said()))
        if done is not None:
            messages.success(request, _told(done, household))
            return redirect("household_difficulties", archive_no)
    judged = visit.judgements.select_related("difficulty").prefetch_related("arrivals__measure")
    context = {"household": household, "visit": visit, "form": form, "judged": judged.order_by("difficulty__number")}
    return render(request, "assistance/effects_judge.html", context)


@require_GET
def effects_waiting(request: UserRequest) -> HttpResponse:
    """List what offices call done and nobody has seen at the household's, the longest waiting first."""
    require(request.user.scope.has(*SUBTREE_ROLES, Role.CADRE))
    rows = tasks_to_confirm(request.user)
    total, more = capped_count(rows)
    context = {"page": page_of(for_confirming(rows), request), "total": total, "more": more}
    return render(request, "assistance/effects_waiting.html", context)


@require_GET
def effects_open(request: UserRequest) -> HttpResponse:
    """List the difficulties that their last visit left open: family and cadre disagree, or it is not solved."""
    require(request.user.scope.has(*SUBTREE_ROLES))
    kind = request.GET.get("kind", "")
    rows = judged_open(request.user, kind)
    total, more = capped_count(rows)
    context = {"page": page_of(rows.for_list(), request), "total": total, "more": more, "kind": kind}
    return render(request, "assistance/effects_open.html", context)


def _form(request: UserRequest, household: Household, visit: Visit) -> EffectsForm:
    lines = lines_by_difficulty(household)
    judged = set(visit.judgements.values_list("difficulty", flat=True))
    difficulties = household.difficulties.order_by("number")
    if request.method != "POST":
        difficulties = difficulties.open().exclude(pk__in=judged)
    # A form that is sent twice still names what the first one closed, so that the second finds it done.
    found = {row: lines.get(row.pk, []) for row in difficulties}
    return EffectsForm(request.POST or None, lines=found, visit=visit, judged=judged)


def _told(done: list[EffectJudgement], household: Household) -> str:
    """Say which difficulties were struck off, and why the others stay open."""
    lines = lines_by_difficulty(household)
    parts = []
    for row in done:
        statuses = [line.task.status for line in lines.get(row.difficulty_id, []) if line.task]
        why = "；".join(left_open(row.family_effect, row.cadre_effect, statuses))
        parts.append(f"第 {row.difficulty.number} 号困难" + ("已销号" if row.closes else f"未销号（{why}）"))
    return f"已登记成效：{'，'.join(parts)}。"
