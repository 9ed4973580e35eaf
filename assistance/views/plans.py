"""The plan of a household, and one measure for the difficulties of several households."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from assistance.actions.measures import add_measures
from assistance.actions.plans import write_plan
from assistance.forms.plans import ManyMeasuresForm, PlanForm, PlanningFilter, choices_of
from assistance.models import HelpPlan, MeasureTemplate
from assistance.planning import difficulties_to_plan
from assistance.views.opening import open_to_work
from core.errors import DomainError
from core.forms import attempt
from core.keys import read_keys
from core.paging import capped_count, in_words, page_of
from households.models import Difficulty
from organizations.enums import Role
from organizations.http import UserRequest
from organizations.rules import require

PLANNERS = "措施由帮扶干部和经办人员制定。"


@require_http_methods(["GET", "POST"])
def household_plan(request: UserRequest, archive_no: str) -> HttpResponse:
    """Write the plan of a household, or change it."""
    household = open_to_work(request, archive_no, looking_at="帮扶计划")
    plan = HelpPlan.objects.visible_to(request.user).filter(household=household).first()
    form = PlanForm(request.POST if request.method == "POST" else None, instance=plan)
    if plan is None:
        form.seen = ""
    if form.is_valid():
        facts, seen = form.facts, form.seen
        if attempt(form, lambda: write_plan(household, by=request.user, facts=facts, seen=seen)) is not None:
            messages.success(request, "已保存帮扶计划。")
            return redirect("household_difficulties", archive_no)
    return render(request, "assistance/plan_form.html", {"household": household, "form": form, "plan": plan})


@require_http_methods(["GET", "POST"])
def measures_add(request: UserRequest) -> HttpResponse:
    """Plan one measure against the ticked difficulties, among those that have none yet."""
    require(request.user.scope.has(Role.OFFICER, Role.CADRE), PLANNERS)
    filters = PlanningFilter(request.GET, user=request.user)
    form = ManyMeasuresForm(request.POST if request.method == "POST" else None, initial=filters.usual)
    ticked = read_keys(request.POST.getlist("difficulty"))
    if form.is_valid():
        chosen = Difficulty.objects.visible_to(request.user).filter(pk__in=ticked)
        done = attempt(form, lambda: _add(list(chosen), request, form.facts))
        if done is not None:
            messages.success(request, f"已为 {done} 项困难制定措施。")
            return redirect(f"{request.path}?{request.GET.urlencode()}")
    context = {"form": form, "filters": filters, "ticked": set(ticked), **_waiting(request, filters)}
    return render(request, "assistance/measures_add.html", context)


def _add(chosen: list[Difficulty], request: UserRequest, facts: dict[str, Any]) -> int:
    if not chosen:
        raise DomainError("请先勾选要制定措施的困难。")
    return add_measures(chosen, by=request.user, facts=facts)


def _waiting(request: UserRequest, filters: PlanningFilter) -> dict[str, Any]:
    """Return the difficulties that wait for a measure as they are narrowed, and the frequent measures for them."""
    rows = difficulties_to_plan(request.user)
    need, place = filters.choice("need"), filters.place
    if need:
        rows = rows.filter(need=need)
    if place:
        rows = rows.filter(household__union_path__startswith=place.path)
    offered = MeasureTemplate.objects.visible_to(request.user).offered_for(place or request.user.union, need)
    page = page_of(rows.select_related("household__union").defer("household__search"), request)
    return {"page": page, "total": in_words(*capped_count(rows)), "templates": choices_of(list(offered))}
