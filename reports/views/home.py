"""The first page of each role."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from organizations.http import UserRequest
from reports.home import clear_progress, most_urgent, office_lines, pages_of_administrator, reviews_due, waiting_for


@require_GET
def home(request: UserRequest) -> HttpResponse:
    """Show what is waiting for me today."""
    user = request.user
    roles = user.role_assignments.valid_on(timezone.localdate()).select_related("union", "office")
    waiting = waiting_for(user)
    context = {
        "waiting": waiting,
        "quiet": [entry for entry in waiting if not entry.count],
        "reviews": reviews_due(user),
        "urgent": most_urgent(user),
        "office_lines": office_lines(user),
        "progress": clear_progress(user),
        "admin_pages": pages_of_administrator(user),
        "roles": roles,
    }
    return render(request, "reports/home.html", context)
