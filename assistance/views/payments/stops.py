"""The stop list of a batch by kind, and letting lines be paid in spite of a reason."""

from itertools import groupby

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from assistance.actions.payments.stops import NOT_YOURS_TO_OVERRIDE, TO_MEND, override_many
from assistance.forms.payments.batches import ReasonForm
from assistance.models import Stop
from assistance.payments.enums import FIRM_STOPS, PaymentStatus, StopKind, StopState
from assistance.payments.pages import Group, sums_of
from assistance.payments.rules import can_override
from assistance.views.payments.batches import acts_of, batch_of
from core.keys import read_keys
from core.telling import told
from organizations.http import UserRequest
from organizations.rules import require

MOST_SHOWN = 500


@require_GET
def batch_stops(request: UserRequest, pk: int) -> HttpResponse:
    """Show the reasons against the lines of a batch, grouped by kind, open ones first."""
    batch = batch_of(request, pk)
    stops = Stop.objects.visible_to(request.user).filter(payment__batch=batch, payment__status=PaymentStatus.PROPOSED)
    alive = stops.filter(state__in=[StopState.OPEN, StopState.OVERRIDDEN])
    rows = alive.select_related("payment__household__union", "payment__member", "by").defer(
        "payment__household__search"
    )
    found = list(rows.order_by("kind", "state", "payment__position")[: MOST_SHOWN + 1])
    context = {
        "batch": batch,
        "sums": sums_of(batch),
        "groups": [_group(kind, list(of)) for kind, of in groupby(found[:MOST_SHOWN], key=lambda stop: stop.kind)],
        "more": len(found) > MOST_SHOWN,
        "reason": ReasonForm(label="理由"),
        **acts_of(request, batch),
    }
    return render(request, "assistance/batch_stops.html", context)


@require_POST
def stops_override(request: UserRequest, pk: int) -> HttpResponse:
    """Let the ticked lines be paid in spite of the reasons against them, for one reason signed with the name."""
    batch, form = batch_of(request, pk), ReasonForm(request.POST)
    require(can_override(request.user, batch), NOT_YOURS_TO_OVERRIDE)
    keys = read_keys(request.POST.getlist("stop"))
    chosen = Stop.objects.visible_to(request.user).filter(pk__in=keys, payment__batch=batch)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    done = told(request, lambda: override_many(chosen, batch=batch, by=request.user, reason=reason))
    if done:
        messages.success(request, f"已准予发放 {len(done)} 项，理由和姓名记入停发清单。")
    return redirect("batch_stops", pk)


def _group(kind: str, stops: list[Stop]) -> Group:
    firm = kind in FIRM_STOPS
    return Group(StopKind(kind), firm, stops, TO_MEND.get(StopKind(kind), ""))
