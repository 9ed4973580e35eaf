"""未建档名单: lists of others that a verification asks of besides the archives, read from workbooks."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from audits.actions.verification.outside import remove_outside, take_outside_list
from audits.forms.verification.outside import OutsideForm
from audits.models import OutsideHousehold
from audits.verification.outsidebook import make_template
from audits.views.verification.opening import framed, kept_of
from core.forms import attempt
from core.paging import capped_count, in_words, page_of
from core.serving import send_workbook
from core.telling import told
from organizations.http import UserRequest


@require_http_methods(["GET", "POST"])
def verification_outside(request: UserRequest, pk: int) -> HttpResponse:
    """List the households of others' lists; POST takes a workbook over and shows what is wrong with each row."""
    found = kept_of(request, pk)
    form = OutsideForm(request.POST or None, request.FILES or None)
    result = None
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        result = attempt(form, lambda: take_outside_list(found, said["book"], by=request.user, source=said["source"]))
    rows = OutsideHousehold.objects.visible_to(request.user).filter(verification=found).select_related("union")
    more = {
        "form": form,
        "result": result,
        "count": in_words(*capped_count(rows)),
        "page": page_of(rows.order_by("number"), request),
    }
    return render(request, "audits/verification/outside.html", framed(request, found, "verification", **more))


@require_GET
def outside_template(request: UserRequest, pk: int) -> HttpResponse:
    """Download the empty workbook."""
    kept_of(request, pk)
    return send_workbook(make_template(), "未建档名单模板.xlsx")


@require_POST
def outside_remove(request: UserRequest, pk: int) -> HttpResponse:
    """Take the ticked households out of the list, or all of them."""
    found = kept_of(request, pk)
    numbers = None if "all" in request.POST else request.POST.getlist("number")
    count = told(request, lambda: remove_outside(found, by=request.user, numbers=numbers))
    if count is not None:
        messages.success(request, f"已移除 {count} 户。" if count else "没有移除：请先勾选。")
    return redirect("verification_outside", found.pk)
