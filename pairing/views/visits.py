"""Logging, reading and correcting visits of one household."""

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from core.forms import attempt
from core.paging import page_of
from households.access import open_household
from households.models import Household
from households.rules import can_work, is_own_cadre
from households.tabs import page_context
from organizations.http import UserRequest
from organizations.rules import require
from pairing.actions.visits import correct_visit, log_visit
from pairing.after import next_steps
from pairing.enums import VisitMethod
from pairing.forms.visits import CorrectionForm, FoundFormSet, VisitForm
from pairing.models import Visit
from pairing.rules import can_correct_visit, can_end_pairing, can_pair

VISITS_ON_A_PAGE = 20


@require_GET
def household_visits(request: UserRequest, archive_no: str) -> HttpResponse:
    """Show the visits of a household, newest first, and who has helped it."""
    household = open_household(request, archive_no, looking_at="走访记录")
    context = page_context(
        request,
        household,
        "household_visits",
        page=page_of(household.visits.for_list(), request, size=VISITS_ON_A_PAGE),
        pairings=household.pairings.with_history(),
        can_pair=can_pair(request.user, household),
        can_end=can_end_pairing(request.user, household),
    )
    return render(request, "pairing/household_visits.html", context)


@require_GET
def visit(request: UserRequest, archive_no: str, pk: int) -> HttpResponse:
    """Show one visit in full."""
    household = open_household(request, archive_no, looking_at="走访记录")
    found = get_object_or_404(household.visits.for_list(), pk=pk)
    correctable = can_correct_visit(request.user, household, found)
    steps = next_steps(request.user, found)
    context = page_context(request, household, "household_visits", visit=found, can_correct=correctable, steps=steps)
    return render(request, "pairing/visit_detail.html", context)


@require_http_methods(["GET", "POST"])
def visit_log(request: UserRequest, archive_no: str) -> HttpResponse:
    """Ask for a visit and log it; the page's script sends it as a background request and is answered in JSON."""
    household = open_household(request, archive_no, looking_at="" if request.method == "POST" else "登记走访")
    require(can_work(request.user, household))
    form, found = _bind(request, household)
    if request.method == "POST" and form.is_valid() and found.is_valid():
        logged = attempt(form, lambda: _log(request, household, form, found))
        if logged is not None:
            return _logged(request, household, logged)
    if _is_script(request):
        return JsonResponse({"errors": _errors(form, found)})
    last = household.visits.order_by("-on", "-id").first()
    context = {
        "household": household,
        "form": form,
        "found": found,
        "known": household.difficulties.open(),
        "last": last,
    }
    return render(request, "pairing/visit_form.html", context)


@require_http_methods(["GET", "POST"])
def visit_correct(request: UserRequest, archive_no: str, pk: int) -> HttpResponse:
    """Correct a logged visit; what it said before stays in the history."""
    household = open_household(request, archive_no)
    old = get_object_or_404(household.visits.select_related("cadre", "household"), pk=pk)
    require(can_correct_visit(request.user, household, old))
    data = (request.POST, request.FILES) if request.method == "POST" else ()
    form = CorrectionForm(*data, visit=old)
    if request.method == "POST" and form.is_valid():
        by, photos, seen = request.user, form.cleaned_data["photos"], form.seen
        if attempt(form, lambda: correct_visit(old, by=by, photos=photos, seen=seen, **form.facts())) is not None:
            messages.success(request, "已更正走访记录，更正前的内容保留在历史中。")
            return redirect("visit", archive_no, pk)
    return render(request, "pairing/visit_correct.html", {"household": household, "visit": old, "form": form})


def _bind(request: UserRequest, household: Household) -> tuple[VisitForm, FoundFormSet]:
    pairings = household.pairings.select_related("cadre__unit").order_by("-ended_on", "-kind", "-started_on")
    initial = {"method": method} if (method := request.GET.get("method")) in VisitMethod.values else {}
    data = (request.POST, request.FILES) if request.method == "POST" else ()
    form = VisitForm(*data, user=request.user, household=household, pairings=list(pairings), initial=initial)
    return form, FoundFormSet(*data[:1], prefix="found")


def _log(request: UserRequest, household: Household, form: VisitForm, found: FoundFormSet) -> Visit:
    return log_visit(
        household,
        by=request.user,
        client_id=form.cleaned_data["client_id"],
        cadre=form.cadre,
        difficulties=found.found(),
        photos=form.cleaned_data["photos"],
        **form.facts(),
    )


def _logged(request: UserRequest, household: Household, logged: Visit) -> HttpResponse:
    """Go on to what is next: what the visit leads to, else a cadre to the own households, others to the household's."""
    kind = logged.get_method_display()
    messages.success(request, f"已登记 {household.head_name} {logged.on:%Y-%m-%d} 的{kind}。")
    own = is_own_cadre(request.user, household)
    url = reverse("my_households") if own else reverse("household_visits", args=[household.archive_no])
    url = next((address for _words, address in next_steps(request.user, logged)), url)
    return JsonResponse({"url": url}) if _is_script(request) else redirect(url)


def _is_script(request: UserRequest) -> bool:
    return (
        request.method == "POST" and request.get_preferred_type(["text/html", "application/json"]) == "application/json"
    )


def _errors(form: VisitForm, found: FoundFormSet) -> list[dict[str, str]]:
    """Return what is wrong, each with the id of its field, as the page's script shows it."""
    errors = [{"id": "", "label": "", "message": str(message)} for message in form.non_field_errors()]
    for part in (form, *found.forms):
        errors += [
            {"id": bound.id_for_label or bound.auto_id, "label": str(bound.label), "message": str(message)}
            for bound in part
            for message in bound.errors
        ]
    return errors
