"""What happens to a batch once its lines stand: handed in, looked at by deciders, locked, received, closed."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from assistance.actions.payments.closing import close_batch, set_voucher
from assistance.actions.payments.handing import mark_not_taken, mark_received
from assistance.actions.payments.locking import StopsFound, lock_batch
from assistance.actions.payments.submitting import submit_batch
from assistance.enums import Delivery
from assistance.forms.payments.flow import NotTakenForm, ReceiptForm, VoucherForm
from assistance.models import Payment
from assistance.payments.enums import AWAITED
from assistance.payments.evidence import evidence_of
from assistance.payments.rules import (
    NOT_YOURS_TO_HAND_OUT,
    NOT_YOURS_TO_LOCK,
    NOT_YOURS_TO_PAY,
    NOT_YOURS_TO_SUBMIT,
    can_hand_out,
    can_lock,
    can_settle,
    can_submit,
)
from assistance.views.payments.batches import batch_of
from core.errors import DomainError
from core.keys import read_keys
from core.money import format_money
from core.paging import page_of
from core.telling import told
from organizations.http import UserRequest
from organizations.rules import require

ROWS = 200  # on one page of receipts


@require_POST
def batch_submit(request: UserRequest, pk: int) -> HttpResponse:
    """Hand a batch in for decision."""
    batch = batch_of(request, pk)
    require(can_submit(request.user, batch), NOT_YOURS_TO_SUBMIT)
    if done := told(request, lambda: submit_batch(batch, by=request.user)):
        messages.success(
            request, f"批次{done.number}已报批，共 {done.lines_count} 户次、{format_money(done.amount)} 元。"
        )
    return redirect("batch", pk)


@require_GET
def batch_evidence(request: UserRequest, pk: int) -> HttpResponse:
    """Show deciders the sums, the largest lines, overridden stops and the budget, as a part of the review's page."""
    batch = batch_of(request, pk)
    return render(request, "assistance/batch_evidence.html", {"evidence": evidence_of(batch), "batch": batch})


@require_POST
def batch_lock(request: UserRequest, pk: int) -> HttpResponse:
    """Lock an approved batch and book its money; what stands against lines by now is shown on the stop list."""
    batch = batch_of(request, pk)
    require(can_lock(request.user, batch), NOT_YOURS_TO_LOCK)
    try:
        done = lock_batch(batch, by=request.user)
    except DomainError as refusal:
        messages.error(request, refusal.message)
        return redirect("batch_stops" if isinstance(refusal, StopsFound) else "batch", pk)
    messages.success(request, f"已锁定，{done.lines_count} 户次、{format_money(done.amount)} 元记入资金台账。")
    return redirect("batch", pk)


@require_GET
def batch_handing(request: UserRequest, pk: int) -> HttpResponse:
    """List who has yet to take goods or cash, to be ticked; ``?show=all`` lists everybody."""
    batch = batch_of(request, pk)
    require(can_hand_out(request.user, batch), NOT_YOURS_TO_HAND_OUT)
    lines = Payment.objects.visible_to(request.user).filter(batch=batch).standing().for_list().order_by("position")
    show = "all" if request.GET.get("show") == "all" else "waiting"
    context = {
        "batch": batch,
        "page": page_of(lines if show == "all" else lines.filter(status__in=AWAITED), request, size=ROWS),
        "show": show,
        "is_by_bank": batch.delivery == Delivery.CARD,
        "receipt": ReceiptForm(auto_id="receipt_%s"),
        "not_taken": NotTakenForm(auto_id="not_taken_%s"),
    }
    return render(request, "assistance/batch_handing.html", context)


@require_POST
def batch_received(request: UserRequest, pk: int) -> HttpResponse:
    """Write that the ticked people took theirs."""
    batch, form = batch_of(request, pk), ReceiptForm(request.POST)
    require(can_hand_out(request.user, batch), NOT_YOURS_TO_HAND_OUT)
    if not form.is_valid():
        messages.error(request, "没有登记：请填写签收日期。")
        return redirect("batch_handing", pk)
    lines, day = _ticked(request, pk), form.cleaned_data["on"]
    done = told(request, lambda: mark_received(batch, lines, by=request.user, on=day))
    if done is not None:
        messages.success(request, f"已登记 {len(done)} 人于 {day:%Y-%m-%d} 签收。")
    return redirect("batch_handing", pk)


@require_POST
def batch_not_taken(request: UserRequest, pk: int) -> HttpResponse:
    """Write that the ticked people did not take theirs."""
    batch, form = batch_of(request, pk), NotTakenForm(request.POST)
    require(can_hand_out(request.user, batch), NOT_YOURS_TO_HAND_OUT)
    if not form.is_valid():
        messages.error(request, "没有登记：请写明没有签收的原因。")
        return redirect("batch_handing", pk)
    lines, facts = _ticked(request, pk), form.cleaned_data
    done = told(request, lambda: mark_not_taken(batch, lines, by=request.user, **facts))
    if done is not None:
        messages.success(request, f"已登记 {len(done)} 行发放未成，金额退回预算。")
    return redirect("batch_handing", pk)


@require_POST
def batch_voucher_number(request: UserRequest, pk: int) -> HttpResponse:
    """Write the number of the voucher in the books."""
    batch, form = batch_of(request, pk), VoucherForm(request.POST)
    require(can_settle(request.user, batch), NOT_YOURS_TO_PAY)
    number = form.cleaned_data["voucher_no"] if form.is_valid() else ""
    if told(request, lambda: set_voucher(batch, by=request.user, voucher_no=number)):
        messages.success(request, f"已登记记账凭证号 {number}。")
    return redirect("batch", pk)


@require_POST
def batch_close(request: UserRequest, pk: int) -> HttpResponse:
    """Close a batch whose lines are all settled."""
    batch = batch_of(request, pk)
    require(can_settle(request.user, batch), NOT_YOURS_TO_PAY)
    if told(request, lambda: close_batch(batch, by=request.user)):
        messages.success(request, f"批次{batch.number}已办结。")
    return redirect("batch", pk)


def _ticked(request: UserRequest, pk: int) -> list[Payment]:
    keys = read_keys(request.POST.getlist("line"))
    return list(Payment.objects.visible_to(request.user).filter(batch=pk, pk__in=keys))
