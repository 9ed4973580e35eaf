"""All lines of payments in the user's scope (发放明细), and the workbooks of lines and stops."""

import io

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from assistance.models import Payment
from assistance.payments.books import write_lines, write_stops
from assistance.payments.filters import PaymentFilter
from assistance.payments.jobs import export_lines
from assistance.payments.rules import can_see_money
from assistance.views.payments.batches import ONLY_STAFF, batch_of
from core.paging import ByKeys, capped_count, in_words, page_of
from core.serving import send_workbook
from core.telling import lead_to_job
from organizations.actions.access import record_access
from organizations.enums import REVEALING_ROLES, AccessVerb, Number
from organizations.http import UserRequest
from organizations.rules import require


@require_GET
def payments(request: UserRequest) -> HttpResponse:
    """List the lines of all batches, the latest first."""
    require(can_see_money(request.user), ONLY_STAFF)
    filters = PaymentFilter(request.GET, user=request.user)
    found = filters.narrow(Payment.objects.visible_to(request.user))
    total, more = capped_count(found)
    shown = Payment.objects.visible_to(request.user).for_list().defer("household__search", "snapshot", "reasoning")
    context = {
        "page": page_of(ByKeys(found.order_by(*filters.order), shown), request),
        "total": in_words(total, more),
        "filters": filters,
        "may_see_accounts": request.user.scope.has(*REVEALING_ROLES[Number.CARD]),
    }
    return render(request, "assistance/payments.html", context)


@require_POST
def payments_export(request: UserRequest) -> HttpResponse:
    """Queue the workbook of the list as it is narrowed (by the query of the address)."""
    require(can_see_money(request.user), ONLY_STAFF)
    in_full = request.POST.get("full") == "1"
    return lead_to_job(request, lambda: export_lines(request.GET, by=request.user, in_full=in_full), back="payments")


@require_GET
def batch_lines_book(request: UserRequest, pk: int) -> HttpResponse:
    """Download the lines that stand on a batch; account numbers are masked."""
    batch, content = batch_of(request, pk), io.BytesIO()
    lines = Payment.objects.visible_to(request.user).filter(batch=batch).standing().order_by("position")
    for _written in write_lines(content, lines, title=f"{batch.number} {batch.title}"):
        pass
    record_access(request.user, AccessVerb.EXPORT, batch.number, detail=f"发放明细 {batch.lines_count} 行")
    return send_workbook(content.getvalue(), f"{batch.number}发放明细.xlsx")


@require_GET
def batch_stops_book(request: UserRequest, pk: int) -> HttpResponse:
    """Download the stop list of a batch."""
    batch, content = batch_of(request, pk), io.BytesIO()
    write_stops(content, batch)
    record_access(request.user, AccessVerb.EXPORT, batch.number, detail="停发清单")
    return send_workbook(content.getvalue(), f"{batch.number}停发清单.xlsx")
