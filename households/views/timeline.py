"""The timeline of one household."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from core.paging import page_of
from households.access import open_household
from households.tabs import page_context
from households.timeline import KINDS, timeline_of
from organizations.http import UserRequest

ENTRIES_ON_A_PAGE = 60


@require_GET
def household_timeline(request: UserRequest, archive_no: str) -> HttpResponse:
    """Show what happened with a household, the latest first, whole or of one kind."""
    archive = open_household(request, archive_no, looking_at="时间轴")
    kind = request.GET.get("kind", "")
    entries = timeline_of(archive, request.user)
    told = {entry.kind for entry in entries}
    context = page_context(
        request,
        archive,
        "household_timeline",
        page=page_of([e for e in entries if kind in {"", e.kind}], request, size=ENTRIES_ON_A_PAGE),
        kinds=[(name, word, icon) for name, (word, icon) in KINDS.items() if name in told],
        kind=kind,
    )
    return render(request, "households/household_timeline.html", context)
