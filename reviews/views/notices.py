"""Notices: the list, one notice with its lines, its photo, and when one would end."""

import datetime

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from core import clock, files
from core.paging import page_of
from core.serving import send_file
from core.workdays import add_workdays
from organizations.http import UserRequest
from organizations.rules import require
from reviews.enums import NoticeStage
from reviews.forms.notices import PhotoForm
from reviews.models import Notice, Review
from reviews.notice_lines import LINES, Table, lines_of
from reviews.rules import can_enter_objection, can_keep_notice, can_open_reviews

LONGEST_NOTICE = 60  # working days for which the form may ask


@require_GET
def notices(request: UserRequest) -> HttpResponse:
    """List the notices of the user's unions, of one stage or all."""
    require(can_open_reviews(request.user))
    stage = request.GET.get("stage", "")
    found = Notice.objects.visible_to(request.user).in_stage(stage).for_list()
    context = {"page": page_of(found, request), "stages": NoticeStage.choices, "stage": stage}
    return render(request, "reviews/notice_list.html", context)


@require_GET
def notice(request: UserRequest, pk: int) -> HttpResponse:
    """Show a notice: what stands on it, its days, where it hangs, and what was said against it."""
    found = notice_of(request, pk)
    page = page_of(lines_of(found), request, size=LINES)
    standing = found.standing_reviews()
    context = {
        "notice": found,
        "page": page,
        "table": Table(found, page),
        "standing": found.lines.standing().count(),
        "objections": found.objections.select_related("line", "answered_by"),
        "can_keep": can_keep_notice(request.user, found, standing),
        "can_enter": can_enter_objection(request.user, found),
        "photo_form": PhotoForm(),
        "public_url": request.build_absolute_uri(reverse("public_notice", args=[found.token])),
    }
    return render(request, "reviews/notice_detail.html", context)


@require_GET
def notice_photo(request: UserRequest, pk: int) -> HttpResponse:
    """Send the photo of the posting."""
    found = get_object_or_404(Notice.objects.visible_to(request.user).exclude(photo_sha256=""), pk=pk)
    return send_file(files.path_of(found.photo_sha256), found.photo_type, name=f"公示张贴照片-{found.number}")


@require_GET
def notice_end(request: UserRequest) -> HttpResponse:
    """Say on which day a notice would end; a fragment for the forms in which its start is chosen."""
    days = request.GET.get("days", "")
    try:
        start = datetime.date.fromisoformat(request.GET.get("starts_on", ""))
    except ValueError:
        start = None
    sound = days.isascii() and days.isdigit() and 1 <= int(days) <= LONGEST_NOTICE
    if start is None or not sound or abs(start.year - clock.today().year) > 1:
        return render(request, "reviews/_notice_end.html", {"due": None})
    due = add_workdays(start, int(days))
    return render(request, "reviews/_notice_end.html", {"due": due, "start": start, "days": int(days)})


def notice_of(request: UserRequest, pk: int) -> Notice:
    """Return a notice in the user's scope, or answer 404."""
    return get_object_or_404(Notice.objects.visible_to(request.user).for_list(), pk=pk)


def standing_on(notice: Notice) -> list[Review]:
    """Return the reviews that still stand on a notice, with their steps."""
    return notice.standing_reviews()
