"""The page 六清待办: households, clear in all six, that wait for a confirmation or a check."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from audits.enums import ConfirmationKind
from audits.models import ClearState
from core.paging import page_of
from organizations.enums import CHECKING_ROLES, CONFIRMING_ROLES
from organizations.http import UserRequest
from organizations.rules import require

ROLES = {
    ConfirmationKind.CADRE: CONFIRMING_ROLES,
    ConfirmationKind.COUNTY: CHECKING_ROLES,
}


@require_GET
def clear_waiting(request: UserRequest) -> HttpResponse:
    """List what this user may confirm or check now; ``?step=`` is one of the two."""
    steps = [step for step, roles in ROLES.items() if request.user.scope.has(*roles)]
    require(bool(steps), "六清由帮扶干部、经办人员确认，由审核、审批人员核查。")
    asked = request.GET.get("step", "")
    step = next((own for own in steps if own == asked), steps[0])
    waiting = ClearState.objects.visible_to(request.user).awaiting(step, request.user).for_list()
    context = {"page": page_of(waiting, request), "steps": steps, "step": step}
    return render(request, "audits/clear_waiting.html", context)
