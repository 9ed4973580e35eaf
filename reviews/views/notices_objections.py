"""Objections for the staff: the list, writing one down, answering it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from core.forms import attempt
from core.paging import page_of
from organizations.actions.access import record_access
from organizations.enums import AccessVerb
from organizations.http import UserRequest
from organizations.rules import require
from reviews.actions.objections import answer_objection, code_of, raise_objection
from reviews.forms.notices import AnswerForm, EnteredObjectionForm
from reviews.models import Objection
from reviews.rules import can_enter_objection, can_keep_notice, can_open_reviews
from reviews.views.notices import notice_of, standing_on


@require_GET
def objections(request: UserRequest) -> HttpResponse:
    """List the objections against the notices of the user's unions; those that wait for an answer unless ``all``."""
    require(can_open_reviews(request.user))
    found = Objection.objects.visible_to(request.user).for_page().order_by("-pk")
    shows_all = "all" in request.GET
    context = {"page": page_of(found if shows_all else found.open(), request), "shows_all": shows_all}
    return render(request, "reviews/objection_list.html", context)


@require_http_methods(["GET", "POST"])
def objection_enter(request: UserRequest, pk: int) -> HttpResponse:
    """Write down an objection that came by letter, call or visit."""
    notice = notice_of(request, pk)
    require(can_enter_objection(request.user, notice), "异议由公示单位或其上级工会的经办、审核、审批人员登记。")
    form = EnteredObjectionForm(request.POST or None, notice=notice)
    if form.is_valid():
        facts = {"said": form.said, "received_on": form.day, "sent_key": form.cleaned_data["sent_key"]}
        if found := attempt(form, lambda: raise_objection(notice, by=request.user, **facts)):
            messages.success(
                request, f"异议已登记，公示期暂停。请告知反映人：查询号 {found.number}，查询码 {code_of(found)}。"
            )
            return redirect(found)
    context = {"form": form, "notice": notice, "title": "登记异议", "act": "登记异议，暂停公示期"}
    return render(request, "reviews/notice_form.html", context)


@require_http_methods(["GET", "POST"])
def objection(request: UserRequest, pk: int) -> HttpResponse:
    """Show an objection and answer it; each look leaves a line in the access log."""
    found = get_object_or_404(Objection.objects.visible_to(request.user).for_page(), pk=pk)
    keeps = can_keep_notice(request.user, found.notice, standing_on(found.notice))
    require(request.method == "GET" or keeps, "异议由公示单位的经办人员调查答复。")
    form = AnswerForm(request.POST or None)
    if form.is_valid():
        answered = attempt(form, lambda: answer_objection(found, by=request.user, **form.cleaned_data))
        if answered is not None:
            messages.success(request, "答复已登记。")
            return redirect(found.notice)
    record_access(request.user, AccessVerb.VIEW, f"公示异议 {found.number}")
    context = {"objection": found, "notice": found.notice, "form": form, "can_answer": found.is_open and keeps}
    return render(request, "reviews/objection_detail.html", context)
