"""Batches of payments: all of them, one with its lines, drawing one, changing its head, giving it up."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assistance.actions.payments import drawing as actions
from assistance.actions.payments.stops import check_batch
from assistance.forms.payments.batches import (
    BatchEditForm,
    BatchForm,
    OneAmountForm,
    PlaceForm,
    ReasonForm,
    RecountForm,
    unions_to_draw_for,
)
from assistance.models import Batch
from assistance.payments.enums import BatchStatus
from assistance.payments.filters import SHOWN, STATES, WAITING, BatchFilter, LinesFilter
from assistance.payments.flow import flow_of
from assistance.payments.pages import lacks_rule, steps_of, sums_of
from assistance.payments.rules import DRAWS, can_check_stops, can_drop, can_override, can_prepare, can_see_money
from core.forms import attempt
from core.paging import page_of
from organizations.http import UserRequest
from organizations.models import Union
from organizations.rules import require

ONLY_STAFF = "发放批次由各级工会人员办理。"
NO_BUDGET = "您的范围内没有工会有今年或上年的资金预算。请先由财务人员登记或由上级拨付资金，再编制发放批次。"


@require_GET
def batches(request: UserRequest) -> HttpResponse:
    """List the batches of the user's regions, the latest first."""
    require(can_see_money(request.user), ONLY_STAFF)
    filters = BatchFilter(request.GET, user=request.user)
    found = filters.narrow(Batch.objects.visible_to(request.user)).for_list()
    context = {
        "page": page_of(found, request),
        "filters": filters,
        "states": STATES + WAITING,
        "status": filters.choice("status") or "",
        "can_draw": request.user.scope.has(*DRAWS),
    }
    return render(request, "assistance/batches.html", context)


@require_GET
def batch(request: UserRequest, pk: int) -> HttpResponse:
    """Show one batch: how far it is, its sums, and its lines with what stands against each."""
    found = batch_of(request, pk)
    filters, sums = LinesFilter(request.GET), sums_of(found)
    lines = filters.narrow(found.payments.for_list()).order_by("position").with_stops()
    context = {
        "batch": found,
        "sums": sums,
        "steps": steps_of(found, sums),
        "page": page_of(lines, request),
        "filters": filters,
        "shown": SHOWN,
        "reason": ReasonForm(label="移出原因", auto_id="drop_%s"),
        "flow": flow_of(request.user, found),
        "lacks_rule": found.is_editable and lacks_rule(found),
        "amount": OneAmountForm(auto_id="one_%s", initial={"amount": found.unit_amount}),
        **acts_of(request, found),
    }
    return render(request, "assistance/batch.html", context)


@require_http_methods(["GET", "POST"])
def batch_create(request: UserRequest) -> HttpResponse:
    """Draw a batch for a union."""
    require(request.user.scope.has(*DRAWS), actions.NOT_YOURS)
    union = _union_of(request)
    if union is None:
        return render(request, "assistance/batch_form.html", {"words": NO_BUDGET})
    form = BatchForm(request.POST if request.method == "POST" else None, union=union, initial=_asked(request))
    if form.is_valid():
        facts = {"union": union, **form.facts}
        if made := attempt(form, lambda: actions.draw_batch(by=request.user, **facts)):
            messages.success(request, f"已编制批次{made.number}，请添加发放对象。")
            return redirect("batch_add", made.pk)
    context = {"form": form, "union": union, "place": PlaceForm(user=request.user, initial={"union": union.code})}
    return render(request, "assistance/batch_form.html", context)


@require_http_methods(["GET", "POST"])
def batch_edit(request: UserRequest, pk: int) -> HttpResponse:
    """Change title, budget, way of payment and words of a batch."""
    found = batch_of(request, pk)
    require(can_prepare(request.user, found), actions.NOT_YOURS)
    sent = request.POST if request.method == "POST" else None
    form, recount = BatchEditForm(sent, instance=found), RecountForm(sent)
    if form.is_valid() and recount.is_valid():
        said: dict[str, Any] = {"facts": form.facts, "seen": form.seen, "recount": recount.cleaned_data["recount"]}
        if attempt(form, lambda: actions.edit_batch(batch_of(request, pk), by=request.user, **said)):
            messages.success(request, "已保存批次信息。")
            return redirect("batch", pk)
    return render(
        request, "assistance/batch_form.html", {"form": form, "recount": recount, "batch": batch_of(request, pk)}
    )


@require_http_methods(["GET", "POST"])
def batch_cancel(request: UserRequest, pk: int) -> HttpResponse:
    """Give up a batch, with the reason."""
    found = batch_of(request, pk)
    require(can_prepare(request.user, found), actions.NOT_YOURS)
    form = ReasonForm(request.POST if request.method == "POST" else None, label="作废原因")
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        if attempt(form, lambda: actions.cancel_batch(found, by=request.user, reason=reason)):
            messages.success(request, f"批次{found.number}已作废，所列对象可以另行编制批次发放。")
            return redirect("batch", pk)
    return render(request, "assistance/batch_cancel.html", {"batch": found, "form": form})


@require_POST
def batch_check(request: UserRequest, pk: int) -> HttpResponse:
    """Draw up the stop list of a batch anew."""
    found = batch_of(request, pk)
    check_batch(found, by=request.user)
    left = sums_of(found).open_stops
    messages.success(
        request, f"已重新核查，有 {left} 项停发事由待处理。" if left else "已重新核查，没有待处理的停发事由。"
    )
    return redirect("batch_stops" if left else "batch", pk)


def acts_of(request: UserRequest, batch: Batch) -> dict[str, bool]:
    """Return what the user may do with a batch as it stands."""
    user, stands = request.user, batch.status
    return {
        "can_prepare": can_prepare(user, batch) and batch.is_editable,
        "can_check": can_check_stops(user, batch) and (batch.is_editable or stands == BatchStatus.APPROVED),
        "can_override": can_override(user, batch) and batch.is_editable,
        "can_drop": can_drop(user, batch) and (batch.is_editable or stands == BatchStatus.APPROVED),
        "can_cancel": can_prepare(user, batch) and stands in (BatchStatus.DRAFT, BatchStatus.APPROVED),
    }


def batch_of(request: UserRequest, pk: int) -> Batch:
    """Return a batch in the scope of somebody who works with money, else 404."""
    require(can_see_money(request.user), ONLY_STAFF)
    people = ("union", "item", "budget__fund", "drive", "drawn_by", "locked_by", "closed_by", "review")
    return get_object_or_404(Batch.objects.visible_to(request.user).select_related(*people), pk=pk)


def _union_of(request: UserRequest) -> Union | None:
    """Return the union that was asked for, or the highest that has money."""
    unions = unions_to_draw_for(request.user)
    if code := request.GET.get("union", ""):
        return get_object_or_404(unions, code=code)
    return unions.order_by("path").first()


def _asked(request: UserRequest) -> dict[str, object]:
    """Return what a link to the form says already: the seasonal action and its item."""
    told: dict[str, object] = {name: request.GET[name] for name in ("drive", "item", "title") if name in request.GET}
    return told | {"client_id": uuid.uuid4()}


def back_to(pk: int, **query: str) -> str:
    """Return the address of a batch, narrowed."""
    return reverse("batch", args=[pk], query=query or None)
