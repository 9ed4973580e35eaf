"""Budgets by union and year, the ledger of one, their workbooks, and closing the books."""

from django.contrib import messages
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from assistance.actions import funds as actions
from assistance.forms.funds import BudgetFilter, EntryFilter, PeriodForm
from assistance.funds import entries, workbooks
from assistance.funds.rules import READERS, WHO_BOOKS, WHO_READS
from assistance.models import Budget, ClosedPeriod
from assistance.views.budget_moves import moves_for
from core.forms import attempt
from core.paging import page_of
from core.serving import XLSX
from organizations.actions.access import record_access
from organizations.enums import AccessVerb, Role
from organizations.http import UserRequest
from organizations.models import Union
from organizations.rules import require
from organizations.unionrows import unions_counted_for


@require_GET
def budgets(request: UserRequest) -> HttpResponse:
    """List the budgets of the user's unions, by year, union and fund."""
    require(request.user.scope.has(*READERS), WHO_READS)
    filters = BudgetFilter(request.GET, user=request.user)
    rows = filters.narrow(Budget.objects.visible_to(request.user).for_list())
    context = {
        "filters": filters,
        "page": page_of(rows, request),
        "narrowed": any(filters.cleaned_data.values()),
        "may_book": request.user.scope.has(Role.FINANCE),
    }
    return render(request, "assistance/budgets.html", context)


@require_GET
def budgets_workbook(request: UserRequest) -> FileResponse:
    """Send the list of budgets as it is narrowed."""
    require(request.user.scope.has(*READERS), WHO_READS)
    rows = BudgetFilter(request.GET, user=request.user).narrow(Budget.objects.visible_to(request.user).for_list())
    record_access(request.user, AccessVerb.EXPORT, "资金预算", detail="资金预算表")
    book = workbooks.budgets_book(rows, f"{request.user.union}资金预算表")
    return FileResponse(book, content_type=XLSX, filename="资金预算表.xlsx", as_attachment=True)


@require_GET
def budget(request: UserRequest, pk: int) -> HttpResponse:
    """Show one budget and its ledger, the newest first, a batch in one row, with the balance after each row."""
    found = open_budget(request, pk)
    filters = EntryFilter(request.GET)
    page = page_of(entries.Acts(found, **filters.chosen), request)
    entries.put_other_sides(page, request.user)
    closed = ClosedPeriod.objects.visible_to(request.user).filter(union=found.union).order_by("-until").first()
    context = {
        **{"budget": found, "page": page, "filters": filters, "closed": closed},
        "narrowed": bool(filters.chosen),
        "batch": page[0].entry.payment.batch if page and "batch" in filters.chosen else None,
        "moves": moves_for(found, request.user),
    }
    return render(request, "assistance/budget.html", context)


@require_GET
def budget_workbook(request: UserRequest, pk: int) -> FileResponse:
    """Send the whole ledger of a budget; leaves a line in the access log."""
    found = open_budget(request, pk)
    name = f"资金台账-{found.union}-{found.year}-{found.fund}.xlsx"
    count = found.entries.count()
    record_access(request.user, AccessVerb.EXPORT, f"资金预算{found.pk}", detail=f"资金台账 {count} 笔")
    return FileResponse(workbooks.ledger_book(found), content_type=XLSX, filename=name, as_attachment=True)


@require_http_methods(["GET", "POST"])
def periods(request: UserRequest) -> HttpResponse:
    """Show up to which day the books of each union are closed, and close them further, asked in words first."""
    require(request.user.scope.has(*READERS), WHO_READS)
    require(request.method == "GET" or request.user.scope.has(Role.FINANCE), WHO_BOOKS)
    sent = request.POST if request.method == "POST" else None
    form = PeriodForm(sent, user=request.user) if request.user.scope.has(Role.FINANCE) else None
    asking = form is not None and form.is_valid() and "back" not in request.POST
    if form is not None and asking and "confirmed" in request.POST:
        facts = form.cleaned_data
        closed = attempt(form, lambda: actions.close_period(**facts, by=request.user))
        if closed is not None:
            messages.success(request, f"{closed.union}已结账至 {closed.until:%Y-%m-%d}。")
            return redirect("periods")
        asking = False
    context = {"form": form, "asking": asking, "page": page_of(_closed(request), request)}
    return render(request, "assistance/periods.html", context)


def _closed(request: UserRequest) -> QuerySet[Union]:
    last = ClosedPeriod.objects.visible_to(request.user).filter(union=OuterRef("pk")).order_by("-until")
    rows = unions_counted_for(request.user).filter(budgets__isnull=False).distinct()
    return rows.annotate(until=Subquery(last.values("until")[:1]), by=Subquery(last.values("by__name")[:1]))


def open_budget(request: UserRequest, pk: int) -> Budget:
    """Return a budget that the user may read, else 403 or 404."""
    require(request.user.scope.has(*READERS), WHO_READS)
    return get_object_or_404(Budget.objects.visible_to(request.user).for_list(), pk=pk)
