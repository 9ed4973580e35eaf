"""Filling a batch: by a filter, one by one, from a workbook, from approved applications, from a seasonal action."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from assistance.actions.payments import drawing as actions
from assistance.actions.payments.workbooks import add_from_workbook
from assistance.ceilings.enums import Per, Stage
from assistance.forms.payments.lines import BookForm
from assistance.models import AidRequest, Batch
from assistance.payments.building import Wanted
from assistance.payments.candidates import payable, stage_of, usual_people
from assistance.payments.linebook import make_template
from assistance.payments.pages import lacks_rule
from assistance.payments.rules import can_prepare
from assistance.views.payments.batches import batch_of
from core import clock
from core.forms import attempt
from core.keys import read_keys
from core.serving import send_workbook
from core.telling import told
from households.models import Household, Member
from organizations.choosing import chips
from organizations.http import UserRequest
from organizations.rules import require

FILTER, LIST, BOOK, REQUESTS, DRIVE = "filter", "list", "workbook", "requests", "drive"
WAYS = [(FILTER, "按条件筛选"), (LIST, "逐户添加"), (BOOK, "表格导入"), (REQUESTS, "单户申请"), (DRIVE, "专项活动名单")]
SHOWN = 20  # candidates and archives found that the page names


@require_GET
def batch_add(request: UserRequest, pk: int) -> HttpResponse:
    """Offer the ways to fill a batch; ``way`` says which one is open."""
    found = _to_fill(request, pk)
    ways = [way for way in WAYS if way[0] != DRIVE or found.drive_id]
    way = request.GET.get("way", FILTER)
    offer = {LIST: _list, BOOK: _book, REQUESTS: _requests, DRIVE: _drive}.get(way, _filter)
    context = {"batch": found, "ways": ways, "way": way if way in dict(ways) else FILTER, **offer(request, found)}
    context["lacks_rule"] = lacks_rule(found)
    return render(request, "assistance/batch_add.html", context)


@require_POST
def batch_add_found(request: UserRequest, pk: int) -> HttpResponse:
    """Add everybody whom the filter of the address finds."""
    found = _to_fill(request, pk)
    return _added(request, found, lambda: actions.add_by_filter(found, request.GET, by=request.user))


@require_POST
def batch_add_chosen(request: UserRequest, pk: int) -> HttpResponse:
    """Add the archives, or people of them, that were ticked."""
    found = _to_fill(request, pk)
    wanted = _chosen(request, found)
    return _added(request, found, lambda: actions.add_households(found, wanted, by=request.user))


@require_POST
def batch_add_requests(request: UserRequest, pk: int) -> HttpResponse:
    """Add the approved applications that were ticked."""
    found, keys = _to_fill(request, pk), read_keys(request.POST.getlist("request"))
    chosen = AidRequest.objects.visible_to(request.user).filter(pk__in=keys)
    return _added(request, found, lambda: actions.add_requests(found, chosen, by=request.user))


@require_POST
def batch_add_targets(request: UserRequest, pk: int) -> HttpResponse:
    """Add the targets of the seasonal action."""
    found = _to_fill(request, pk)
    return _added(request, found, lambda: actions.add_drive_targets(found, by=request.user))


@require_POST
def batch_add_workbook(request: UserRequest, pk: int) -> HttpResponse:
    """Take over a workbook, and show what came of each row."""
    found = _to_fill(request, pk)
    form = BookForm(request.POST, request.FILES)
    result, book = None, form.cleaned_data["book"] if form.is_valid() else None
    if book:
        result = attempt(form, lambda: add_from_workbook(found, book, by=request.user))
    if result is None:
        ways = [way for way in WAYS if way[0] != DRIVE or found.drive_id]
        context = {"batch": found, "ways": ways, "way": BOOK, "book_form": form}
        return render(request, "assistance/batch_add.html", context)
    context = {"batch": found, "result": result, "file": book.name if book else ""}
    return render(request, "assistance/batch_book_read.html", context)


@require_GET
def batch_template(request: UserRequest, pk: int) -> HttpResponse:
    """Download the empty workbook of a batch."""
    found = _to_fill(request, pk)
    return send_workbook(make_template(found), f"{found.number}发放明细模板.xlsx")


def _to_fill(request: UserRequest, pk: int) -> Batch:
    found = batch_of(request, pk)
    require(can_prepare(request.user, found), actions.NOT_YOURS)
    return found


def _filter(request: UserRequest, batch: Batch) -> dict[str, Any]:
    query = request.GET.copy()
    if not set(query) - {"way"}:
        query["unserved"] = "yes"
    if batch.item.per == Per.PERSON:
        query.setdefault("people", usual_people(batch.item))
    filters = actions.candidates_for(batch, query, user=request.user)
    found = filters.candidates()
    chosen = [chip for chip in chips(filters, query) if chip.label not in ("way", "受益人")]
    return {
        "form": filters.form,
        "chips": chosen,
        "found": found[:SHOWN],
        "count": len(found),
        "query": query.urlencode(),
    }


def _list(request: UserRequest, batch: Batch) -> dict[str, Any]:
    term = request.GET.get("q", "").strip()
    scope = Household.objects.visible_to(request.user).filter(union_path__startswith=batch.union_path)
    found = payable(scope, batch.item).matching(term).for_list() if term else scope.none()
    rows = list(found.order_by("union_path", "archive_no").prefetch_related("members")[: SHOWN + 1])
    for member in (member for household in rows for member in household.members.all()):
        member.stage = stage_of(member, clock.today().year)  # type: ignore[attr-defined]
    standing = set(batch.payments.standing().filter(household__in=rows).values_list("household", flat=True))
    return {
        "term": term,
        "rows": rows[:SHOWN],
        "more": len(rows) > SHOWN,
        "standing": standing,
        "stages": Stage.choices,
    }


def _book(request: UserRequest, batch: Batch) -> dict[str, Any]:
    return {"book_form": BookForm()}


def _requests(request: UserRequest, batch: Batch) -> dict[str, Any]:
    waiting = actions.requests_for(batch, request.user).select_related("household__union", "member", "created_by")
    return {"requests": list(waiting.order_by("applied_on", "pk")[:500])}


def _drive(request: UserRequest, batch: Batch) -> dict[str, Any]:
    return {"waiting": len(actions.targets_for(batch))}


def _chosen(request: UserRequest, batch: Batch) -> list[Wanted]:
    """Return what was ticked: keys of archives, or of their members; for these with the stage that stands beside."""
    scope = Household.objects.visible_to(request.user).filter(union_path__startswith=batch.union_path)
    keys = read_keys(request.POST.getlist("household"))
    wanted = [Wanted(household) for household in scope.filter(pk__in=keys).defer("search")]
    people = read_keys(request.POST.getlist("member"))
    members = Member.objects.visible_to(request.user).present().filter(pk__in=people, household__in=scope)
    stages = dict(Stage.choices)
    for member in members.select_related("household"):
        stage = request.POST.get(f"stage_{member.pk}", "")
        wanted.append(Wanted(member.household, member, stage if stage in stages else ""))
    return wanted


def _added(request: UserRequest, batch: Batch, act: Any) -> HttpResponse:
    """Do an act that adds lines, say how many were added, and go to the batch, or back where nothing came of it."""
    lines = told(request, act)
    if lines:
        messages.success(request, f"已添加 {len(lines):,} 行，并核查了停发事由。")
        return redirect("batch", batch.pk)
    if lines is not None:
        messages.info(request, "没有新的发放对象可以添加：可能都已在批次中。")
    way = request.GET.get("way") or request.POST.get("way") or FILTER
    return redirect(reverse("batch_add", args=[batch.pk], query={"way": way}))
