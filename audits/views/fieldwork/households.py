"""One household at the door: what is known of it, calling, leaving it out."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from audits.actions.verification.leaving import leave_sample
from audits.forms.fieldwork import LeaveForm
from audits.models import Interview
from audits.verification.door import Door
from audits.verification.enums import WRITABLE, InterviewStatus
from audits.verification.errands import Errand
from audits.views.fieldwork.opening import open_errand, record_look
from core.errors import DomainError
from core.forms import attempt
from core.serving import CallRedirect
from organizations.enums import AccessVerb
from organizations.http import UserRequest


@require_GET
def fieldwork_household(request: UserRequest, pk: int) -> HttpResponse:
    """Show who is asked, where they live, and what the archive says as far as it is asked about."""
    interview = open_errand(request, pk)
    door = Door(interview)
    record_look(request, door, "入户核查")
    context = {
        "interview": interview,
        "door": door,
        "can_fill": interview.status in WRITABLE,
        "is_new": interview.status == InterviewStatus.ASSIGNED,
        "can_leave": interview.submitted_at is None,
        "tone": Errand(interview).tone,
    }
    return render(request, "audits/fieldwork/household.html", context)


@require_GET
def fieldwork_call(request: UserRequest, pk: int) -> HttpResponse:
    """Write down that the household is being called, and hand the number to the telephone."""
    door = Door(open_errand(request, pk))
    if not door.phone:
        raise DomainError("没有登记电话号码，请入户核查。")
    record_look(request, door, f"{door.name} {door.masked_phone}", AccessVerb.CALL)
    return CallRedirect(f"tel:{door.phone}")


@require_POST
def fieldwork_reveal(request: UserRequest, pk: int) -> HttpResponse:
    """Show the phone number in full; it is logged."""
    door = Door(open_errand(request, pk))
    record_look(request, door, f"{door.name} 手机号码", AccessVerb.REVEAL)
    return render(request, "households/_number_in_full.html", {"value": door.phone})


@require_http_methods(["GET", "POST"])
def fieldwork_leave(request: UserRequest, pk: int) -> HttpResponse:
    """Say why a household cannot be asked; who replaces it is among the errands then. Pressed twice it is said once."""
    mine = Interview.objects.given_to(request.user)
    interview = get_object_or_404(mine.for_field(), pk=pk)
    form = LeaveForm(request.POST or None)
    if form.is_valid() and attempt(form, lambda: _leave(request, interview, form)):
        # The same words whether somebody replaces it or not: they tell nothing of what others have asked.
        messages.success(request, f"已登记{Door(interview).name}未访。有替换户的，已列入您的任务。")
        return redirect("fieldwork")
    if interview.status == InterviewStatus.DROPPED:
        return redirect("fieldwork")
    return render(
        request, "audits/fieldwork/leave.html", {"interview": interview, "door": Door(interview), "form": form}
    )


def _leave(request: UserRequest, interview: Interview, form: LeaveForm) -> bool:
    leave_sample(interview, by=request.user, **form.cleaned_data)
    return True
