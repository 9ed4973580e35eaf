"""Suspected duplicates: what is said while typing, the queue, two archives side by side, the decision."""

from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core.forms import attempt
from core.paging import page_of
from households.access import open_household, record_look
from households.actions.duplicates import LIFTS, decide_duplicate, lift_decision
from households.comparison import compare
from households.duplicates import like_what_is_typed, same_person
from households.enums import SuspicionStatus
from households.forms.duplicates import DecisionForm, LiftForm, TypedForm
from households.models import DuplicateSuspicion, Household
from households.rules import DECIDES_DUPLICATES, can_decide_duplicate
from households.verdicts import verdicts_of
from organizations.enums import SUBTREE_ROLES, Role
from organizations.http import UserRequest
from organizations.rules import require

STATES = (SuspicionStatus.OPEN, SuspicionStatus.SAME, SuspicionStatus.DIFFERENT)
NOT_YOURS = "疑似重复由经办和审核人员处理。"
LIFTED = "已撤销判定，这一条重新待判定。"
LIFTED_UNLIKE = "已撤销判定。两份档案目前没有相近之处，不再列为疑似重复；资料变动后会重新比对。"


@require_POST
def duplicates_typed(request: UserRequest) -> HttpResponse:
    """Say which open archives are like what is being typed; of other places only that there is one, and where."""
    require(request.user.scope.has(Role.OFFICER), NOT_YOURS)
    form = TypedForm(request.POST)
    form.is_valid()
    beside = Household.objects.visible_to(request.user).filter(archive_no=form.cleaned_data.get("beside", "")).first()
    same = same_person(form.typed, request.user, beside=beside)
    hits = [] if same else like_what_is_typed(form.typed, request.user, beside=beside)
    return render(request, "households/_duplicate_hits.html", {"same": same, "hits": hits, "beside": beside})


@require_GET
def duplicates(request: UserRequest) -> HttpResponse:
    """List the pairs of archives that wait for a decision, or were decided."""
    require(request.user.scope.has(*DECIDES_DUPLICATES), NOT_YOURS)
    asked = request.GET.get("state", "")
    state = SuspicionStatus(asked) if asked in STATES else SuspicionStatus.OPEN
    found = DuplicateSuspicion.objects.visible_to(request.user).filter(status=state)
    found = found if state == SuspicionStatus.DIFFERENT else found.of_open_archives()
    page = page_of(found.for_list(), request)
    context = {"page": page, "states": STATES, "state": state, "rows": [_listed(request, row) for row in page]}
    return render(request, "households/duplicate_list.html", context)


@require_http_methods(["GET", "POST"])
def duplicate(request: UserRequest, pk: int) -> HttpResponse:
    """Compare a pair, and decide; who sees only one of the two learns where the other lies."""
    require(request.user.scope.has(*DECIDES_DUPLICATES), NOT_YOURS)
    found = get_object_or_404(DuplicateSuspicion.objects.visible_to(request.user).for_list(), pk=pk)
    can_decide = can_decide_duplicate(request.user, found.first, found.second)
    require(request.method == "GET" or can_decide, "由对两份档案都有权限的经办或审核人员判定。")
    form = DecisionForm(request.POST if request.method == "POST" else None, suspicion=found)
    if form.is_valid() and _decide(request, form, found):
        return redirect(found)
    return _page(request, found, {"form": form, "lift": LiftForm(), "can_decide": can_decide})


@require_POST
def duplicate_lift(request: UserRequest, pk: int) -> HttpResponse:
    """Take back a decision that was wrong, with a reason."""
    require(request.user.scope.has(*DECIDES_DUPLICATES), NOT_YOURS)
    found = get_object_or_404(DuplicateSuspicion.objects.visible_to(request.user).for_list(), pk=pk)
    require(can_decide_duplicate(request.user, found.first, found.second), LIFTS)
    lift, seen = LiftForm(request.POST), request.POST.get("seen", "")
    if lift.is_valid():
        act = {"by": request.user, "seen": seen, **lift.cleaned_data}
        if lifted := attempt(lift, lambda: lift_decision(found, **act)):
            messages.success(request, LIFTED if lifted.is_open else LIFTED_UNLIKE)
            return redirect(found)
    return _page(request, found, {"form": DecisionForm(suspicion=found), "lift": lift, "can_decide": True})


@require_GET
def household_compare(request: UserRequest, archive_no: str, other_no: str) -> HttpResponse:
    """Show two archives of the user's scope side by side."""
    first, second = open_household(request, archive_no), open_household(request, other_no)
    sections = _compared(request, first, second)
    context = {"first": first, "second": second, "sections": sections}
    return render(request, "households/household_compare.html", context)


def open_suspicions(request: UserRequest, household: Household) -> list[DuplicateSuspicion]:
    """Return the undecided pairs that an archive is part of, for those who deal with them; one query."""
    if not request.user.scope.has(*DECIDES_DUPLICATES):
        return []
    of_it = Q(first=household) | Q(second=household)
    found = DuplicateSuspicion.objects.visible_to(request.user).of_open_archives()
    return list(found.filter(of_it, status=SuspicionStatus.OPEN))


def _page(request: UserRequest, found: DuplicateSuspicion, context: dict[str, Any]) -> HttpResponse:
    """Show a pair with what was said of it, side by side to who sees both; those looks are logged."""
    context |= _listed(request, found) | {"sections": [], "verdicts": verdicts_of(found)}
    if context["sees_both"]:
        context["sections"] = _compared(request, found.first, found.second)
    return render(request, "households/duplicate_detail.html", context)


def _decide(request: UserRequest, form: DecisionForm, found: DuplicateSuspicion) -> DuplicateSuspicion | None:
    """Keep the decision; None when a rule refuses, which the form then says."""
    said = form.cleaned_data
    act = {"status": said["status"], "decision": said["decision"]}
    decided = attempt(form, lambda: decide_duplicate(found, by=request.user, seen=form.seen, **act))
    if decided:
        messages.success(request, f"已判定：{decided.get_status_display()}。")
    return decided


def _compared(request: UserRequest, first: Household, second: Household) -> list[Any]:
    """Lay two archives side by side; both looks are logged."""
    for household, other in ((first, second), (second, first)):
        record_look(request, household, f"与 {other.archive_no} 比对")
    return compare(first, second)


def _listed(request: UserRequest, found: DuplicateSuspicion) -> dict[str, Any]:
    """Return a pair with which of its archives the user may see."""
    sides = [
        {"household": side, "is_in_scope": request.user.scope.holds(SUBTREE_ROLES, side.union_path)}
        for side in (found.first, found.second)
    ]
    sees_both = all(side["is_in_scope"] for side in sides)
    return {"suspicion": found, "sides": sides, "sees_both": sees_both}
