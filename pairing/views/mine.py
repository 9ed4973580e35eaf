"""The cadre's own pages: my households, and calling one of them."""

from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from core.errors import DomainError
from core.paging import page_of
from core.serving import CallRedirect
from households.access import open_household
from households.rules import can_reveal
from organizations.actions.access import record_access
from organizations.enums import AccessVerb, Number, Role
from organizations.http import UserRequest
from organizations.rules import require
from pairing.filters import ALL, OVERDUE, SOON, in_state
from pairing.models import Handover
from pairing.querysets import PairingQuerySet, is_due_soon, is_overdue, pairings_of_cadre

PAGE = 20  # cards on a phone


@require_GET
def my_households(request: UserRequest) -> HttpResponse:
    """Show the cadre's own households, the most urgent first."""
    require(request.user.scope.has(Role.CADRE), "“我的结对户”供帮扶干部使用；您的角色请从“档案”查找。")
    mine = pairings_of_cadre(request.user)
    state = request.GET.get("state", ALL)
    chosen = in_state(mine, state).most_urgent_first().for_list().with_phone().with_plan()
    context = {
        "page": page_of(chosen, request, size=PAGE),
        "states": _states(mine, state),
        "state": state,
        "taken": Handover.objects.visible_to(request.user).waiting().filter(taker__user=request.user).for_list(),
    }
    return render(request, "pairing/my_households.html", context)


def _states(mine: PairingQuerySet, state: str) -> list[dict[str, object]]:
    counts = mine.order_by().aggregate(
        all=Count("pk"),
        overdue=Count("pk", filter=is_overdue()),
        soon=Count("pk", filter=is_due_soon()),
    )
    names = ((ALL, "全部"), (OVERDUE, "已逾期"), (SOON, "快到期"))
    return [{"key": key, "label": label, "count": counts[key], "active": key == state} for key, label in names]


@require_GET
def call(request: UserRequest, archive_no: str) -> HttpResponse:
    """Write down that the worker is being called, and hand the number to the telephone."""
    household = open_household(request, archive_no)
    require(can_reveal(request.user, household, Number.PHONE))
    worker = household.members.workers().first()
    if worker is None or not worker.phone:
        raise DomainError("档案中没有登记职工的手机号码，请核对后补录。")
    detail = f"{worker.name} {worker.masked_phone}"
    record_access(request.user, AccessVerb.CALL, archive_no, detail=detail)
    return CallRedirect(f"tel:{worker.phone}")
