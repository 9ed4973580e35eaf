"""Opening an errand: an assessor's own, while the field work lasts; everything else is not found."""

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from audits.models import Interview
from audits.verification.door import Door
from organizations.actions.access import record_access
from organizations.enums import AccessVerb
from organizations.http import UserRequest


def open_errand(request: UserRequest, pk: int) -> Interview:
    """Return an errand that is in the user's hands, else 404."""
    return get_object_or_404(Interview.objects.in_hands_of(request.user).for_field(), pk=pk)


def record_look(request: UserRequest, door: Door, at: str, verb: AccessVerb = AccessVerb.VIEW) -> None:
    """Write a line in the access log: which household was looked at, and for which verification."""
    record_access(request.user, verb, door.number, detail=f"{door.interview.verification.name}：{at}")


def is_script(request: HttpRequest) -> bool:
    """Tell whether the page's script asks, which is answered in JSON."""
    return request.get_preferred_type(["text/html", "application/json"]) == "application/json"
