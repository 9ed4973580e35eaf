"""The bills of a household: registering one and taking out a wrong one, from the tab 帮扶."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from assistance.actions.ceilings.bills import register_bill, remove_bill
from assistance.forms.ceilings.bills import BillForm
from assistance.views.opening import open_to_work
from core.forms import attempt
from organizations.http import UserRequest


@require_http_methods(["GET", "POST"])
def bill_add(request: UserRequest, archive_no: str) -> HttpResponse:
    """Register a bill of the household."""
    household = open_to_work(request, archive_no, looking_at="登记票据")
    form = BillForm(request.POST if request.method == "POST" else None, household=household)
    if form.is_valid():
        facts = form.facts
        made = attempt(form, lambda: register_bill(household, by=request.user, facts=facts))
        if made is not None:
            messages.success(request, f"已登记票据 {made.number}，个人自付 {made.self_paid:,.2f} 元。")
            return redirect("bill_add" if "another" in request.POST else "household_aid", archive_no)
    return render(request, "assistance/bill_form.html", {"household": household, "form": form})


@require_POST
def bill_remove(request: UserRequest, archive_no: str, pk: int) -> HttpResponse:
    """Take out a bill that was entered wrongly and that nothing was paid against."""
    household = open_to_work(request, archive_no)
    bill = household.bills.filter(pk=pk).first()
    if bill is not None:
        bill.household = household
        remove_bill(bill, by=request.user)
        messages.success(request, f"已移除票据 {bill.number}。")
    return redirect("household_aid", archive_no)
