"""回头看: the rechecks, the board of each, and the archives behind its numbers with their outcomes."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from audits.actions.rechecks import add_found, close_recheck, note_outcomes, start_recheck
from audits.enums import RecheckOutcome
from audits.forms.rechecks import FoundForm, OutcomeForm, RecheckForm
from audits.models import Recheck, RecheckEntry
from audits.recheckboard import COLUMNS, WAITING, board_of
from audits.rules import can_close_recheck
from core.forms import attempt
from core.keys import read_keys
from core.paging import capped_count, in_words, page_of
from core.telling import done
from households.models import Household
from organizations.enums import SUBTREE_ROLES, Role
from organizations.http import UserRequest
from organizations.models import Union
from organizations.rules import require
from organizations.unionrows import union_asked_of, unions_below, unions_counted_for

WHO = "回头看由各级工会的经办、审核、审批、财务和档案统计人员查看。"


@require_GET
def rechecks(request: UserRequest) -> HttpResponse:
    """List the rechecks that the user has a part in, the latest first."""
    require(request.user.scope.has(*SUBTREE_ROLES), WHO)
    found = Recheck.objects.visible_to(request.user).for_list()
    context = {"page": page_of(found, request), "may_start": request.user.scope.has(Role.OFFICER)}
    return render(request, "audits/recheck_list.html", context)


@require_http_methods(["GET", "POST"])
def recheck_create(request: UserRequest) -> HttpResponse:
    """Begin a recheck; its archives are fixed at once."""
    require(request.user.scope.has(Role.OFFICER), "回头看由各级工会的经办人员发起。")
    form = RecheckForm(request.POST if request.method == "POST" else None, user=request.user)
    if form.is_valid():
        made = attempt(form, lambda: start_recheck(by=request.user, **form.cleaned_data))
        if made is not None:
            messages.success(request, f"已发起“{made}”，应核查 {made.entries.count():,} 户。")
            return redirect(made)
    return render(request, "audits/recheck_form.html", {"form": form})


@require_GET
def recheck(request: UserRequest, pk: int) -> HttpResponse:
    """Show how the archives of a recheck come out by union; ``?union=`` goes down."""
    found, union = _open(request, pk)
    rows, total = board_of(found, union, unions_below(union), user=request.user)
    above = unions_counted_for(request.user).ancestors_of([union])
    context = {
        "recheck": found,
        "union": union,
        "above": [parent for parent in above if parent.path.startswith(found.union.path)],
        "rows": rows,
        "total": total,
        "may_close": found.is_open and can_close_recheck(request.user, found),
        "may_note": found.is_open and request.user.scope.has(Role.OFFICER),
        "found_form": FoundForm(),
    }
    return render(request, "audits/recheck_board.html", context)


@require_GET
def recheck_entries(request: UserRequest, pk: int) -> HttpResponse:
    """List the archives behind a number of the board; ``?outcome=`` and ``?union=`` narrow it."""
    found, union = _open(request, pk)
    entries, asked = _narrowed(request, found, union)
    context = {
        "recheck": found,
        "union": union,
        "asked": asked,
        "label": dict(COLUMNS)[asked],
        "columns": COLUMNS,
        "count": in_words(*capped_count(entries)),
        "page": page_of(entries.for_list(), request),
        "form": OutcomeForm(),
        "may_note": found.is_open and request.user.scope.has(Role.OFFICER),
    }
    return render(request, "audits/recheck_entries.html", context)


@require_POST
def recheck_note(request: UserRequest, pk: int) -> HttpResponse:
    """Say how the chosen archives come out, or all that the list shows."""
    found, union = _open(request, pk)
    entries, _asked = _narrowed(request, found, union)
    chosen = entries if "all" in request.POST else entries.filter(pk__in=_keys(request))
    form = OutcomeForm(request.POST)
    if not form.is_valid():
        messages.error(request, "没有登记：请选择核查结果。")
    else:
        said = form.cleaned_data
        count = note_outcomes(chosen, by=request.user, outcome=said["outcome"], note=said["note"])
        words = f"已登记 {count} 户的核查结果：{RecheckOutcome(said['outcome']).label}。"
        messages.success(request, words if count else "没有登记：请先勾选档案。")
    return redirect(f"{reverse('recheck_entries', args=[pk])}?{request.GET.urlencode()}")


@require_POST
def recheck_add(request: UserRequest, pk: int) -> HttpResponse:
    """Add an archive that the recheck has newly found."""
    found, _union = _open(request, pk)
    form = FoundForm(request.POST)
    if not form.is_valid():
        messages.error(request, "没有登记：请填写档案编号。")
        return redirect(found)
    number, note = form.cleaned_data["archive_no"], form.cleaned_data["note"]
    household = Household.objects.visible_to(request.user).filter(archive_no=number).first()
    if household is None:
        messages.error(request, f"没有登记：没有查到编号为 {number} 的档案，请核对编号。")
        return redirect(found)
    added = add_found(found, [household], by=request.user, note=note)
    words = f"已将 {household} 列为新增建档。" if added else f"{household} 已在本次回头看之中。"
    messages.success(request, words)
    return redirect(found)


@require_POST
def recheck_close(request: UserRequest, pk: int) -> HttpResponse:
    """End a recheck."""
    found, _union = _open(request, pk)
    done(request, lambda: close_recheck(found, by=request.user), f"“{found}”已结束，结果不再改动。")
    return redirect(found)


def _open(request: UserRequest, pk: int) -> tuple[Recheck, Union]:
    """Return a recheck and the union that is asked for, first the user's own part of it; else 404."""
    require(request.user.scope.has(*SUBTREE_ROLES), WHO)
    found = get_object_or_404(Recheck.objects.visible_to(request.user).select_related("union"), pk=pk)
    return found, union_asked_of(request, found.union)


def _narrowed(request: UserRequest, found: Recheck, union: Union) -> tuple[Any, str]:
    """Return the entries that the address asks for, and the column that they stand behind."""
    entries = RecheckEntry.objects.visible_to(request.user).filter(recheck=found).within(union)
    asked = request.GET.get("outcome", "")
    if asked == WAITING:
        return entries.filter(outcome=""), asked
    return (entries.filter(outcome=asked), asked) if asked in RecheckOutcome.values else (entries, "")


def _keys(request: UserRequest) -> list[int]:
    return read_keys(request.POST.getlist("entry"))
