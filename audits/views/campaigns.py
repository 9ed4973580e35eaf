"""专项行动: the campaigns, the board of each down to the cadre, and what stands behind its numbers."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from audits.actions.campaign_corrections import WHO as CORRECTS
from audits.actions.campaign_corrections import correct_campaign
from audits.actions.campaigns import close_campaign, start_campaign
from audits.campaigns.behind import WITHOUT_CADRE, Part, cadre_of, figures_of, rows_behind
from audits.campaigns.board import BEHIND_SHOWN, behind, board_of, cadre_rows, has_cadres, last_day
from audits.campaigns.figures import Column, unit_of
from audits.campaigns.lines import for_lines, lines_of
from audits.campaigns.progress import Point, chart_of, finding, progress_of
from audits.forms.campaigns import CampaignCorrectionForm, CampaignForm
from audits.models import Campaign
from audits.rules import can_close_campaign
from core.forms import attempt
from core.keys import read_key
from core.paging import capped_count, in_words, page_of
from organizations.enums import SUBTREE_ROLES, Role
from organizations.http import UserRequest
from organizations.models import Union
from organizations.rules import require
from organizations.unionrows import union_asked_of, unions_below, unions_counted_for

WHO = "专项行动由各级工会的经办、审核、审批、财务和档案统计人员查看。"
STARTS = "专项行动由本级工会的经办人员发起。"


@require_GET
def campaigns(request: UserRequest) -> HttpResponse:
    """List the campaigns that the user has a part in, the latest first."""
    require(request.user.scope.has(*SUBTREE_ROLES), WHO)
    found = Campaign.objects.visible_to(request.user).for_list()
    context = {"page": page_of(found, request), "may_start": request.user.scope.has(Role.OFFICER)}
    return render(request, "audits/campaign_list.html", context)


@require_http_methods(["GET", "POST"])
def campaign_create(request: UserRequest) -> HttpResponse:
    """Begin a campaign; its targets are fixed at once."""
    require(request.user.scope.has(Role.OFFICER), STARTS)
    form = CampaignForm(request.POST if request.method == "POST" else None, user=request.user)
    if form.is_valid():
        made = attempt(form, lambda: start_campaign(by=request.user, **form.cleaned_data))
        if made is not None:
            messages.success(request, f"已发起：{made}，对象 {made.targets.count():,} 户。")
            return redirect(made)
    return render(request, "audits/campaign_form.html", {"form": form})


@require_GET
def campaign(request: UserRequest, pk: int) -> HttpResponse:
    """Show what a campaign has come to by union, from the county down by cadre; ``?union=`` goes down."""
    found, union = campaign_asked(request, pk)
    board = board_of(found, request.user, union, unions_below(union))
    cadres = cadre_rows(found, request.user, union) if has_cadres(union) else []
    points = progress_of(found, request.user, union, board.total.figures)
    above = unions_counted_for(request.user).ancestors_of([union])
    late = behind([*board.rows, *cadres])
    context = {
        "campaign": found,
        "union": union,
        "above": [parent for parent in above if parent.path.startswith(found.union.path)],
        "board": board,
        "cadres": page_of(cadres, request),
        "behind": late[:BEHIND_SHOWN],
        "behind_count": len(late),
        "corrections": found.corrections.select_related("by"),
        "may_close": found.is_open and can_close_campaign(request.user, found),
    }
    return render(request, "audits/campaign_board.html", context | _progress(found, points))


@require_http_methods(["GET", "POST"])
def campaign_correct(request: UserRequest, pk: int) -> HttpResponse:
    """Correct an open campaign: name and days, on its first day all of it."""
    found, _union = campaign_asked(request, pk)
    require(can_close_campaign(request.user, found), CORRECTS)
    if not found.is_open:
        messages.error(request, "专项行动已结束，不能再更正。")
        return redirect(found)
    form = CampaignCorrectionForm(request.POST if request.method == "POST" else None, user=request.user, campaign=found)
    if form.is_valid():
        facts = {"seen": form.seen, **form.cleaned_data}
        corrected = attempt(form, lambda: correct_campaign(found, by=request.user, **facts))
        if corrected is not None:
            messages.success(request, f"已更正：{corrected}。")
            return redirect(corrected)
    return render(request, "audits/campaign_form.html", {"form": form, "campaign": found})


def _progress(found: Campaign, points: list[Point]) -> dict[str, object]:
    return {"day": last_day(found), "points": points[::-1], "finding": finding(points), "chart": chart_of(points)}


@require_GET
def campaign_behind(request: UserRequest, pk: int) -> HttpResponse:
    """List what stands behind a number: ``?column=``, ``?union=``, ``?cadre=`` (a number, or "none"), ``?own=1``."""
    found, union = campaign_asked(request, pk)
    column, part = column_asked(request), part_asked(request, found, union)
    rows = rows_behind(column, found, request.user, part)
    page = page_of(for_lines(column, rows), request)
    lines = lines_of(column, page)
    context = {
        "campaign": found,
        "part": part,
        "column": column,
        "columns": list(Column),
        "page": page,
        "lines": lines,
        "heads": [label for label, _text in lines[0].cells] if lines else [],
    }
    return render(request, "audits/campaign_behind.html", context | _counted(request, column, found, part, rows))


def _counted(
    request: UserRequest, column: Column, found: Campaign, part: Part, rows: QuerySet[Any]
) -> dict[str, object]:
    """Say how many rows there are and, of a closed campaign, how many there were when that is another number."""
    count, more = capped_count(rows)
    words: dict[str, object] = {"count": in_words(count, more), "unit": unit_of(column)}
    if found.is_open or more:
        return words
    kept = getattr(figures_of(found, request.user, part), column.value)
    return words | {"kept": kept if kept != count else None}


@require_POST
def campaign_close(request: UserRequest, pk: int) -> HttpResponse:
    """End a campaign, whose figures then stay as they are."""
    found, _union = campaign_asked(request, pk)
    close_campaign(found, by=request.user)
    messages.success(request, f"已结束：{found}，各项数字不再变动。")
    return redirect(found)


def campaign_asked(request: UserRequest, pk: int) -> tuple[Campaign, Union]:
    """Return a campaign that the user has a part in, and the union of ``?union=``: at first the highest in sight."""
    require(request.user.scope.has(*SUBTREE_ROLES), WHO)
    found = get_object_or_404(Campaign.objects.visible_to(request.user).for_list(), pk=pk)
    return found, union_asked_of(request, found.union)


def column_asked(request: UserRequest) -> Column:
    """Return the column of ``?column=``, at first the targets; nonsense is no page."""
    try:
        return Column(request.GET.get("column") or Column.TARGETS)
    except ValueError as error:
        raise Http404 from error


def part_asked(request: UserRequest, found: Campaign, union: Union) -> Part:
    """Return the part of ``?cadre=``, who is responsible for targets in sight, and ``?own=``; at first the union's."""
    asked, own = request.GET.get("cadre", ""), "own" in request.GET
    if asked in ("", WITHOUT_CADRE):
        return Part(union, asked or None, own)
    key = read_key(asked)
    cadre = cadre_of(found, request.user, union, key) if key is not None else None
    if cadre is None:
        raise Http404
    return Part(union, cadre, own)
