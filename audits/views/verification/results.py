"""结果: the rates of a verification by place and class, each number with its list, and the standards."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from audits.actions.verification.standards import WHO_SETS, set_rate_standard
from audits.forms.verification.standards import RateStandardForm
from audits.models import RateStandard, Verification
from audits.verification.behind import Behind
from audits.verification.describing import percent
from audits.verification.enums import PopulationClass
from audits.verification.rateboard import RateBook
from audits.verification.ratekinds import BY_CODE, RATES
from audits.verification.rates import RateLine
from audits.verification.rules import sees_sample
from audits.verification.silence import silences
from audits.views.verification.opening import framed, verification_of
from core import clock
from core.forms import attempt
from core.paging import page_of
from organizations.enums import SUBTREE_ROLES, Role
from organizations.http import UserRequest
from organizations.models import Union
from organizations.rules import require
from organizations.unionrows import FILED_ITSELF, union_asked_of, unions_below, unions_counted_for

NOT_BEFORE = "核查结束以前，结果只有组织核查的工会可以查看。"
IN_CONFIDENCE = "受访户的回答只有组织核查的工会可以逐户查看。"
WHO = "核查标准由各级工会的经办、审核、审批、财务和档案统计人员查看。"


@dataclass(frozen=True)
class Row:
    """The rates of one place, or of one class."""

    name: str
    lines: list[RateLine]
    query: str
    code: str = ""


@require_GET
def verification_results(request: UserRequest, pk: int) -> HttpResponse:
    """Show every rate beside its standard, by place and class, and what the sample does not say."""
    found, union = results_asked(request, pk)
    book, at = RateBook(found, union, in_full=is_own(request, found)), f"union={union.code}"
    above = unions_counted_for(request.user).ancestors_of([union])
    context = framed(
        *(request, found, "verification_results"),
        union=union,
        above=[parent for parent in above if parent.path.startswith(found.union.path)],
        total=(total := Row(union.name, book.lines(union), at)),
        rows=[_row_of(book, place, own) for place, own in book.places(unions_below(union))],
        classes=[Row(str(one.label), book.lines(union, group=one), f"{at}&class={one}") for one in found.asked_classes],
        kinds=RATES,
        silences=silences(total.lines, book.silent(union)),
        judged=book.judged(union),
    )
    context |= {"opens_answers": is_own(request, found), "confidence": percent(found.confidence)}
    return render(request, "audits/verification/results.html", context)


@require_GET
def verification_behind(request: UserRequest, pk: int, rate: str) -> HttpResponse:
    """List the households (or measures) behind a number of the results."""
    found, union = results_asked(request, pk)
    asked = _asked(request, found, union, rate)
    context = framed(request, found, "verification_results", asked=asked, union=union, today=clock.today())
    if asked.kind.by_answers:
        require(is_own(request, found), IN_CONFIDENCE)
        answers = asked.answers()
        context |= {"count": len(answers), "page": page_of(answers, request)}
    else:
        rows = asked.findings()
        page = page_of(rows.for_list(), request)
        context |= {"count": rows.count(), "page": page, "rows": [(one, one.sample.unit.name, False) for one in page]}
    return render(request, "audits/verification/behind.html", context)


@require_http_methods(["GET", "POST"])
def rate_standards(request: UserRequest) -> HttpResponse:
    """List the standards of the user's regions; officers enter the next one."""
    require(request.user.scope.has(*SUBTREE_ROLES), WHO)
    require(request.method == "GET" or request.user.scope.has(Role.OFFICER), WHO_SETS)
    form = RateStandardForm(request.POST if request.method == "POST" else None, user=request.user)
    if form.is_valid():
        made = attempt(form, lambda: set_rate_standard(by=request.user, **form.facts))
        if made is not None:
            messages.success(request, f"已登记 {made.union} 自 {made.valid_from:%Y-%m-%d} 起的标准：{made}。")
            return redirect("rate_standards")
    page = page_of(RateStandard.objects.visible_to(request.user).for_list(), request)
    context = {"page": page, "form": form, "can_add": request.user.scope.has(Role.OFFICER)}
    return render(request, "audits/verification/standards.html", context)


def results_asked(request: UserRequest, pk: int) -> tuple[Verification, Union]:
    """Return a verification whose results the user may know, and the union asked for, first the user's own part."""
    found = verification_of(request, pk)
    require(sees_sample(request.user, found), NOT_BEFORE)
    return found, union_asked_of(request, found.union)


def is_own(request: UserRequest, found: Verification) -> bool:
    """Tell whether the verification is one of the user's own unions, to whom alone what was answered is told."""
    return request.user.scope.holds(SUBTREE_ROLES, found.union.path)


def _row_of(book: RateBook, place: Union, own: bool) -> Row:
    query = f"union={place.code}" + ("&own=1" if own else "")
    goes_down = "" if own or not place.numchild else place.code
    return Row(FILED_ITSELF if own else place.name, book.lines(place, own=own), query, goes_down)


def _asked(request: UserRequest, found: Verification, union: Union, rate: str) -> Behind:
    said = request.GET
    kind, group = BY_CODE.get(rate), said.get("class", "")
    if kind is None or group not in ("", *PopulationClass.values):
        raise Http404
    return Behind(found, kind, union, hits=said.get("hits") == "1", own=said.get("own") == "1", group=group)
