"""A batch at the bank: files out, results back, and the lines that failed."""

from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assistance.actions.bank.again import give_up, pay_again
from assistance.actions.bank.files import make_bank_file, stem_of
from assistance.actions.bank.results import book_result, compare, read_upload
from assistance.bank.again import account_now
from assistance.bank.rounds import rounds_of
from assistance.bank.rules import FINANCE_ONLY, can_bank
from assistance.bank.tokens import SPOILED, packed, unpacked
from assistance.forms.bank import AccountForm, FileForm, GiveUpForm, ResultForm
from assistance.models import BankFile, BankLayout, BankResult, Batch, Payment
from assistance.payments.querysets import MONEY_ROLES
from core.errors import DomainError
from core.forms import attempt
from core.keys import read_keys
from core.paging import page_of
from core.telling import told
from organizations.enums import Role
from organizations.http import UserRequest
from organizations.rules import require


def open_batch(request: UserRequest, pk: int) -> Batch:
    """Return a batch whose bank affairs are the user's: else 404 outside the scope, 403 for other roles."""
    require(request.user.scope.has(*MONEY_ROLES))
    batch = get_object_or_404(Batch.objects.visible_to(request.user).for_list(), pk=pk)
    require(can_bank(request.user, batch), FINANCE_ONLY)
    return batch


def bank_page(request: UserRequest, batch: Batch, **forms: Any) -> HttpResponse:
    """Show how the rounds of a batch stand, with the next thing to do."""
    rounds = rounds_of(batch)
    context = {
        "batch": batch,
        "rounds": rounds,
        "waits": any(number.waits for number in rounds),
        "sent": any(number.waits - number.locked for number in rounds),
        "files": BankFile.objects.visible_to(request.user).filter(batch=batch).select_related("layout", "made_by"),
        "results": BankResult.objects.visible_to(request.user).filter(batch=batch).select_related("read_by"),
        "failed": Payment.objects.visible_to(request.user).filter(batch=batch).to_follow_up().count(),
        "file_form": FileForm(batch=batch),
        "result_form": ResultForm(batch=batch),
    }
    return render(request, "assistance/batch_bank.html", context | forms)


@require_GET
def batch_bank(request: UserRequest, pk: int) -> HttpResponse:
    """Show the bank affairs of a batch."""
    return bank_page(request, open_batch(request, pk))


@require_POST
def bank_file_make(request: UserRequest, pk: int) -> HttpResponse:
    """Hand out the file of a round in a zip under the password that was typed."""
    batch = open_batch(request, pk)
    form = FileForm(request.POST, batch=batch)
    if form.is_valid():
        facts = {"password": form.cleaned_data["password"], "by": request.user}
        if made := attempt(form, lambda: make_bank_file(batch, form.cleaned_data["layout"], **facts)):
            file, data = made
            response = HttpResponse(data, content_type="application/zip")
            name = f"代发文件 {stem_of(file)}.zip"
            response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or ""
            response["Cache-Control"] = "private, no-store"
            if (mark := request.POST.get("download", "")[:20]).isdigit():
                response.set_cookie("downloaded", mark, max_age=60, samesite="Lax", secure=request.is_secure())
            return response
    return bank_page(request, batch, file_form=form)


@require_POST
def bank_result_check(request: UserRequest, pk: int) -> HttpResponse:
    """Show what a result file says of each line, before anything is booked."""
    batch = open_batch(request, pk)
    form = ResultForm(request.POST, request.FILES, batch=batch)
    if form.is_valid():
        said = form.cleaned_data
        if file := attempt(form, lambda: read_upload(said["layout"], said["book"])):
            found = compare(batch, file)
            token = packed(batch, said["layout"], file, said["on"], request.user)
            context = {"batch": batch, "file": file, "found": found, "token": token, "on": said["on"]}
            return render(request, "assistance/bank_result_check.html", context)
    return bank_page(request, batch, result_form=form)


