"""The tab 六清 of a household, and its confirmations."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from audits.actions.clear import confirm_clear, obstacle, refresh_overtaken
from audits.enums import ClearItem, ConfirmationKind
from audits.models import ClearState
from audits.repairs import repair_of
from audits.rules import can_check, can_confirm
from core.telling import done
from households.access import open_household
from households.clearmask import is_clear_in
from households.enums import IN_CARE
from households.models import Household
from households.rules import can_edit, can_work
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
        items=items_of(request, household, state),
        steps=steps_of(request, household, state),
    )
    return render(request, "audits/household_clear.html", context)


def items_of(request: UserRequest, household: Household, state: ClearState) -> list[dict[str, Any]]:
    """Return the six items with their reasons; those who may repair them get the links too."""
    repairable, officer = can_work(request.user, household), can_edit(request.user, household)
    rows: dict[int, int] = dict(household.difficulties.values_list("number", "pk")) if repairable else {}

    def repair(code: str, number: int | None = None) -> dict[str, str]:
        return repair_of(household, code, rows.get(number or 0), officer=officer) if repairable else {}

    return [
        {
            "name": item.label,
            "clear": is_clear_in(state.mask, item),
            "reasons": [
                {"text": text, **repair(code, *about)} for code, text, *about in state.reasons.get(str(item.value), [])
            ],
        }
        for item in ClearItem
    ]


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
    opinion = request.POST.get("opinion", "").strip()[:300]
    words = f"已记录{step.label}。"
    done(request, lambda: confirm_clear(household, by=request.user, kind=step, opinion=opinion), words)
    return redirect("household_clear", archive_no)
