"""问卷: how far the interviews are by assessor, the list of them, taking them in, one of them beside the archive."""

from typing import Any

from django.contrib import messages
from django.db.models import Case, When
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from audits.actions.verification.fieldwork import agree_interviews, send_back
from audits.forms.verification.assigning import InterviewFilter, ReturnForm
from audits.models import Interview, Verification
from audits.verification.beside import Comparison
from audits.verification.enums import InterviewStatus
from audits.verification.field import legible
from audits.verification.progress import COLUMNS, by_assessor
from audits.verification.querysets import InterviewQuerySet
from audits.verification.sheet import Sheet
from audits.views.verification.opening import framed, kept_of, known_of, note_look
from core.keys import read_keys
from core.paging import capped_count, in_words, page_of
from core.telling import done, told
from organizations.http import UserRequest


@require_GET
def verification_interviews(request: UserRequest, pk: int) -> HttpResponse:
    """List the interviews with how far each assessor is; ``?round=``, ``?state=``, ``?assessor=`` narrow the list."""
    found = known_of(request, pk)
    every = Interview.objects.visible_to(request.user).filter(verification=found)
    people = by_assessor(every)
    form = InterviewFilter(request.GET, people=[(row.key, row.name) for row in people])
    form.is_valid()
    rows = narrowed(every, form.cleaned_data)
    more: dict[str, Any] = {
        "people": people,
        "form": form,
        "count": in_words(*capped_count(rows)),
        "page": page_of(rows.for_list().order_by("pk"), request),
    }
    return render(
        request, "audits/verification/interviews.html", framed(request, found, "verification_interviews", **more)
    )


def narrowed(rows: InterviewQuerySet, said: dict[str, Any]) -> InterviewQuerySet:
    """Narrow interviews to what a filter says."""
    found = rows.in_states(COLUMNS[said["state"]][1] if said.get("state") else ())
    found = found.filter(round=said["round"]) if said.get("round") else found
    return found.filter(assessor__username=said["assessor"]) if said.get("assessor") else found


@require_POST
def interviews_agree(request: UserRequest, pk: int) -> HttpResponse:
    """Take the ticked interviews in."""
    found = kept_of(request, pk)
    every = Interview.objects.visible_to(request.user).filter(verification=found)
    chosen = every.filter(pk__in=read_keys(request.POST.getlist("interview")))
    agreed = told(request, lambda: agree_interviews(list(chosen), by=request.user))
    if agreed is not None:
        messages.success(request, f"已认可 {len(agreed)} 份问卷。" if agreed else "没有认可：请先勾选待认可的问卷。")
    return redirect(f"{reverse('verification_interviews', args=[pk])}?{request.GET.urlencode()}")


@require_GET
def interview_read(request: UserRequest, pk: int, interview: int) -> HttpResponse:
    """Show what one assessor was told beside what the archive says, with the other interviews of the household."""
    found, one = interview_of(request, pk, interview)
    note_look(request, one.sample.unit, "入户核查问卷")
    said = legible(one)
    others = Interview.objects.visible_to(request.user).filter(sample=one.sample_id).exclude(pk=one.pk).for_list()
    more = {
        "interview": one,
        "parts": Comparison(one, one.sample, answers=said).parts() if said else [],
        "sections": Sheet.of(one).sections(said) if said else [],
        "others": list(others.order_by("pk")),
        "form": ReturnForm(),
        "next": waiting_after(found, one),
    }
    return render(
        request, "audits/verification/interview.html", framed(request, found, "verification_interviews", **more)
    )


def waiting_after(found: Verification, one: Interview) -> Interview | None:
    """Return the next interview that waits to be taken in, from the first again after the last; one query."""
    waiting = found.interviews.filter(status=InterviewStatus.SUBMITTED).exclude(pk=one.pk)
    return waiting.order_by(Case(When(pk__gt=one.pk, then=0), default=1), "pk").first()


@require_POST
def interview_agree(request: UserRequest, pk: int, interview: int) -> HttpResponse:
    """Take one interview in, and go on to the next that waits."""
    found, one = interview_of(request, pk, interview)
    if not done(request, lambda: agree_interviews([one], by=request.user), f"已认可：{one}。"):
        return redirect("interview_read", found.pk, one.pk)
    follows = waiting_after(found, one)
    return (
        redirect("interview_read", found.pk, follows.pk) if follows else redirect("verification_interviews", found.pk)
    )


@require_POST
def interview_send_back(request: UserRequest, pk: int, interview: int) -> HttpResponse:
    """Give an interview back to its assessor with what is to be mended."""
    found, one = interview_of(request, pk, interview)
    form = ReturnForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    done(request, lambda: send_back(one, by=request.user, reason=reason), "已退回，核查员可以继续填写。")
    return redirect("interview_read", found.pk, one.pk)


def interview_of(request: UserRequest, pk: int, interview: int) -> tuple[Verification, Interview]:
    """Return an interview of a verification that the user runs, else 404."""
    found = kept_of(request, pk)
    rows = Interview.objects.visible_to(request.user).filter(verification=found).for_list()
    loaded = rows.select_related("returned_by", "agreed_by").prefetch_related("verification__questionnaire__questions")
    return found, get_object_or_404(loaded, pk=interview)
