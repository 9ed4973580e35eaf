"""What an office does with a notice: draw it up, change the draft, post it, take it down, close it."""

import re

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from core.forms import attempt
from core.telling import done
from organizations.http import UserRequest
from organizations.rules import require
from reviews.actions import notices as actions
from reviews.actions.closing import close_notice
from reviews.actions.wording import kind_of, step_of, usual_wording
from reviews.enums import BY_AMOUNT, StepKind
from reviews.forms.notices import NoticeForm, PhotoForm, PostingForm, WithdrawForm
from reviews.models import Notice, Review
from reviews.rules import can_keep_notice, can_open_reviews
from reviews.views.notices import notice_of, standing_on

KEEPERS_ONLY = "公示由公示单位的经办人员办理，您不是本公示的办理人。"
FIRST_DIGITS = re.compile(r"\d{1,18}")


@require_http_methods(["GET", "POST"])
def notice_draw(request: UserRequest) -> HttpResponse:
    """Draw a notice up over ticked reviews (``review``); first those that wait are shown, then the words asked for."""
    require(can_open_reviews(request.user))
    waiting = waiting_for_notice(request)
    asked = request.POST.getlist("review") or request.GET.getlist("review")
    ticked = {int(found[0]) for value in asked if (found := FIRST_DIGITS.match(value))}
    chosen = [review for review in waiting if review.pk in ticked]
    if not chosen or len({kind_of(review) for review in chosen}) > 1:
        return _choose(request, waiting, chosen, bool(ticked))
    step, is_sent = step_of(chosen[0]), "title" in request.POST
    usual = vars(usual_wording(chosen[0]))
    form = NoticeForm(request.POST if is_sent else None, days=step.notice_days, initial=usual)
    if is_sent and form.is_valid():
        facts = {"by": request.user, "wording": form.wording, "starts_on": form.cleaned_data["starts_on"]}
        if drawn := attempt(form, lambda: actions.draw_notice(chosen, **facts)):
            messages.success(request, f"公示已拟定，共 {drawn.lines.count()} 项。请打印张贴，再登记张贴地点和照片。")
            return redirect(drawn)
    return render(request, "reviews/notice_draw.html", {"form": form, "chosen": chosen, "step": step})


def waiting_for_notice(request: UserRequest) -> list[Review]:
    """Return the reviews whose notice the user may draw up, without those that stand on one already."""
    waiting = Review.objects.visible_to(request.user).waiting_for(request.user).at_kind(StepKind.NOTICE)
    return list(waiting.without_notice().for_list().order_by("union_path", "pk")[: actions.MOST])


def _choose(request: UserRequest, waiting: list[Review], chosen: list[Review], was_asked: bool) -> HttpResponse:
    """Show what waits for a notice in groups that may stand on one paper."""
    groups: dict[tuple[object, ...], list[Review]] = {}
    for review in waiting:
        groups.setdefault(kind_of(review), []).append(review)
    if was_asked and chosen:
        messages.error(request, "一份公示只能是同一单位、同一事项、同一环节，请分组拟定。")
    elif was_asked:
        messages.error(request, "所选的件现在不能拟定公示：可能已在公示中，或不由您办理。")
    return render(request, "reviews/notice_choose.html", {"groups": list(groups.values()), "ticked": chosen})


@require_http_methods(["GET", "POST"])
def notice_edit(request: UserRequest, pk: int) -> HttpResponse:
    """Change the words and the planned start of a draft."""
    found = kept_notice(request, pk)
    initial = {name: getattr(found, name) for name in ("title", "doc_number", "hotline", "starts_on")}
    form = NoticeForm(request.POST or None, days=found.days, initial=initial)
    if form.is_valid():
        facts = {"wording": form.wording, "starts_on": form.cleaned_data["starts_on"]}
        if attempt(form, lambda: actions.edit_notice(found, by=request.user, **facts)):
            messages.success(request, "公示已修改。")
            return redirect(found)
    return _form_page(request, form, found, "修改公示", "保存")


@require_http_methods(["GET", "POST"])
def notice_post(request: UserRequest, pk: int) -> HttpResponse:
    """Record where and when a notice was put up."""
    found = kept_notice(request, pk)
    form = PostingForm(request.POST or None, request.FILES or None, notice=found)
    if form.is_valid():
        posted = attempt(form, lambda: actions.post_notice(found, by=request.user, **form.cleaned_data))
        if posted is not None:
            messages.success(request, f"已登记张贴，公示到 {posted.ends_on:%Y-%m-%d} 届满。")
            return redirect(found)
    return _form_page(request, form, found, "登记张贴", "登记张贴，开始公示")


@require_POST
def notice_photo_add(request: UserRequest, pk: int) -> HttpResponse:
    """Add the photo of a posting."""
    found = kept_notice(request, pk)
    form = PhotoForm(request.POST, request.FILES)
    if not form.is_valid():
        messages.error(request, "没有登记：请选择张贴照片。")
        return redirect(found)
    photo = form.cleaned_data["photo"]
    done(request, lambda: actions.add_photo(found, by=request.user, photo=photo), "张贴照片已登记。")
    return redirect(found)


@require_http_methods(["GET", "POST"])
def notice_withdraw(request: UserRequest, pk: int) -> HttpResponse:
    """Take a notice down because of a mistake."""
    found = kept_notice(request, pk)
    form = WithdrawForm(request.POST or None)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        if attempt(form, lambda: actions.withdraw_notice(found, by=request.user, reason=reason)) is None:
            return _form_page(request, form, found, "撤下公示", "撤下本公示")
        messages.success(request, "公示已撤下，其中各项可以重新拟定公示。")
        return redirect(found)
    return _form_page(request, form, found, "撤下公示", "撤下本公示")


@require_POST
def notice_close(request: UserRequest, pk: int) -> HttpResponse:
    """Close a notice whose days are over."""
    found = kept_notice(request, pk)
    batch = close_notice(found, by=request.user)
    if batch.done:
        unit = "件" if found.subject in BY_AMOUNT else "户"
        messages.success(request, f"公示已结束，{len(batch.done)} {unit}进入下一环节。")
    for review, error in batch.refused:
        messages.warning(request, f"{review.title}：{error.message}。")
    return redirect(found)


def kept_notice(request: UserRequest, pk: int) -> Notice:
    """Return a notice of the user's scope that its desk lets him keep."""
    found = notice_of(request, pk)
    require(can_keep_notice(request.user, found, standing_on(found)), KEEPERS_ONLY)
    return found


def _form_page(request: UserRequest, form, found: Notice, title: str, act: str) -> HttpResponse:
    return render(request, "reviews/notice_form.html", {"form": form, "notice": found, "title": title, "act": act})
