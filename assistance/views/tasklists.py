"""Task lists of a union: all of them, one with its lines, drawing new ones, and changing a draft."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from assistance.actions import tasklists as actions
from assistance.enums import ListStatus
from assistance.filters import ListFilter
from assistance.forms.tasklists import DrawForm, ListForm, PlaceForm, ReasonForm, unions_to_draw_for
from assistance.lines import collect, lines_of, lost_reason, offices_for, version_of_list
from assistance.models import Measure, TaskList
from assistance.queries import waiting_for_lists
from assistance.rules import MAKES_LISTS, can_check, can_prepare, can_return
from core import clock
from core.forms import attempt
from core.keys import read_keys
from core.paging import page_of
from organizations.enums import SUBTREE_ROLES
from organizations.http import UserRequest
from organizations.models import Union
from organizations.rules import require

MOST_TO_CHOOSE = 500  # measures that one page offers; the rest wait for the next list
FROM_COUNTIES = "任务清单由县级及以上工会生成；本单位各户的措施定好责任部门和时限后，由县级工会一并列入。"
ONLY_STAFF = "任务清单由各级工会人员办理。"


@require_GET
def task_lists(request: UserRequest) -> HttpResponse:
    """List the task lists of the user's regions, the latest first."""
    require(request.user.scope.has(*SUBTREE_ROLES), ONLY_STAFF)
    filters = ListFilter(request.GET, user=request.user)
    found = filters.narrow(TaskList.objects.visible_to(request.user)).for_list()
    context = {
        "page": page_of(found, request),
        "filters": filters,
        "states": [("", "全部"), *ListStatus.choices],
        "status": filters.choice("status") or "",
        "can_draw": unions_to_draw_for(request.user).exists(),
    }
    return render(request, "assistance/task_lists.html", context)


@require_GET
def task_list(request: UserRequest, pk: int) -> HttpResponse:
    """Show one list: its lines, who checked, signed and sent it, and what is to be done next."""
    found = list_of(request, pk)
    lines = lines_of(found)
    lost = {} if found.is_sent else {line.pk: lost_reason(line.measure) for line in lines}
    context = {
        "list": found,
        "rows": [(line, lost.get(line.pk, "")) for line in lines],
        "has_lost": any(lost.values()),
        "version": version_of_list(found, lines),
        "today": clock.today(),
        "reason": ReasonForm(label="退回原因"),
        "can_prepare": can_prepare(request.user, found),
        "can_check": can_check(request.user, found),
        "can_return": can_return(request.user, found),
    }
    return render(request, "assistance/task_list.html", context)


@require_http_methods(["GET", "POST"])
def task_lists_draw(request: UserRequest) -> HttpResponse:
    """Show what waits for a list by department, and draw a list for each (按部门生成)."""
    union = _union_of(request)
    form = DrawForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        facts = form.cleaned_data
        made = attempt(form, lambda: actions.draw_lists(by=request.user, union=union, **facts))
        if made:
            messages.success(request, f"已生成 {len(made)} 份任务清单草稿，请核对后提请审核。")
            return redirect(reverse("task_lists") + f"?status={ListStatus.DRAFT}&union={union.code}")
        if made is not None:
            messages.info(request, "没有新的措施可以列入清单。")
    context = {"union": union, "place": _place(request, union), "form": form, "rows": waiting_for_lists(union)}
    return render(request, "assistance/task_lists_draw.html", context)


@require_http_methods(["GET", "POST"])
def task_list_draw(request: UserRequest, department: str) -> HttpResponse:
    """Choose measures of one department and draw a list of them."""
    union = _union_of(request)
    office = offices_for(union).get(department)
    if office is None:
        return redirect(f"{reverse('task_lists_draw')}?union={union.code}")
    form = DrawForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        chosen = _chosen(request)
        facts = {"union": union, "office": office, "measures": chosen, **form.cleaned_data}
        if made := attempt(form, lambda: actions.draw_list(by=request.user, **facts)):
            messages.success(request, f"已为{office}生成任务清单草稿，共 {len(chosen)} 项。")
            return redirect(made)
    context = {"union": union, "office": office, "form": form, **_offer(request, union, department)}
    return render(request, "assistance/task_list_choose.html", context)


@require_http_methods(["GET", "POST"])
def task_list_add(request: UserRequest, pk: int) -> HttpResponse:
    """Choose measures to be added to a draft."""
    found = list_of(request, pk)
    require(can_prepare(request.user, found), actions.NOT_YOURS)
    if request.method == "POST":
        chosen = _chosen(request)
        actions.add_tasks(found, chosen, by=request.user)
        messages.success(request, f"已添加 {len(chosen)} 项措施。" if chosen else "没有选择措施，清单未变动。")
        return redirect(found)
    context = {"union": found.union, "office": found.office, "list": found}
    return render(request, "assistance/task_list_choose.html", context | _offer(request, found.union, found.department))


@require_http_methods(["GET", "POST"])
def task_list_edit(request: UserRequest, pk: int) -> HttpResponse:
    """Change period, deadline and words of a draft."""
    found = list_of(request, pk)
    require(can_prepare(request.user, found), actions.NOT_YOURS)
    form = ListForm(request.POST if request.method == "POST" else None, instance=found)
    if form.is_valid():
        facts, seen = form.facts, form.seen
        if attempt(form, lambda: actions.edit_list(list_of(request, pk), by=request.user, facts=facts, seen=seen)):
            messages.success(request, "已保存任务清单的期次和时限。")
            return redirect("task_list", pk)
    return render(request, "assistance/task_list_edit.html", {"list": found, "form": form})


def list_of(request: UserRequest, pk: int) -> TaskList:
    """Return a list in the scope of somebody of a union, else 404; offices have pages of their own."""
    people = ("union", "office__union", "drawn_by", "checked_by", "signed_by", "sent_by", "returned_by")
    found = TaskList.objects.visible_to(request.user).filter(request.user.scope.subtree("union_path"))
    return get_object_or_404(found.select_related(*people), pk=pk)


def _union_of(request: UserRequest) -> Union:
    """Return the union that was asked for, or the user's highest; 403 for who draws no lists."""
    require(request.user.scope.has(*MAKES_LISTS), actions.NOT_YOURS)
    unions = unions_to_draw_for(request.user)
    if code := request.GET.get("union", ""):
        return get_object_or_404(unions, code=code)
    highest = unions.order_by("path").first()
    require(highest is not None, FROM_COUNTIES)
    return highest


def _place(request: UserRequest, union: Union) -> PlaceForm:
    return PlaceForm(user=request.user, initial={"union": union.code})


def _offer(request: UserRequest, union: Union, department: str) -> dict[str, object]:
    measures = list(collect(union, department).for_lines()[: MOST_TO_CHOOSE + 1])
    ticked = read_keys(request.POST.getlist("measure")) if request.method == "POST" else None
    return {
        "rows": [(measure, ticked is None or measure.pk in ticked) for measure in measures[:MOST_TO_CHOOSE]],
        "more": len(measures) > MOST_TO_CHOOSE,
        "today": clock.today(),
    }


def _chosen(request: UserRequest) -> list[Measure]:
    keys = read_keys(request.POST.getlist("measure"))
    return list(Measure.objects.visible_to(request.user).filter(pk__in=keys))
