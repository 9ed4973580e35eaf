"""The first page of an assessor: what is to be done, until when, and who comes next."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from audits.actions.verification.fieldwork import accept_interviews
from audits.models import Interview
from audits.verification.enums import Round
from audits.verification.errands import Errand, ErrandState, Filter, places_of, states_of, works_of
from core.paging import page_of
from organizations.enums import Role
from organizations.http import UserRequest
from organizations.rules import require

ASSESSORS_ONLY = "“我的核查任务”供第三方核查员使用。"


@require_GET
def fieldwork(request: UserRequest) -> HttpResponse:
    """Show the own errands, what was sent back first; ``?state=``, ``?round=`` and ``?place=`` narrow them."""
    require(request.user.scope.has(Role.ASSESSOR), ASSESSORS_ONLY)
    errands, chosen = Interview.objects.in_hands_of(request.user), Filter.of(request.GET)
    works = works_of(errands)
    page = page_of(chosen.within(errands).for_field() if works else errands.none(), request)
    page[:] = [Errand(interview) for interview in page]
    first = chosen.state == ErrandState.TODO and page.number == 1
    context = {
        "works": works,
        "page": page,
        "next": next((errand for errand in page if errand.can_fill), None) if first else None,
        "states": states_of(errands, chosen) if works else [],
        "rounds": Round.choices,
        "places": places_of(errands) if works else [],
        "chosen": chosen,
    }
    return render(request, "audits/fieldwork/errands.html", context)


@require_POST
def fieldwork_accept(request: UserRequest, pk: int) -> HttpResponse:
    """Take over everything that was assigned to oneself in one verification."""
    mine = Interview.objects.in_hands_of(request.user).filter(verification=pk).select_related("verification")
    verification = get_object_or_404(mine.order_by("pk")[:1]).verification
    taken = accept_interviews(verification, by=request.user)
    messages.success(request, f"已接收 {taken} 户，可以入户核查了。" if taken else "没有待接收的任务。")
    return redirect("fieldwork")
