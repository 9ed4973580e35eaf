"""Applications from outside as the union sees them: the codes handed out, and what came in."""

from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core.forms import attempt
from core.paging import page_of
from households.access import open_household
from households.actions.applications import NO_ISSUING, issue_code, issue_query_code, revoke_code, take_application
from households.enums import Status
from households.forms.applications import IssueForm
from households.models import ApplicationCode, Household
from households.rules import can_file, is_officer
from organizations.enums import SUBTREE_ROLES, Role
from organizations.http import UserRequest
from organizations.rules import require

WAITING, ISSUED, TAKEN = "waiting", "issued", "taken"
APPLYING = (Status.DRAFT, Status.UNDER_REVIEW)  # while the worker may want to know how it stands
STATES = {WAITING: "待接收", ISSUED: "未提交", TAKEN: "已接收"}


@require_GET
def applications(request: UserRequest) -> HttpResponse:
    """List what came in and waits, the codes with which nobody has applied yet, and what was taken over."""
    require(request.user.scope.has(*SUBTREE_ROLES), "线上申请由建档单位的经办人员办理。")
    state = request.GET.get("state", "")
    state = state if state in STATES else WAITING
    found = ApplicationCode.objects.visible_to(request.user).for_list()
    page = page_of(found.filter(Q(applied_at__isnull=state == ISSUED), Q(taken_at__isnull=state != TAKEN)), request)
    rows = [(code, can_file(request.user, code.union)) for code in page]
    context: dict[str, Any] = {"page": page, "rows": rows, "states": STATES.items(), "state": state}
    context["can_issue"] = request.user.scope.has(Role.OFFICER)
    return render(request, "households/application_list.html", context)


@require_http_methods(["GET", "POST"])
def application_issue(request: UserRequest) -> HttpResponse:
    """Hand a code to a worker: the slip is shown by this answer and never again."""
    require(request.user.scope.has(Role.OFFICER), NO_ISSUING)
    form = IssueForm(request.POST if request.method == "POST" else None, user=request.user)
    if form.is_valid() and (issued := attempt(form, lambda: issue_code(by=request.user, **form.cleaned_data))):
        code, plain = issued
        context = {"code": code, "plain": plain, "url": _url(request, "apply_enter")}
        return render(request, "households/application_slip.html", context)
    return render(request, "households/application_issue.html", {"form": form})


@require_POST
def application_revoke(request: UserRequest, pk: int) -> HttpResponse:
    """Make a code useless."""
    code = get_object_or_404(ApplicationCode.objects.visible_to(request.user), pk=pk)
    revoke_code(code, by=request.user)
    messages.success(request, f"{code.name} 的申请码已作废。")
    return redirect("applications")


@require_POST
def application_take(request: UserRequest, pk: int) -> HttpResponse:
    """Take over what came in, and go on in the draft."""
    code = get_object_or_404(ApplicationCode.objects.visible_to(request.user), pk=pk)
    taken = take_application(code, by=request.user)
    messages.success(request, f"已接收 {taken.name} 的线上申请，请核对档案内容，入户调查后再提交审核。")
    return redirect(taken.household)  # type: ignore[arg-type]


@require_POST
def query_code_issue(request: UserRequest, archive_no: str) -> HttpResponse:
    """Give a worker a fresh code to ask how the application stands: the slip is shown by this answer alone."""
    archive = open_household(request, archive_no)
    require(is_officer(request.user, archive), "查询码由建档单位的经办人员生成。")
    plain = issue_query_code(archive, by=request.user)
    context = {"household": archive, "plain": plain, "url": _url(request, "apply_status")}
    return render(request, "households/query_code_slip.html", context)


def application_of(request: UserRequest, household: Household) -> ApplicationCode | None:
    """Return the application from outside that a draft came of; one query, none for other archives."""
    if household.status != Status.DRAFT:
        return None
    found = ApplicationCode.objects.visible_to(request.user).filter(household=household)
    return found.select_related("union", "taken_by").first()


def _url(request: UserRequest, name: str) -> str:
    return request.build_absolute_uri(reverse(name))
