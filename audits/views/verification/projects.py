"""第三方核查: the verifications, setting one up with the size of its sample in sight, and the page of each."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from audits.actions.verification.projects import DRAWN, edit_verification, start_verification
from audits.forms.verification.drawing import DrawForm
from audits.forms.verification.projects import VerificationFilter, VerificationForm
from audits.models import Interview, Verification
from audits.verification.describing import next_for, steps_of, terms_of
from audits.verification.enums import ProjectStatus
from audits.verification.jobs import drawing_job
from audits.verification.preview import preview
from audits.verification.progress import by_round
from audits.verification.proving import pledges_of
from audits.verification.rules import knows_draw
from audits.views.verification.opening import framed, kept_of, verification_of
from core.errors import DomainError
from core.forms import attempt
from core.keys import read_key
from core.paging import page_of
from organizations.enums import SUBTREE_ROLES, Role
from organizations.http import UserRequest
from organizations.rules import require

WHO = "第三方核查由各级工会的经办、审核、审批、财务和档案统计人员查看。"
STARTS = "第三方核查由本级工会的经办人员发起。"


@require_GET
def verifications(request: UserRequest) -> HttpResponse:
    """List the verifications that the user may know of, the latest first."""
    require(request.user.scope.has(*SUBTREE_ROLES), WHO)
    form = VerificationFilter(request.GET)
    found = form.narrow(Verification.objects.visible_to(request.user).for_list(), request.user)
    context = {"page": page_of(found, request), "form": form, "may_start": request.user.scope.has(Role.OFFICER)}
    return render(request, "audits/verification/list.html", context)


@require_http_methods(["GET", "POST"])
def verification_create(request: UserRequest) -> HttpResponse:
    """Set a verification up."""
    require(request.user.scope.has(Role.OFFICER), STARTS)
    form = VerificationForm(request.POST if request.method == "POST" else None, user=request.user)
    if form.is_bound and form.is_valid():
        made = attempt(form, lambda: start_verification(by=request.user, **form.facts))
        if made is not None:
            messages.success(request, f"已建立“{made}”，请核对后抽取样本。")
            return redirect(made)
    return render(request, "audits/verification/form.html", {"form": form, **sized(form.terms())})


@require_http_methods(["GET", "POST"])
def verification_edit(request: UserRequest, pk: int) -> HttpResponse:
    """Change a verification whose sample is not drawn."""
    found = kept_of(request, pk)
    if not found.is_draft:
        messages.error(request, DRAWN)
        return redirect(found)
    form = VerificationForm(request.POST if request.method == "POST" else None, user=request.user, instance=found)
    if form.is_bound and form.is_valid():
        changed = attempt(form, lambda: edit_verification(found, by=request.user, seen=form.seen, **form.facts))
        if changed is not None:
            messages.success(request, f"“{changed}”已保存。")
            return redirect(changed)
    return render(
        request, "audits/verification/form.html", {"form": form, "verification": found, **sized(form.terms())}
    )


@require_GET
def verification_size(request: UserRequest) -> HttpResponse:
    """Say how large the sample would be by what stands in the form; ``?of=`` is the verification that is edited."""
    require(request.user.scope.has(Role.OFFICER), STARTS)
    drafts = Verification.objects.visible_to(request.user).kept_by(request.user).for_list()
    of = read_key(request.GET.get("of", ""))
    edited = get_object_or_404(drafts, pk=of) if of else None
    form = VerificationForm(request.GET, user=request.user, instance=edited)
    return render(request, "audits/verification/_size.html", sized(form.terms()))


def sized(terms: Verification | None) -> dict[str, object]:
    """Return the rows of the preview, and in all how many would be asked; what is wrong in words."""
    if terms is None:
        return {"sizes": [], "size_trouble": "请先填写组织单位、核查对象、起始日和抽样条件。"}
    try:
        sizes = preview(terms)
    except DomainError as error:
        return {"sizes": [], "size_trouble": error.message}
    return {"sizes": sizes, "size_total": sum(size.sampled for size in sizes)}


@require_GET
def verification(request: UserRequest, pk: int) -> HttpResponse:
    """Show how far a verification is, what comes next and who does it."""
    found = verification_of(request, pk)
    rounds = by_round(Interview.objects.visible_to(request.user).filter(verification=found))
    follows = next_for(found, own=knows_draw(request.user, found))
    more: dict[str, Any] = {"steps": steps_of(found), "next": follows, "terms": terms_of(found), "rounds": rounds}
    more["agency_changes"] = found.agency_changes.select_related("former", "agency", "by")
    running = found.status == ProjectStatus.RUNNING
    more["all_agreed"] = running and all(row.is_done for row in rounds)
    more["to_agree"] = sum(row.counts["submitted"] for row in rounds) if running else 0
    context = framed(request, found, "verification", pledges=(pledges := pledges_of(found)), **more)
    if context["may_keep"] and found.is_draft:
        pledge = pledges[-1] if pledges else None
        context |= {"job": drawing_job(found), "pledge": pledge, "draw": DrawForm(pledge=pledge), **sized(found)}
    return render(request, "audits/verification/detail.html", context)
