"""The page of one review, what is done there, and the minutes of its meetings."""

from functools import partial

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from core.files import path_of
from core.forms import attempt
from core.serving import send_file
from organizations.actions.access import record_access
from organizations.enums import AccessVerb
from organizations.http import UserRequest
from organizations.rules import require
from reviews.access import open_review
from reviews.acts import ACTS, words_after
from reviews.forms.deciding import seen_of
from reviews.models import Review
from reviews.pages import page_of_review


@require_GET
def review(request: UserRequest, pk: int) -> HttpResponse:
    """Show what was submitted, what changed, how it went so far, and the step that waits."""
    found = open_review(request, pk, looking=True)
    return render(request, "reviews/review_detail.html", page_of_review(request, found))


@require_POST
def review_act(request: UserRequest, pk: int, name: str) -> HttpResponse:
    """Do one of the acts; what a rule refuses comes back on the page, with all that was typed."""
    found, act = open_review(request, pk), ACTS[name]
    is_fresh = request.POST.get("seen", seen_of(found)) == seen_of(found)
    require(not is_fresh or act.allowed(request.user, found), act.refusal)
    form = act.form(request.POST, request.FILES, review=found, auto_id=f"{name}_%s")
    if form.is_valid() and (done := attempt(form, partial(act.do, found, form, request.user))):
        messages.success(request, words_after(name, done))
        return redirect(page_after(request, done))
    found = open_review(request, pk, looking=True)
    return render(request, "reviews/review_detail.html", page_of_review(request, found, failed=(name, form)))


def page_after(request: UserRequest, review: Review) -> str:
    """Return where to go on: the review, which offers the next one; the list for who saw it only while standing in."""
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    is_seen = Review.objects.visible_to(request.user).filter(pk=review.pk).exists()
    return (review.get_absolute_url() if is_seen else reverse("reviews")) + query


@require_GET
def review_minutes(request: UserRequest, pk: int, record: int) -> HttpResponse:
    """Give the minutes of the meeting behind a record, and write that down."""
    found = open_review(request, pk)
    records = found.records.filter(appraisal__isnull=False).select_related("appraisal__meeting")
    meeting = get_object_or_404(records, pk=record).appraisal.meeting
    if not meeting.minutes_sha256:
        raise Http404
    record_access(request.user, AccessVerb.DOWNLOAD, found.number, detail=f"评议会纪要：{meeting}")
    return send_file(path_of(meeting.minutes_sha256), meeting.minutes_type, name=f"评议会纪要 {meeting.held_on}")
