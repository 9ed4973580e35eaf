"""问题整改: the list, the page of one with what may be done there, and its papers."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from audits.forms.rectifications import RectificationFilter
from audits.grievances.rules import can_see
from audits.models import FindingPaper, Rectification, VerificationFinding
from audits.verification.mendacts import ACTS
from audits.verification.nextsteps import offers_of
from audits.verification.repeats import WRONG, causes_of, repeats_of
from core import clock
from core.forms import attempt
from core.paging import capped_count, in_words, page_of
from core.serving import send_file
from organizations.actions.access import record_access
from organizations.enums import OFFICE_ROLES, SUBTREE_ROLES, AccessVerb, Role
from organizations.http import UserRequest
from organizations.rules import require
from organizations.unionrows import counted_union, unions_below, unions_counted_for

WHO = "问题整改由各级工会人员和被指定的帮扶干部办理。"


@require_GET
def rectifications(request: UserRequest) -> HttpResponse:
    """List the rectifications that the user has a part in, what is due first at the top."""
    require(request.user.scope.has(*SUBTREE_ROLES, Role.CADRE), WHO)
    filters = RectificationFilter(request.GET, user=request.user)
    found = filters.narrow(Rectification.objects.visible_to(request.user))
    context = {
        "page": page_of(found.for_list(), request),
        "count": in_words(*capped_count(found)),
        "filters": filters,
        "is_narrowed": any(request.GET.get(name) for name in filters.fields),
        "may_send": request.user.scope.has(*OFFICE_ROLES),
        "may_count": request.user.scope.has(*SUBTREE_ROLES),
        "today": clock.today(),
    }
    return render(request, "audits/rectification/list.html", context)


@require_GET
def rectification(request: UserRequest, pk: int) -> HttpResponse:
    """Show what is wrong, what is to be done, what was done so far, and what the user may do now."""
    found = rectification_of(request, pk)
    record_access(request.user, AccessVerb.VIEW, found.subject, detail=f"问题整改：{found}")
    return render(request, "audits/rectification/detail.html", _page(request, found))


@require_POST
def rectification_act(request: UserRequest, pk: int, name: str) -> HttpResponse:
    """Do one of the acts; what a rule refuses comes back on the page, with all that was typed."""
    found, act = rectification_of(request, pk), ACTS[name]
    form = act.form(request.POST, request.FILES, found, request.user)
    require(form.is_valid() or act.allowed(request.user, found), act.refusal)
    if form.is_valid() and (attempt(form, partial(act.do, found, by=request.user, **form.cleaned_data)) is not None):
        messages.success(request, act.said)
        return redirect(found)
    found = rectification_of(request, pk)
    return render(request, "audits/rectification/detail.html", _page(request, found, failed={name: form}))


@require_GET
def rectification_repeats(request: UserRequest) -> HttpResponse:
    """Show what was found wrong by union and by what is wrong, over all verifications; ``?union=`` goes down."""
    require(request.user.scope.has(*SUBTREE_ROLES), WHO)
    union = counted_union(request.user, request.GET.get("union", ""))
    rows = VerificationFinding.objects.visible_to(request.user)
    context = {
        "union": union,
        "above": unions_counted_for(request.user).ancestors_of([union]),
        "rows": repeats_of(request.user, rows, union, unions_below(union)),
        "causes": causes_of(rows, union),
        "outcomes": WRONG,
    }
    return render(request, "audits/rectification/repeats.html", context)


@require_GET
def finding_paper(request: UserRequest, pk: int) -> HttpResponse:
    """Give a paper of a contest or of a rectification, and write that down; ``?download=1`` saves it."""
    papers = FindingPaper.objects.visible_to(request.user)
    found = get_object_or_404(papers.select_related("finding__sample__unit", "step__rectification__household"), pk=pk)
    record_access(request.user, AccessVerb.DOWNLOAD, found.subject, detail=f"整改（申辩）佐证：{found}")
    return send_file(found.path, found.content_type, name=found.title, save="download" in request.GET)


def rectification_of(request: UserRequest, pk: int) -> Rectification:
    """Return a rectification in the user's scope with all that its page shows, else 404."""
    unit = "finding__sample__unit__"
    loaded = Rectification.objects.visible_to(request.user).select_related(
        *("finding__verification__union", "finding__verification__agency", "finding__contest"),
        *("finding__sample__stratum", f"{unit}household__union", f"{unit}outside", f"{unit}union"),
        *("union", "sender", "household__union", "owner", "verifier", "opened_by", "done_by", "withdrawn_by"),
        *("fault__household", "grievance__union"),
    )
    return get_object_or_404(loaded.prefetch_related("grievance__avoided"), pk=pk)


def _page(request: UserRequest, found: Rectification, *, failed: dict[str, Any] | None = None) -> dict[str, Any]:
    user, filled = request.user, failed or {}
    forms = {
        name: filled.get(name) or act.form(None, None, found, user)
        for name, act in ACTS.items()
        if act.allowed(user, found)
    }
    return {
        "found": found,
        "forms": forms,
        "failed": next(iter(filled.values()), None),
        "steps": found.steps.select_related("by").prefetch_related("papers"),
        "offers": offers_of(user, found),
        "may_open_grievance": found.grievance is not None and can_see(user, found.grievance),
        "today": clock.today(),
    }
