"""One payment with the whole chain behind it, and money of it that came back."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assistance.actions.payments.refunds import refund_payment
from assistance.forms.payments.flow import RefundForm
from assistance.models import Payment
from assistance.payments.chain import chain_of
from assistance.payments.enums import PaymentStatus
from assistance.payments.querysets import MONEY_ROLES
from assistance.payments.rules import NOT_YOURS_TO_PAY, can_reveal_account, can_see_money, can_settle
from assistance.views.payments.batches import ONLY_STAFF
from core.forms import attempt
from core.money import format_money
from households.access import record_look
from organizations.enums import Number
from organizations.http import UserRequest
from organizations.rules import require


@require_GET
def payment(request: UserRequest, pk: int) -> HttpResponse:
    """Show one payment from the archive as it stood to the entry of the books; the look is logged."""
    found = payment_of(request, pk)
    record_look(request, found.household, f"发放明细 {found.batch.number} 第 {found.position} 号")
    context = {
        "chain": chain_of(found),
        "payment": found,
        "batch": found.batch,
        "sees_batch": request.user.scope.holds(MONEY_ROLES, found.batch.union_path),
        "can_reveal": can_reveal_account(request.user, found),
        "can_refund": can_settle(request.user, found.batch) and found.status == PaymentStatus.PAID,
    }
    return render(request, "assistance/payment.html", context)


@require_POST
def payment_reveal(request: UserRequest, pk: int) -> HttpResponse:
    """Show the account of a line in full in place of its mask, and write down who looked."""
    found = payment_of(request, pk)
    require(can_reveal_account(request.user, found), "您的角色不能查看完整账号。")
    at = f"发放明细 {found.batch.number} 第 {found.position} 号 {Number.CARD.label}"
    record_look(request, found.household, at, in_full=True)
    return render(request, "households/_number_in_full.html", {"value": found.card_no})


@require_http_methods(["GET", "POST"])
def payment_refund(request: UserRequest, pk: int) -> HttpResponse:
    """Enter money of a payment that came back."""
    found = payment_of(request, pk)
    require(can_settle(request.user, found.batch), NOT_YOURS_TO_PAY)
    form = RefundForm(request.POST or None, initial={"amount": found.amount - found.refunded})
    if form.is_valid():
        facts = form.cleaned_data
        if attempt(form, lambda: refund_payment(found, by=request.user, **facts)):
            messages.success(request, f"已登记追回 {format_money(facts['amount'])} 元，退回{found.batch.budget}。")
            return redirect(found)
    context = {"payment": found, "batch": found.batch, "form": form, "left": found.amount - found.refunded}
    return render(request, "assistance/payment_refund.html", context)


def payment_of(request: UserRequest, pk: int) -> Payment:
    """Return a payment in the scope of somebody who works with money, else 404."""
    require(can_see_money(request.user), ONLY_STAFF)
    beside = ("household__union", "member", "union", "request", "rule_line__rule__union", "again_of__batch")
    batch = ("item", "union", "review", "budget__fund", "budget__union", "drawn_by", "locked_by", "closed_by")
    found = Payment.objects.visible_to(request.user).select_related(*beside, *(f"batch__{name}" for name in batch))
    return get_object_or_404(found, pk=pk)
