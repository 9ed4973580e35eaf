"""Lines of a batch: changing one, taking several off, putting them back, setting them to what the rule gives today."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from assistance.actions.payments import drawing
from assistance.actions.payments import lines as actions
from assistance.actions.payments.editing import NOT_YOURS_TO_DROP
from assistance.forms.payments.batches import OneAmountForm, ReasonForm
from assistance.forms.payments.lines import LineForm
from assistance.models import Batch, Payment, Stop
from assistance.payments.enums import PaymentStatus, StopKind, StopState
from assistance.payments.filters import DROPPED, STOPPED
from assistance.payments.querysets import PaymentQuerySet
from assistance.payments.rules import can_drop, can_prepare, can_see_money
from assistance.views.payments.batches import ONLY_STAFF, back_to, batch_of
from core.errors import Conflict
from core.forms import attempt
from core.keys import read_keys
from core.money import format_money
from core.telling import told
from households.access import record_look
from organizations.http import UserRequest
from organizations.rules import require


@require_http_methods(["GET", "POST"])
def payment_edit(request: UserRequest, pk: int) -> HttpResponse:
    """Change amount, person and account of a line; it shows the account in full, which is logged."""
    require(can_see_money(request.user), ONLY_STAFF)
    line = get_object_or_404(Payment.objects.visible_to(request.user).for_list(), pk=pk)
    batch = batch_of(request, line.batch_id)
    require(can_prepare(request.user, batch), drawing.NOT_YOURS)
    if not batch.is_editable or line.status != PaymentStatus.PROPOSED:
        messages.error(request, "这一行已不能修改：批次已报批，或该行已移出。")
        return redirect("batch", batch.pk)
    line.batch = batch
    form = LineForm(request.POST if request.method == "POST" else None, instance=line)
    if form.is_valid():
        facts, seen, as_it_was = form.facts, form.seen, Payment(pk=line.pk, batch=batch)
        if attempt(form, lambda: actions.change_line(as_it_was, by=request.user, facts=facts, seen=seen)):
            messages.success(request, f"已保存第 {line.position} 行，并重新核查了停发事由。")
            return redirect("batch", batch.pk)
    record_look(request, line.household, f"修改发放明细 {batch.number}/{line.position}", in_full=True)
    stops = line.stops.filter(state__in=[StopState.OPEN, StopState.OVERRIDDEN])
    return render(request, "assistance/payment_edit.html", {"line": line, "batch": batch, "form": form, "stops": stops})


@require_POST
def batch_lines_drop(request: UserRequest, pk: int) -> HttpResponse:
    """Take the ticked lines off, or all that are stopped."""
    found = batch_of(request, pk)
    require(can_drop(request.user, found), NOT_YOURS_TO_DROP)
    form = ReasonForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    lines = told(request, lambda: actions.drop_lines(found, _chosen(request, found), by=request.user, reason=reason))
    if lines:
        messages.success(request, f"已移出 {len(lines)} 行，可在“已移出”中放回。")
    return redirect(_back(request, pk))


@require_POST
def batch_lines_restore(request: UserRequest, pk: int) -> HttpResponse:
    """Put the ticked lines back."""
    found = batch_of(request, pk)
    require(can_prepare(request.user, found), drawing.NOT_YOURS)
    lines = told(request, lambda: actions.put_back(found, _chosen(request, found), by=request.user))
    if lines:
        messages.success(request, f"已放回 {len(lines)} 行，并重新核查了停发事由。")
    return redirect(_back(request, pk))


@require_POST
def batch_lines_recount(request: UserRequest, pk: int) -> HttpResponse:
    """Set the ticked lines to what the rule gives today, and their accounts to those of the archives."""
    found = batch_of(request, pk)
    require(can_prepare(request.user, found), drawing.NOT_YOURS)
    lines = told(request, lambda: actions.follow_rule(found, _chosen(request, found), by=request.user))
    if lines:
        messages.success(request, f"已按今日标准重新测算 {len(lines)} 行，银行账号取自档案。")
    return redirect(_back(request, pk))


@require_POST
def batch_lines_amount(request: UserRequest, pk: int) -> HttpResponse:
    """Set the ticked lines to one amount."""
    found, form = batch_of(request, pk), OneAmountForm(request.POST)
    require(can_prepare(request.user, found), drawing.NOT_YOURS)
    if not form.is_valid():
        messages.error(request, f"没有改动：{form.errors['amount'][0]}")
        return redirect(_back(request, pk))
    amount = form.cleaned_data["amount"]
    lines = told(request, lambda: actions.set_amounts(found, _chosen(request, found), by=request.user, amount=amount))
    if lines is not None:
        over = (
            Stop.objects.visible_to(request.user).open().filter(payment__in=lines, kind=StopKind.OVER_CEILING).count()
        )
        words = f"其中 {over} 行超过标准，已列入停发清单。" if over else ""
        messages.success(request, f"已将 {len(lines)} 行的金额改为 {format_money(amount)} 元。{words}")
    return redirect(_back(request, pk))


def _chosen(request: UserRequest, batch: Batch) -> PaymentQuerySet:
    """Return the ticked lines, or with ``all`` those that are stopped; raises Conflict where nothing was ticked."""
    lines = Payment.objects.visible_to(request.user).filter(batch=batch)
    if request.POST.get("all") == STOPPED:
        return lines.filter(stops__state=StopState.OPEN).distinct()
    keys = read_keys(request.POST.getlist("line"))
    if not keys:
        raise Conflict("请先勾选要处理的明细。")
    return lines.filter(pk__in=keys)


def _back(request: UserRequest, pk: int) -> str:
    show = request.POST.get("show", "")
    return back_to(pk, show=show) if show in (STOPPED, DROPPED) else back_to(pk)
