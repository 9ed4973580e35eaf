"""The layouts of bank files: those that hold in the user's regions, and keeping the own ones."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assistance.actions.bank import layouts as actions
from assistance.bank.layouts import ENCODINGS, FIELDS, RESULT_FIELDS, SEPARATORS
from assistance.bank.rules import KEEPERS_ONLY, PAYS, can_keep_layouts
from assistance.bank.samples import sample_of
from assistance.forms.bank_layouts import LayoutForm
from assistance.models import BankLayout
from assistance.payments.querysets import MONEY_ROLES
from core.forms import attempt
from core.paging import page_of
from organizations.http import UserRequest
from organizations.rules import require


@require_GET
def bank_layouts(request: UserRequest) -> HttpResponse:
    """List the layouts of the user's regions and of the unions above, which hold there as well."""
    require(request.user.scope.has(*MONEY_ROLES))
    page = page_of(BankLayout.objects.visible_to(request.user).for_list(), request)
    rows = [(row, can_keep_layouts(request.user, row.union)) for row in page]
    context = {"page": page, "rows": rows, "can_add": request.user.scope.has(*PAYS)}
    return render(request, "assistance/bank_layouts.html", context)


@require_GET
def bank_layout(request: UserRequest, pk: int) -> HttpResponse:
    """Show a layout in words, and a sample of the file that it makes."""
    shown = _open(request, pk)
    context = {
        "layout": shown,
        "columns": [(heading, FIELDS[field]) for heading, field in shown.columns],
        "result": [(label, shown.result_columns.get(name, "")) for name, label in RESULT_FIELDS.items()],
        "encoding": ENCODINGS.get(shown.encoding),
        "separator": SEPARATORS.get(shown.separator),
        "sample": sample_of(shown),
        "keeps": can_keep_layouts(request.user, shown.union),
    }
    return render(request, "assistance/bank_layout.html", context)


@require_http_methods(["GET", "POST"])
def bank_layout_create(request: UserRequest) -> HttpResponse:
    """Register the layout of a bank for one of the user's unions."""
    require(request.user.scope.has(*PAYS), KEEPERS_ONLY)
    form = LayoutForm(request.POST if request.method == "POST" else None, user=request.user)
    if form.is_valid() and (made := attempt(form, lambda: actions.add_layout(by=request.user, facts=form.facts))):
        messages.success(request, "已登记银行文件格式。请核对下面的样例，与银行要求一致后再使用。")
        return redirect("bank_layout", made.pk)
    return render(request, "assistance/bank_layout_form.html", {"form": form})


@require_http_methods(["GET", "POST"])
def bank_layout_edit(request: UserRequest, pk: int) -> HttpResponse:
    """Change a layout; files that were made by it stay as they are."""
    layout = _kept(request, pk)
    form = LayoutForm(request.POST if request.method == "POST" else None, instance=layout, user=request.user)
    if form.is_valid():
        facts, seen = form.facts, form.seen
        if attempt(form, lambda: actions.edit_layout(layout, by=request.user, facts=facts, seen=seen)):
            messages.success(request, "已保存银行文件格式。请核对下面的样例。")
            return redirect("bank_layout", layout.pk)
    return render(request, "assistance/bank_layout_form.html", {"form": form, "layout": layout})


@require_POST
def bank_layout_retire(request: UserRequest, pk: int) -> HttpResponse:
    """Offer a layout no longer."""
    actions.retire_layout(_kept(request, pk), by=request.user)
    messages.success(request, "已停用该格式，导出代发文件时不再列出。")
    return redirect("bank_layouts")


@require_POST
def bank_layout_restore(request: UserRequest, pk: int) -> HttpResponse:
    """Offer a retired layout again."""
    actions.restore_layout(_kept(request, pk), by=request.user)
    messages.success(request, "已恢复该格式。")
    return redirect("bank_layouts")


def _open(request: UserRequest, pk: int) -> BankLayout:
    """Return a layout that the user sees: else 404, or 403 for who has nothing to do with money."""
    require(request.user.scope.has(*MONEY_ROLES))
    return get_object_or_404(BankLayout.objects.visible_to(request.user).for_list(), pk=pk)


def _kept(request: UserRequest, pk: int) -> BankLayout:
    found = _open(request, pk)
    require(can_keep_layouts(request.user, found.union), KEEPERS_ONLY)
    return found
