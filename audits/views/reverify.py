"""The yearly re-verification: the lists of what is to be done, and the guided page for one household."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from audits.actions.reverify import NOT_YOURS, reverify_household
from audits.enums import ReverifyOutcome, VerifyReason
from audits.forms.reverify import ReverifySheet
from audits.models import ClearState, Reverification
from audits.queries import reason_counts
from audits.rules import can_reverify
from audits.verify import causes_of, load_verify_facts
from core import clock
from core.errors import DomainError, NotAllowed
from core.paging import page_of
from households.access import open_household
from households.income import source_text
from households.models import Household, LivingStandard
from organizations.enums import SUBTREE_ROLES, Role
from organizations.http import UserRequest
from organizations.rules import require
from pairing.filters import RegionFilter

# Where the outcome is applied for; the page opens with what the re-verification found.
NEXT = {
    ReverifyOutcome.EXIT: ("exit_check_record", "脱困退出"),
    ReverifyOutcome.CANCEL: ("cancel_apply", "注销"),
    ReverifyOutcome.CHANGE: ("change_apply", "变更标准或类别"),
}


@require_GET
def reverifications(request: UserRequest) -> HttpResponse:
    """List the archives that are to be re-verified, each with the reasons in words; narrowed by reason and union."""
    require(request.user.scope.has(*SUBTREE_ROLES, Role.CADRE), "年度复核由经办人员办理。")
    filters = RegionFilter(request.GET, user=request.user)
    asked = request.GET.get("reason", "")
    reason = next((known for known in VerifyReason if known.name.lower() == asked), None)
    found = ClearState.objects.visible_to(request.user).to_verify(filters.place)
    counts = reason_counts(found)
    page = page_of(found.for_reason(reason) if reason else found, request)
    context = {
        "page": page,
        "rows": _with_causes(page),
        "filters": filters,
        "reason": reason,
        "reasons": [(known, counts.get(known, 0)) for known in VerifyReason],
        "total": counts.get(None, 0),
        "may": request.user.scope.has(Role.OFFICER),
    }
    return render(request, "audits/reverifications.html", context)


@require_http_methods(["GET", "POST"])
def reverify(request: UserRequest, archive_no: str) -> HttpResponse:
    """Ask for what may have changed since a household was last asked; ``?note=`` says why somebody asks now."""
    household = open_household(request, archive_no, looking_at="年度复核" if request.method == "GET" else "")
    require(can_reverify(request.user, household), NOT_YOURS)
    given, note = request.POST if request.method == "POST" else None, request.GET.get("note", "")
    sheet = ReverifySheet(given, household=household, user=request.user, note=note)
    if request.method == "POST" and sheet.is_valid() and (made := _keep(request, household, sheet)):
        return _next(request, household, made)
    today = clock.today()
    context = {
        "household": household,
        "sheet": sheet,
        "causes": causes_of(load_verify_facts([household.pk])[household.pk], today),
        "last": household.reverifications.first(),
        "standards": _standards(request, household),
    }
    return render(request, "audits/reverify.html", context)


def _with_causes(page: list[ClearState]) -> list[tuple[Household, list[Any]]]:
    facts, today = load_verify_facts([state.pk for state in page]), clock.today()
    return [(state.household, causes_of(facts[state.pk], today)) for state in page]


def _keep(request: UserRequest, household: Household, sheet: ReverifySheet) -> Reverification | None:
    """Write the answers; None when a rule refuses, which the sheet then says."""
    try:
        return reverify_household(household, by=request.user, answers=sheet.answers)
    except NotAllowed:
        raise
    except DomainError as error:
        sheet.refuse(error)
        return None


def _next(request: UserRequest, household: Household, made: Reverification) -> HttpResponseRedirect:
    """Go on to what the outcome asks for: an application, or the archive."""
    words = f"已登记 {household.head_name} 户的年度复核：{made.get_outcome_display()}。"
    name, kind = NEXT.get(ReverifyOutcome(made.outcome), ("household_timeline", ""))
    messages.success(request, f"{words}请接着申请{kind}。" if kind else words)
    return redirect(name, household.archive_no)


def _standards(request: UserRequest, household: Household) -> list[dict[str, str]]:
    rows = LivingStandard.objects.visible_to(request.user).holding_for(household.union)
    return [{"from": f"{row.valid_from}", "amount": f"{row.amount}", "source": source_text(row)} for row in rows]
