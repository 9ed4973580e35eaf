"""The page 六清统计: counts of one union's archives, one row for each union below it."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from audits.queries import counts_below
from audits.tables import ROWS_SHOWN, heads, rows_of, sort_key, sorted_rows, total_of
from core.paging import page_of
from organizations.enums import SUBTREE_ROLES
from organizations.http import UserRequest
from organizations.rules import require
from organizations.unionrows import union_asked, unions_below, unions_counted_for


@require_GET
def clear_counts(request: UserRequest) -> HttpResponse:
    """Show how the archives of a union stand, first the user's own; ``?union=`` goes down, outside the scope is 404."""
    require(request.user.scope.has(*SUBTREE_ROLES), "六清统计由各级工会的经办、审核、审批、财务和档案统计人员查看。")
    union, tops = union_asked(request)
    found = counts_below(union, user=request.user)
    sort = sort_key(request.GET.get("sort", ""))
    rows = rows_of(union, unions_below(union), found)
    context = {
        "union": union,
        "above": unions_counted_for(request.user).ancestors_of([union]),
        "tops": tops,
        "total": total_of(union, found),
        "heads": heads(sort, request.GET),
        "page": page_of(sorted_rows(rows, sort), request, size=ROWS_SHOWN),
    }
    return render(request, "audits/clear_counts.html", context)
