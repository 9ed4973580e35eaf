"""信访统计: by union, category and channel, each number with its list; and the days that grievances take."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from audits.actions.grievances.terms import set_grievance_term
from audits.forms.grievances import TermForm
from audits.grievances.counts import COLUMNS, rows_by_kind, rows_by_union
from audits.grievances.filters import FIRST_YEAR
from audits.grievances.rules import can_read
from audits.models import GrievanceTerm
from audits.views.grievances.office import WHO
from core import clock
from core.forms import attempt
from core.paging import page_of
from organizations.enums import CHECKING_ROLES
from organizations.http import UserRequest
from organizations.rules import require
from organizations.unionrows import union_asked, unions_below, unions_counted_for

KINDS = (("类别", "category"), ("渠道", "channel"))


@require_GET
def grievance_counts(request: UserRequest) -> HttpResponse:
    """Count by union, first the user's own, by category and by channel; ``?union=`` goes down, ``?year=`` back."""
    user = request.user
    require(can_read(user), WHO)
    union, tops = union_asked(request)
    year = _year(request)
    context: dict[str, Any] = {
        "union": union,
        "above": unions_counted_for(user).ancestors_of([union]),
        "tops": tops,
        "rows": rows_by_union(union, unions_below(union), user, year),
        "kinds": [(name, rows_by_kind(union, user, year, field)) for name, field in KINDS],
        "columns": COLUMNS,
        "year": year,
        "years": range(clock.today().year - 5, clock.today().year + 1),
    }
    return render(request, "audits/grievances/grievance_counts.html", context)


@require_http_methods(["GET", "POST"])
def grievance_terms(request: UserRequest) -> HttpResponse:
    """List the days that hold in the user's regions; handlers add the next ones."""
    require(can_read(request.user), WHO)
    may_add = request.user.scope.has(*CHECKING_ROLES)
    require(request.method == "GET" or may_add, "办理期限由审核、审批人员登记。")
    form = TermForm(request.POST if request.method == "POST" else None, user=request.user)
    if form.is_valid() and (added := attempt(form, lambda: set_grievance_term(by=request.user, **form.facts))):
        messages.success(request, f"已登记{added.union}自 {added.valid_from:%Y-%m-%d} 起的办理期限。")
        return redirect("grievance_terms")
    page = page_of(GrievanceTerm.objects.visible_to(request.user).for_list(), request)
    context = {"page": page, "form": form, "may_add": may_add}
    return render(request, "audits/grievances/grievance_terms.html", context)


def _year(request: UserRequest) -> int:
    asked, this = request.GET.get("year", ""), clock.today().year
    sound = asked.isascii() and asked.isdecimal() and FIRST_YEAR <= int(asked[:4] or 0) <= this
    return int(asked[:4]) if sound else this
