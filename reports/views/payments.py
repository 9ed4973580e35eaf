"""Papers of a batch on screen as PDF; ``?form=xlsx`` the workbook, ``?full=1`` full numbers, ``?download=1`` saves."""

import io
from typing import Any

from django.http import FileResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from assistance.models import Batch
from assistance.payments.querysets import MONEY_ROLES
from core.errors import NotAllowed
from core.serving import XLSX
from core.telling import lead_to_job
from organizations.http import UserRequest
from organizations.rules import require
from reports.payments.approval import load_approval
from reports.payments.batch import AT_ONCE, hand_out, order_sheet
from reports.payments.lines import FULL_ROLES
from reports.payments.rosters import RECEIPTS, ROSTER
from reports.payments.voucher import load_voucher
from reports.views.forms import shown

WHO = "帮扶资金的表册由工会经办、审核、审批、财务和档案统计人员打印。"
IN_FULL = "带完整号码的表册由经办、审核、审批和财务人员打印。"
TYPES = {"pdf": "application/pdf", "xlsx": XLSX}


@require_GET
def batch_roster(request: UserRequest, pk: int) -> HttpResponseBase:
    """Show the roster of a batch, or start the job that writes a long one."""
    return _sheet(request, pk, ROSTER)


@require_GET
def batch_receipts(request: UserRequest, pk: int) -> HttpResponseBase:
    """Show the sheet on which the receivers of a batch sign."""
    return _sheet(request, pk, RECEIPTS)


def batch_asked(request: UserRequest, pk: int) -> Batch:
    """Return a batch of the user's unions with what its papers print, else 404."""
    require(request.user.scope.has(*MONEY_ROLES), WHO)
    seen = Batch.objects.visible_to(request.user).for_list().select_related("review", "locked_by", "drive")
    return get_object_or_404(seen, pk=pk)


def _sheet(request: UserRequest, pk: int, sheet: str) -> HttpResponseBase:
    batch, in_full = batch_asked(request, pk), "full" in request.GET
    form = "xlsx" if request.GET.get("form") == "xlsx" else "pdf"
    if in_full and not request.user.scope.holds(FULL_ROLES, batch.union_path):
        raise NotAllowed(IN_FULL)
    if batch.payments.standing().count() > AT_ONCE:
        asked: dict[str, Any] = {"sheet": sheet, "form": form, "in_full": in_full}
        return lead_to_job(request, lambda: order_sheet(batch, by=request.user, **asked), back="jobs")
    content = hand_out(batch, sheet, form=form, in_full=in_full, by=request.user)
    saves = form == "xlsx" or "download" in request.GET
    name = f"{sheet}-{batch.number}.{form}"
    return FileResponse(io.BytesIO(content), content_type=TYPES[form], filename=name, as_attachment=saves)


@require_GET
def batch_approval_form(request: UserRequest, pk: int) -> FileResponse:
    """Show the form on which a batch is approved, filled in as far as its review has come."""
    return shown(request, load_approval(batch_asked(request, pk)))


@require_GET
def batch_voucher(request: UserRequest, pk: int) -> FileResponse:
    """Show the voucher by which finance pays a batch."""
    return shown(request, load_voucher(batch_asked(request, pk)))