@require_POST
def bank_result_book(request: UserRequest, pk: int) -> HttpResponse:
    """Book what was shown."""
    batch = open_batch(request, pk)
    try:
        layout_id, file, on = unpacked(batch, request.POST.get("token", ""), request.user)
        layout = get_object_or_404(BankLayout.objects.visible_to(request.user), pk=layout_id)
        result = book_result(batch, layout, file, by=request.user, on=on)
    except (signing.BadSignature, DomainError) as error:
        messages.error(request, getattr(error, "message", SPOILED))
        return redirect("batch_bank", batch.pk)
    told = f"{result.read_by} 于 {result.read_at:%Y-%m-%d} 读入“{result.filename}”"
    messages.success(request, f"已回盘：成功 {result.paid_count} 笔，失败 {result.failed_count} 笔（{told}）。")
    return redirect("batch_bank", batch.pk)


@require_GET
def payments_failed(request: UserRequest) -> HttpResponse:
    """List the lines that failed and were neither paid again nor given up, the latest first."""
    require(request.user.scope.has(*MONEY_ROLES))
    rows = Payment.objects.visible_to(request.user).to_follow_up().for_list().order_by("-id")
    batch = request.GET.get("batch", "")
    page = page_of(rows.filter(batch=int(batch)) if batch.isascii() and batch.isdigit() else rows, request)
    shown = [(line, account_now(line), can_bank(request.user, line.batch)) for line in page]
    context = {"page": page, "rows": shown, "can_pick": any(pays for _line, _now, pays in shown)}
    return render(request, "assistance/payments_failed.html", context)


@require_POST
def payments_again(request: UserRequest) -> HttpResponse:
    """Pay the ticked lines again, on the accounts of their archives or on those that failed; all of them or none."""
    require(request.user.scope.has(Role.FINANCE), FINANCE_ONLY)
    ticked = Payment.objects.visible_to(request.user).filter(pk__in=read_keys(request.POST.getlist("line")))
    made = told(request, lambda: pay_again(ticked, by=request.user, same="same" in request.POST))
    if made is None:
        return redirect("payments_failed")
    if not made:
        messages.error(request, "没有选择明细，请先勾选要补发的明细。")
        return redirect("payments_failed")
    messages.success(request, f"已将 {len(made)} 笔列入下一轮补发，请导出代发文件。")
    batches = {line.batch_id for line in made}
    return redirect("batch_bank", batches.pop()) if len(batches) == 1 else redirect("payments_failed")


@require_http_methods(["GET", "POST"])
def payment_follow_up(request: UserRequest, pk: int) -> HttpResponse:
    """Pay a line that failed again, on the account that is typed."""
    line = _failed(request, pk)
    form = AccountForm(request.POST if request.method == "POST" else None, initial={"payee_name": line.payee_name})
    if form.is_valid():
        accounts, same = {line.pk: form.account_of(line)}, form.cleaned_data["same"]
        if attempt(form, lambda: pay_again([line], by=request.user, accounts=accounts, same=same)):
            messages.success(request, f"{line.payee_name}的补发已列入下一轮，请导出代发文件。")
            return redirect("batch_bank", line.batch_id)
    context = {"line": line, "form": form, "give_up": GiveUpForm()}
    return render(request, "assistance/payment_follow_up.html", context)


@require_POST
def payment_give_up(request: UserRequest, pk: int) -> HttpResponse:
    """Give a line that failed up, with the reason."""
    line = _failed(request, pk)
    form = GiveUpForm(request.POST)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        if attempt(form, lambda: give_up(line, by=request.user, reason=reason)):
            messages.success(request, f"已登记{line.payee_name}的这一笔不再补发，金额已退回预算。")
            return redirect("payments_failed")
    context = {"line": line, "form": AccountForm(initial={"payee_name": line.payee_name}), "give_up": form}
    return render(request, "assistance/payment_follow_up.html", context)


def _failed(request: UserRequest, pk: int) -> Payment:
    require(request.user.scope.has(*MONEY_ROLES))
    line = get_object_or_404(Payment.objects.visible_to(request.user).for_list(), pk=pk)
    require(can_bank(request.user, line.batch), FINANCE_ONLY)
    return line
