"""Looks 3 and 6 months after a service: what is due, what was found, entering one."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from assistance.actions.services import following as actions
from assistance.forms.services import FollowUpForm
from assistance.models import Enrolment, FollowUp
from assistance.services.afterwards import afterwards
from assistance.services.enums import FOLLOW_UP_MONTHS, EnrolmentStatus
from assistance.services.rules import MAY_OPEN, SEES_DUE, WHO_FOLLOWS_UP, can_follow_up
from assistance.views.services.opening import open_service_page
from core import clock
from core.forms import attempt
from core.paging import capped_count, in_words, page_of
from households.access import open_household
from organizations.http import UserRequest
from organizations.rules import require


@require_GET
def follow_ups_due(request: UserRequest) -> HttpResponse:
    """List for whom a look is due, the longest due first; a cadre sees those of the own households."""
    require(request.user.scope.has(*SEES_DUE), WHO_FOLLOWS_UP)
    rows = Enrolment.objects.visible_to(request.user).due_for_follow_up()
    page = page_of(rows.for_page().select_related("service").prefetch_related("follow_ups"), request)
    page[:] = [afterwards(row, clock.today()) for row in page]
    context = {"page": page, "total": in_words(*capped_count(rows)), "sees_services": request.user.scope.has(*MAY_OPEN)}
    return render(request, "assistance/follow_ups_due.html", context)


@require_GET
def service_outcomes(request: UserRequest, pk: int) -> HttpResponse:
    """Show what became of everybody who completed a service: result, job, and the looks afterwards."""
    service = open_service_page(request, pk)
    rows = Enrolment.objects.visible_to(request.user).filter(service=service, status=EnrolmentStatus.COMPLETED)
    page = page_of(rows.for_page().select_related("service").prefetch_related("follow_ups").order_by("pk"), request)
    page[:] = [afterwards(row, clock.today()) for row in page]
    return render(request, "assistance/service_outcomes.html", {"service": service, "page": page})


@require_http_methods(["GET", "POST"])
def follow_up(request: UserRequest, pk: int, months: int) -> HttpResponse:
    """Enter what a look found, or correct it."""
    enrolment = _open(request, pk, months)
    before = FollowUp.objects.visible_to(request.user).filter(enrolment=enrolment, months=months).first()
    first = {"on": clock.today(), "employer": enrolment.employer, "wage": enrolment.wage}
    sent = request.POST if request.method == "POST" else None
    form = FollowUpForm(sent, instance=before, initial=None if before else first)
    if form.is_valid() and _save(request, form, enrolment, months, before):
        return redirect("household_aid", enrolment.household.archive_no)
    title = f"{enrolment.member.name}满 {months} 个月的就业回访"
    due = clock.months_after(enrolment.completed_on, months) if enrolment.completed_on else None
    context = {"form": form, "enrolment": enrolment, "title": title, "due": due}
    return render(request, "assistance/enrolment_form.html", context)


def _open(request: UserRequest, pk: int, months: int) -> Enrolment:
    """Return somebody who completed a service, whom the user may look after; the look at the archive is logged."""
    require(request.user.scope.has(*SEES_DUE), WHO_FOLLOWS_UP)
    rows = Enrolment.objects.visible_to(request.user).for_page().select_related("service")
    enrolment = get_object_or_404(rows, pk=pk)
    looking = "就业回访" if request.method == "GET" else ""
    household = open_household(request, enrolment.household.archive_no, looking_at=looking)
    require(can_follow_up(request.user, household), WHO_FOLLOWS_UP)
    if months not in FOLLOW_UP_MONTHS or enrolment.completed_on is None:
        raise Http404
    return enrolment


def _save(request: UserRequest, form: FollowUpForm, enrolment: Enrolment, months: int, before: FollowUp | None) -> bool:
    facts, seen = form.facts, form.seen
    if before is None:
        done = attempt(form, lambda: actions.record_follow_up(enrolment, by=request.user, months=months, facts=facts))
    else:
        done = attempt(form, lambda: actions.correct_follow_up(before, by=request.user, facts=facts, seen=seen))
    if done is not None:
        messages.success(request, f"已登记{enrolment.member.name}满 {months} 个月的回访：{done.get_work_display()}。")
    return done is not None
