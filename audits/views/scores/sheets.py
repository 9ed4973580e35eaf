"""Score sheets: the list, one with its items or its cards, writing and publishing one."""

from functools import partial

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from audits.actions.scores.locks import KEEPERS
from audits.actions.scores.sheets import (
    copy_sheet,
    discard_sheet,
    edit_sheet,
    publish_sheet,
    set_self_until,
    start_sheet,
)
from audits.forms.scorecards import DayForm, UntilForm
from audits.forms.scores import SHIPPED, NewSheetForm, SheetForm
from audits.models import ScoreCard, ScoreSheet
from audits.scores.enums import CardStatus
from audits.scores.faults import faults_of, weights_of
from audits.scores.querysets import CardQuerySet
from audits.scores.rules import can_keep_sheet, can_see_ranks
from audits.scores.sheetview import Part, parts_of
from core.forms import attempt
from core.paging import page_of
from organizations.enums import SUBTREE_ROLES, Role
from organizations.http import UserRequest
from organizations.rules import require

CARDS_SHOWN = 200
WHO = "年度考核由各级工会的经办、审核、审批、财务和档案统计人员查看。"


@require_GET
def score_sheets(request: UserRequest) -> HttpResponse:
    """List the sheets that the user has a part in, the latest year first, with the card of the user's own union."""
    require(request.user.scope.has(*SUBTREE_ROLES), WHO)
    page = page_of(ScoreSheet.objects.visible_to(request.user).for_list(), request)
    cards = ScoreCard.objects.visible_to(request.user).filter(sheet__in=[sheet.pk for sheet in page])
    own = {card.sheet_id: card for card in cards.filter(union__path__in=request.user.scope.prefixes())}
    context = {
        "page": page,
        "rows": [(sheet, own.get(sheet.pk)) for sheet in page],
        "to_self": list(cards_of(request).to_self_score(request.user)),
        "to_check": list(cards_of(request).to_check(request.user)),
        "may_write": request.user.scope.has(Role.OFFICER),
    }
    return render(request, "audits/scores/sheet_list.html", context)


def cards_of(request: UserRequest) -> CardQuerySet:
    """Return the cards that the user sees."""
    return ScoreCard.objects.visible_to(request.user).for_list()


def sheet_asked(request: UserRequest, pk: int, *, to_keep: bool = False) -> ScoreSheet:
    """Return a sheet that the user has a part in, else 404; 403 for who wants to change it and may not."""
    require(request.user.scope.has(*SUBTREE_ROLES), WHO)
    found = get_object_or_404(ScoreSheet.objects.visible_to(request.user).for_list(), pk=pk)
    require(not to_keep or can_keep_sheet(request.user, found.union), KEEPERS)
    return found


@require_http_methods(["GET", "POST"])
def score_sheet_create(request: UserRequest) -> HttpResponse:
    """Begin a sheet, with the shipped skeleton or empty."""
    require(request.user.scope.has(Role.OFFICER), KEEPERS)
    form = NewSheetForm(request.POST if request.method == "POST" else None, user=request.user)
    if form.is_valid():
        facts = dict(form.cleaned_data)
        shipped = facts.pop("beginning") == SHIPPED
        made = attempt(form, lambda: start_sheet(by=request.user, shipped=shipped, **facts))
        if made is not None:
            messages.success(request, f"已编制草稿：{made}。核对项目和分值后再发布。")
            return redirect(made)
    return render(request, "audits/scores/sheet_form.html", {"form": form, "title": "编制考核表"})


@require_http_methods(["GET", "POST"])
def score_sheet_edit(request: UserRequest, pk: int) -> HttpResponse:
    """Change what a draft is about."""
    found = sheet_asked(request, pk, to_keep=True)
    form = SheetForm(request.POST if request.method == "POST" else None, instance=found)
    if form.is_valid():
        edit = partial(edit_sheet, found, by=request.user, seen=form.seen)
        if attempt(form, lambda: edit(**form.cleaned_data)) is not None:
            messages.success(request, "已保存。")
            return redirect(found)
    return render(request, "audits/scores/sheet_form.html", {"form": form, "sheet": found, "title": "名称和范围"})


@require_GET
def score_sheet(request: UserRequest, pk: int) -> HttpResponse:
    """Show a sheet: of a draft what is still wrong with it, of a published one the cards in sight."""
    found = sheet_asked(request, pk)
    parts = parts_of(found)
    context = {
        "sheet": found,
        "parts": parts,
        "may_keep": can_keep_sheet(request.user, found.union),
        "sees_ranks": can_see_ranks(request.user, found),
        "weights": {sense: weights_of(_items(parts), sense) for sense in ("base", "bonus", "malus")},
    }
    more = _draft(found, parts) if found.is_draft else _cards(request, found)
    return render(request, "audits/scores/sheet.html", context | more)


def _items(parts: list[Part]) -> list:
    return [row.item for part in parts for row in (part.heading, *part.rows)]


def _draft(found: ScoreSheet, parts: list[Part]) -> dict[str, object]:
    return {"faults": faults_of(found, _items(parts))}


def _cards(request: UserRequest, found: ScoreSheet) -> dict[str, object]:
    cards = found.cards.visible_to(request.user).for_list().with_sums()
    page = page_of(cards.order_by("place", "union__path"), request, size=CARDS_SHOWN)
    return {
        "page": page,
        "days": DayForm(sheet=found),
        "until": UntilForm(initial={"self_until": found.self_until}),
        "waiting": found.cards.visible_to(request.user).exclude(status=CardStatus.CHECKED).count(),
    }


@require_POST
def score_sheet_copy(request: UserRequest, pk: int) -> HttpResponse:
    """Begin the sheet of the next year with the items of this one."""
    made = copy_sheet(sheet_asked(request, pk, to_keep=True), by=request.user)
    messages.success(request, f"已复制为 {made.year} 年度：{made}。")
    return redirect(made)


@require_POST
def score_sheet_deadline(request: UserRequest, pk: int) -> HttpResponse:
    """Say until when unions score themselves."""
    found = sheet_asked(request, pk, to_keep=True)
    form = UntilForm(request.POST)
    if not form.is_valid():
        messages.error(request, "没有保存：请填写自评截止日期。")
        return redirect(found)
    day = form.cleaned_data["self_until"]
    set_self_until(found, by=request.user, day=day)
    messages.success(request, f"自评截止日期为 {day:%Y-%m-%d}，此日之后没有自评的可以直接核定。")
    return redirect(found)


@require_POST
def score_sheet_publish(request: UserRequest, pk: int) -> HttpResponse:
    """Put a sheet in force; its items then never change."""
    found = publish_sheet(sheet_asked(request, pk, to_keep=True), by=request.user)
    messages.success(request, f"已发布：{found}。下一步生成各单位的评分表。")
    return redirect(found)


@require_POST
def score_sheet_discard(request: UserRequest, pk: int) -> HttpResponse:
    """Throw a draft away."""
    found = sheet_asked(request, pk, to_keep=True)
    discard_sheet(found, by=request.user)
    messages.success(request, f"已删除草稿：{found}。")
    return redirect("score_sheets")
