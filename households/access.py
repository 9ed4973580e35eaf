"""Opening an archive: scope first, then a line in the access log."""

from django.shortcuts import get_object_or_404

from households.models import Household
from organizations.actions.access import record_access
from organizations.enums import AccessVerb
from organizations.http import UserRequest


def open_household(request: UserRequest, archive_no: str, *, looking_at: str = "") -> Household:
    """Return the archive when it lies in the user's scope, else 404; with ``looking_at`` the look is logged.

    The household carries ``granted`` for ``households.rules``. Two queries, three with a log line.
    """
    households = Household.objects.visible_to(request.user).with_grant_for(request.user).select_related("union")
    household = get_object_or_404(households, archive_no=archive_no)
    if looking_at:
        record_access(request.user, AccessVerb.VIEW, archive_no, detail=looking_at)
    return household
