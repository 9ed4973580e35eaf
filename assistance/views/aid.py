"""The tab 帮扶 of a household: what it has received, and the years in which it received nothing."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assistance.actions import aid as actions
from assistance.forms.aid import AidForm, NewAidForm, usual_aid
from assistance.models import AidRecord
from assistance.payments.rules import can_see_money
from assistance.queries import aid_of, payments_of, requests_of
from assistance.services.afterwards import services_of
from assistance.services.rules import MAY_OPEN, can_follow_up
from assistance.views.opening import open_to_work
from core import clock
from core.forms import attempt
from core.keys import read_keys
from core.telling import told
from households.access import open_household, open_part
from households.models import Household
from households.rules import can_work
from households.tabs import page_context
from organizations.http import UserRequest


@require_GET
def household_aid(request: UserRequest, archive_no: str) -> HttpResponse:
    """Show what the household has received year by year, which years nobody has accounted for, and the services."""
    household = open_household(request, archive_no, looking_at="帮扶记录")
    work = can_work(request.user, household)
    bills = household.bills.select_related("member", "payment__batch", "request")
    facts = {"aid": aid_of(household), "payments": payments_of(household), "bills": bills, "can_work": work}
    facts |= _services(request, household)
    context = page_context(request, household, "household_aid", sees_money=can_see_money(request.user), **facts)
    context |= requests_of(request.user, household)
    return render(request, "assistance/household_aid.html", context)


def _services(request: UserRequest, household: Household) -> dict[str, Any]:
    """Return the services that people of the household take part in, and what the user may do about them."""
    found = services_of(household.pk, clock.today())
    sees, may = request.user.scope.has(*MAY_OPEN), can_follow_up(request.user, household)
    return {"services": found, "sees_services": sees, "may_follow_up": may}


@require_http_methods(["GET", "POST"])
def aid_add(request: UserRequest, archive_no: str) -> HttpResponse:
    """Record one policy or sum; ``?year=`` begins with a year."""
    household = open_to_work(request, archive_no, looking_at="登记帮扶")
    year, data = _year_asked(request), request.POST if request.method == "POST" else None
    form = NewAidForm(data, household=household, initial=usual_aid(household, request.user, year))
    if form.is_valid():
        facts, number = form.facts, form.cleaned_data["client_id"]
        stated = _stated_years(household)
        made = attempt(form, lambda: actions.record_aid(household, by=request.user, facts=facts, client_id=number))
        if made is not None:
            messages.success(request, f"已登记 {_words(made)}。{_withdrawn(made, stated)}")
            return _next(archive_no, made) if "another" in request.POST else redirect("household_aid", archive_no)
    return _form_page(request, household, form, year=year)


@require_http_methods(["GET", "POST"])
def aid_correct(request: UserRequest, archive_no: str, pk: int) -> HttpResponse:
    """Correct a record; what it said before stays in the history."""
    household = open_to_work(request, archive_no, looking_at="修改帮扶记录")
    record = open_part(
        request, household.aid_records.select_related("household"), pk, actions.REMOVED, household=household
    )
    form = AidForm(request.POST if request.method == "POST" else None, household=household, instance=record)
    if form.is_valid():
        facts, seen = form.facts, form.seen
        stated = _stated_years(household)
        saved = attempt(form, lambda: actions.correct_aid(record, by=request.user, facts=facts, seen=seen))
        if saved is not None:
            messages.success(request, f"已保存 {_words(saved)} 的修改。{_withdrawn(saved, stated)}")
            return redirect("household_aid", archive_no)
    return _form_page(request, household, form, record=record)


@require_POST
def aid_remove(request: UserRequest, archive_no: str, pk: int) -> HttpResponse:
    """Take out a wrong record; one that is out already stays out."""
    household = open_to_work(request, archive_no)
    record = household.aid_records.select_related("household").filter(pk=pk).first()
    if record is not None:
        actions.remove_aid(record, by=request.user)
        messages.success(request, f"已移除 {_words(record)}，原记录保留在时间轴中。")
    return redirect("household_aid", archive_no)


@require_POST
def no_aid_state(request: UserRequest, archive_no: str) -> HttpResponse:
    """State that there was no aid in one or several years (``years``)."""
    household = open_to_work(request, archive_no)
    years = read_keys(request.POST.getlist("years"))
    stated = told(request, lambda: actions.state_no_aid(household, by=request.user, years=years))
    if stated is not None:
        messages.success(request, f"已确认 {'、'.join(map(str, stated))} 年没有帮扶。")
    return redirect("household_aid", archive_no)


@require_POST
def no_aid_take_back(request: UserRequest, archive_no: str, year: int) -> HttpResponse:
    """Take back the statement of one year."""
    household = open_to_work(request, archive_no)
    actions.take_back_no_aid(household, by=request.user, year=year)
    messages.success(request, f"已撤回 {year} 年无帮扶的确认。")
    return redirect("household_aid", archive_no)


def _form_page(
    request: UserRequest,
    household: Household,
    form: AidForm,
    *,
    record: AidRecord | None = None,
    year: int | None = None,
) -> HttpResponse:
    stated = year if year in _stated_years(household) else None
    context = {"household": household, "form": form, "record": record, "stated": stated}
    return render(request, "assistance/aid_form.html", context)


def _year_asked(request: UserRequest) -> int | None:
    asked = request.GET.get("year", "")
    return int(asked) if asked.isdecimal() and len(asked) == 4 else None


def _next(archive_no: str, made: AidRecord) -> HttpResponse:
    """Go on to the next record of the same year."""
    return redirect(reverse("aid_add", args=[archive_no]) + f"?year={made.year}")


def _stated_years(household: Household) -> set[int]:
    return set(household.years_without_aid.values_list("year", flat=True))


def _words(record: AidRecord) -> str:
    amount = f" {record.amount:,.2f} 元" if record.amount else ""
    return f"{record.year} 年{record.get_project_display()}{amount}"


def _withdrawn(record: AidRecord, stated: set[int]) -> str:
    """Say that the year's statement of none has gone, for it no longer holds."""
    return f"{record.year} 年无帮扶的确认已同时撤销。" if record.year in stated else ""
