"""单户申请: the list, the application for one household with what the rule gives, its page, and what deciders read."""

from django.contrib import messages
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assistance.actions.aid_requests import apply_for_aid, change_request
from assistance.ceilings.enums import Stage
from assistance.forms.aid_requests import ChangeForm, RequestFilter, RequestForm
from assistance.models import AidRequest, Batch
from assistance.payments.enums import PaymentStatus
from assistance.requests import rules
from assistance.requests.content import over, proposal_for
from core import clock
from core.forms import attempt
from core.paging import capped_count, in_words, page_of
from households.access import open_household, record_look
from households.enums import AttachmentKind
from organizations.http import UserRequest
from organizations.rules import require

SUBJECT = "单户帮扶申请"


@require_GET
def aid_requests(request: UserRequest) -> HttpResponse:
    """List the applications of the user's unions, the latest first."""
    require(rules.can_see_requests(request.user), rules.WHO_SEES)
    filters = RequestFilter(request.GET, user=request.user)
    found = filters.narrow(AidRequest.objects.visible_to(request.user))
    total = in_words(*capped_count(found))
    context = {"page": page_of(_for_list(found), request), "filters": filters, "total": total}
    return render(request, "assistance/aid_requests.html", context)


def _for_list(found: QuerySet[AidRequest]) -> QuerySet[AidRequest]:
    shown = found.select_related("household__union", "item", "member", "review__step")
    return shown.defer("household__search").prefetch_related("payments")


@require_http_methods(["GET", "POST"])
def aid_request_create(request: UserRequest, archive_no: str) -> HttpResponse:
    """Apply for aid for one household."""
    household = open_household(request, archive_no, looking_at=SUBJECT if request.method == "GET" else "")
    require(rules.can_apply_for_aid(request.user, household), rules.WHO_APPLIES)
    form = RequestForm(request.POST if request.method == "POST" else None, household=household)
    if form.is_valid():
        made = attempt(form, lambda: apply_for_aid(household, by=request.user, **form.facts))
        if made is not None:
            messages.success(request, f"已提交{household.head_name}的“{made.item}”申请，编号 {made.number}。")
            return redirect(made)
    return render(request, "assistance/aid_request_form.html", {"form": form, "household": household})


@require_POST
def aid_request_proposal(request: UserRequest, archive_no: str) -> HttpResponse:
    """Show what the rule gives for an application that is being filled in, as a part of its page."""
    household = open_household(request, archive_no)
    require(rules.can_apply_for_aid(request.user, household), rules.WHO_APPLIES)
    form = RequestForm(request.POST, household=household)
    form.is_valid()
    said = {name: value for name, value in form.cleaned_data.items() if name in ("item", "member", "stage", "amount")}
    if "item" not in said:
        return render(request, "assistance/_aid_request_proposal.html", {})
    asked = AidRequest(household=household, **said)
    found = proposal_for(asked, form.chosen)
    beyond = over(asked, found) if "amount" in said else ""
    return render(request, "assistance/_aid_request_proposal.html", {"proposal": found, "beyond": beyond})


@require_GET
def aid_request(request: UserRequest, pk: int) -> HttpResponse:
    """Show one application: what was asked for, where it stands, and what was paid; the look is logged."""
    found = request_asked(request, pk)
    record_look(request, found.household, SUBJECT)
    seen = Batch.objects.visible_to(request.user).filter(pk=OuterRef("batch"))
    context = {
        "asked": found,
        "stage": Stage(found.stage).label if found.stage else "",
        "bills": found.bills.select_related("payment"),
        "payments": found.payments.select_related("batch").annotate(sees_batch=Exists(seen)),
        "may_change": rules.can_change_request(request.user, found),
        "to_pay": AidRequest.objects.visible_to(request.user).filter(pk=pk).to_pay().exists(),
        **_measured(found),
    }
    return render(request, "assistance/aid_request.html", context)


def _measured(found: AidRequest) -> dict[str, object]:
    """Return what was worked out when it was last submitted."""
    latest = found.review.submissions.order_by("-round").first() if found.review else None
    rows = dict(latest.content).get("标准测算", []) if latest else []
    return {"measured": rows, "submitted_at": latest.at if latest else None}


@require_http_methods(["GET", "POST"])
def aid_request_edit(request: UserRequest, pk: int) -> HttpResponse:
    """Correct an application that was returned."""
    found = request_asked(request, pk)
    require(rules.can_change_request(request.user, found), "只有退回的申请可以由经办人员修改。")
    form = ChangeForm(request.POST if request.method == "POST" else None, household=found.household, request=found)
    if form.is_valid():
        facts, seen = form.facts, form.seen
        save = lambda: change_request(found, by=request.user, facts=facts, bills=form.chosen, seen=seen)  # noqa: E731
        if attempt(form, save) is not None:
            messages.success(request, f"已保存申请 {found.number} 的修改，请重新提交。")
            return redirect("review", found.review_id)
    context = {"form": form, "household": found.household, "asked": found}
    return render(request, "assistance/aid_request_form.html", context)


@require_GET
def aid_request_evidence(request: UserRequest, pk: int) -> HttpResponse:
    """Show a decider what an application (by the key of its review) rests on today; the look is logged."""
    require(rules.can_see_requests(request.user), rules.WHO_SEES)
    rows = AidRequest.objects.visible_to(request.user).select_related("household__union", "item", "member")
    found = get_object_or_404(rows, review=pk)
    household, bills = found.household, list(found.bills.all())
    record_look(request, household, "审核依据")
    proposal = proposal_for(found, bills)
    context = {
        "asked": found,
        "household": household,
        "bills": bills,
        "proposal": proposal,
        "beyond": over(found, proposal),
        "received": household.aid_records.filter(year__gte=clock.today().year - 1).order_by("-year", "-received_on"),
        "open_lines": household.payments.live().exclude(status=PaymentStatus.PAID).select_related("batch__item"),
        "missing": _missing(found),
    }
    return render(request, "assistance/aid_request_evidence.html", context)


def _missing(found: AidRequest) -> list[str]:
    """Return the papers that the item asks for and the archive does not have, in words."""
    have = set(found.household.attachments.filter(removed_at__isnull=True).values_list("kind", flat=True))
    return [AttachmentKind(kind).label for kind in found.item.papers if kind not in have]


def request_asked(request: UserRequest, pk: int) -> AidRequest:
    """Return an application in the user's scope."""
    require(rules.can_see_requests(request.user), rules.WHO_SEES)
    rows = AidRequest.objects.visible_to(request.user).select_related(
        "household__union", "item__union", "member", "review__step", "created_by"
    )
    return get_object_or_404(rows, pk=pk)
