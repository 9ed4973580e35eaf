"""The cards of a sheet: opening and counting, one in full, scoring oneself, checking, the results."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from audits.actions.scores.cards import open_cards, publish_results
from audits.forms.scorecards import DayForm
from audits.models import ScoreCard
from audits.scores.enums import CardStatus
from audits.scores.rules import can_check, can_see_checked, can_see_ranks, can_self_score, is_for_checking
from audits.scores.sheetview import card_before, results_of, rows_of, total_so_far
from audits.views.scores.sheets import WHO, sheet_asked
from organizations.enums import SUBTREE_ROLES
from organizations.http import UserRequest
from organizations.rules import require

RANKS = "名次只由组织考核的工会及其上级查看。"


def card_asked(request: UserRequest, pk: int) -> ScoreCard:
    """Return a card that the user sees, else 404."""
    require(request.user.scope.has(*SUBTREE_ROLES), WHO)
    seen = ScoreCard.objects.visible_to(request.user)
    people = ("self_by", "checked_by", "returned_by")
    return get_object_or_404(seen.select_related("sheet__union", "union", *people), pk=pk)


@require_POST
def score_cards_open(request: UserRequest, pk: int) -> HttpResponse:
    """Open a card for each union, and count what the open ones measure until a day."""
    found = sheet_asked(request, pk, to_keep=True)
    form = DayForm(request.POST, sheet=found)
    if not form.is_valid():
        messages.error(request, "没有计量：请填写计量截至日期。")
        return redirect(found)
    opened = open_cards(found, by=request.user, day=form.cleaned_data["day"])
    words = f"已生成 {opened.cards.count()} 个单位的评分表，系统指标计量到 {opened.counted_to:%Y-%m-%d}。"
    messages.success(request, words + "已提交自评的保留原计量结果。")
    return redirect(found)


@require_GET
def score_card(request: UserRequest, pk: int) -> HttpResponse:
    """Show a card: what was measured, claimed and, to whom it may be shown, checked; what may be done next."""
    found = card_asked(request, pk)
    return render(request, "audits/scores/card.html", card_context(request, found))


def card_context(request: UserRequest, found: ScoreCard) -> dict[str, Any]:
    """Return what the page of a card shows."""
    user, groups = request.user, rows_of(found)
    may_check = can_check(user, found)
    sees_checked = can_see_checked(user, found)
    return {
        "card": found,
        "sheet": found.sheet,
        "groups": groups,
        "count": found.sheet.cards.count() if found.is_published else 0,
        "before": card_before(found),
        "counted": total_so_far(groups, "computed"),
        "claimed": total_so_far(groups, "self_score"),
        "given": total_so_far(groups, "checked_score") if sees_checked else None,
        "sees_checked": sees_checked,
        "may_self": found.status == CardStatus.OPEN and can_self_score(user, found),
        "may_check": may_check and is_for_checking(found),
        "may_reopen": may_check and found.status == CardStatus.CHECKED,
    }


@require_GET
def score_results(request: UserRequest, pk: int) -> HttpResponse:
    """Show all cards beside each other, by place; to those alone who stand at the sheet's union or above."""
    found = sheet_asked(request, pk)
    require(can_see_ranks(request.user, found), RANKS)
    return render(request, "audits/scores/results.html", {"sheet": found, "results": results_of(found)})


@require_POST
def score_results_publish(request: UserRequest, pk: int) -> HttpResponse:
    """Publish total and place of every card; from then on nothing of them changes."""
    found = publish_results(sheet_asked(request, pk, to_keep=True), by=request.user)
    messages.success(request, f"已公布结果：{found}。各单位可以查看本单位的得分和名次。")
    return redirect("score_results", found.pk)
