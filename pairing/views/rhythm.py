"""How the visit rhythm is kept, by union and by cadre, and the households that are visited least."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from core.paging import page_of
from organizations.enums import SUBTREE_ROLES
from organizations.http import UserRequest
from organizations.rules import require
from organizations.unionrows import union_asked, unions_below, unions_counted_for
from pairing.filters import HelperFilter
from pairing.models import CareRhythm
from pairing.rhythmcounts import cadre_row, is_by_cadre, rhythm_below, rhythm_of_cadres


@require_GET
def rhythm_counts(request: UserRequest) -> HttpResponse:
    """Show how the rhythm is kept below a union, first the user's own; ``?by=cadre`` by cadre, from counties down."""
    require(request.user.scope.has(*SUBTREE_ROLES))
    union, tops = union_asked(request)
    by_cadre = request.GET.get("by") == "cadre"
    rows = [] if by_cadre else rhythm_below(union, unions_below(union), user=request.user)
    context = {
        "union": union,
        "above": unions_counted_for(request.user).ancestors_of([union]),
        "tops": tops,
        "rows": rows,
        "by_cadre": by_cadre,
        "can_list_cadres": is_by_cadre(union),
    }
    if by_cadre and is_by_cadre(union):
        page = page_of(rhythm_of_cadres(union, user=request.user), request)
        context |= {"page": page, "cadres": [cadre_row(row) for row in page]}
    return render(request, "pairing/rhythm_counts.html", context)


@require_GET
def least_visited(request: UserRequest) -> HttpResponse:
    """List the households in care by their last home visit, those without one first, then the longest ago."""
    require(request.user.scope.has(*SUBTREE_ROLES))
    filters = HelperFilter(request.GET, user=request.user)
    care = CareRhythm.objects.visible_to(request.user)
    if filters.place:
        care = care.of_union(filters.place)
    if filters.person:
        care = care.filter(cadre=filters.person)
    page = page_of(care.least_visited_first().for_list(), request)
    return render(request, "pairing/least_visited.html", {"page": page, "filters": filters})
