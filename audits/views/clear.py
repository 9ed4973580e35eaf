"""The tab 六清 of a household, and its confirmations."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from audits.actions.clear import confirm_clear, obstacle, refresh_overtaken
from audits.enums import ClearItem, ConfirmationKind
from audits.models import ClearState
from audits.repairs import REPAIRS
from audits.rules import can_check, can_confirm
from core.errors import DomainError
from households.access import open_household
from households.clearmask import is_clear_in
from households.enums import IN_CARE
from households.models import Household
from households.rules import can_work
from households.tabs import page_context
from organizations.http import UserRequest
from organizations.rules import require

ALLOWED = {ConfirmationKind.CADRE: can_confirm, ConfirmationKind.COUNTY: can_check}


@require_GET
def household_clear(request: UserRequest, archive_no: str) -> HttpResponse:
    """Show the six items as of now, each with what is missing and where to repair it, and who has confirmed them."""
    household = open_household(request, archive_no, looking_at="六清")
    if refresh_overtaken([household.pk]):
        household.refresh_from_db(fields=["clear_mask"])
    state = household.clear_state  # read only now that it is fresh
    context = page_context(
        request,
        household,
        "household_clear",
        in_care=household.status in IN_CARE,
        items=items_of(household, state, repairable=can_work(request.user, household)),
        steps=steps_of(request, household, state),
    )
    return render(request, "audits/household_clear.html", context)


def items_of(household: Household, state: ClearState, *, repairable: bool) -> list[dict[str, Any]]:
    """Return the six items with their reasons; those who may repair them get the links too."""
    return [
        {
            "name": item.label,
            "clear": is_clear_in(state.mask, item),
            "reasons": [
                {"text": text, **(repair_of(household, code) if repairable else {})}
                for code, text in state.reasons.get(str(item.value), [])
            ],
        }
        for item in ClearItem
    ]


def repair_of(household: Household, code: str) -> dict[str, str]:
    """Return the link that repairs a reason; nothing for one that has no page."""
    if code not in REPAIRS:
        return {}
    name, action = REPAIRS[code]
    return {"url": reverse(name, args=[household.archive_no]), "action": action}


def steps_of(request: UserRequest, household: Household, state: ClearState) -> list[dict[str, Any]]:
    """Return the two confirmations: who made the latest, whether it holds, and whether this user may make one now."""
    latest = {c.kind: c for c in household.clear_confirmations.order_by("pk")}
    holding = {kind: made for kind, made in latest.items() if made.at >= state.facts_changed_at}
    return [
        {
            "kind": kind,
            "made": latest.get(kind),
            "stale": kind in latest and kind not in holding,
            "allowed": kind not in holding and ALLOWED[kind](request.user, household),
            "waits_for": obstacle(kind, state, holding.get(ConfirmationKind.CADRE), by=request.user),
        }
        for kind in ConfirmationKind
    ]


@require_POST
def clear_confirm(request: UserRequest, archive_no: str, kind: str) -> HttpResponse:
    """Confirm as cadre or check as county; what is not clear comes back as a message."""
    household = open_household(request, archive_no)
    step = ConfirmationKind(kind)
    require(ALLOWED[step](request.user, household))
    try:
        confirm_clear(household, by=request.user, kind=step, opinion=request.POST.get("opinion", "").strip()[:300])
    except DomainError as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, f"已记录{step.label}。")
    return redirect("household_clear", archive_no)
