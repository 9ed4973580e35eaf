"""Lines of task lists as the county sees them: all of a region, those to plan anew, and one with its answers."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from assistance.filters import ReplanFilter, TaskFilter
from assistance.forms.tasklists import ReasonForm
from assistance.models import Task
from assistance.rules import MAKES_LISTS, can_replan, may_be_taken_back
from assistance.views.tasklists import ONLY_STAFF
from core import clock
from core.paging import capped_count, page_of
from organizations.actions.access import record_access
from organizations.enums import SUBTREE_ROLES, AccessVerb, Role
from organizations.http import UserRequest
from organizations.rules import require


@require_GET
def tasks(request: UserRequest) -> HttpResponse:
    """List the lines that were sent to offices, of the user's regions, the first deadline first."""
    require(request.user.scope.has(*SUBTREE_ROLES), ONLY_STAFF)
    filters = TaskFilter(request.GET, user=request.user)
    found = filters.narrow(Task.objects.visible_to(request.user).sent())
    total, more = capped_count(found)
    rows = found.for_list().order_by("deadline", "pk")
    context = {"page": page_of(rows, request), "filters": filters, "total": total, "more": more, "today": clock.today()}
    return render(request, "assistance/tasks.html", context)


@require_GET
def tasks_to_replan(request: UserRequest) -> HttpResponse:
    """List the lines that the county takes back: refused, not arrived, or past their deadline."""
    require(request.user.scope.has(*SUBTREE_ROLES), ONLY_STAFF)
    filters = ReplanFilter(request.GET, user=request.user)
    found = filters.narrow(Task.objects.visible_to(request.user).to_replan())
    total, more = capped_count(found)
    context = {
        "page": page_of(found.for_list().order_by("deadline", "pk"), request),
        "filters": filters,
        "total": total,
        "more": more,
        "today": clock.today(),
        "can_replan": request.user.scope.has(*MAKES_LISTS),
    }
    return render(request, "assistance/tasks_to_replan.html", context)


@require_GET
def task(request: UserRequest, pk: int) -> HttpResponse:
    """Show one line with every answer to it; the look at the household is logged."""
    rows = Task.objects.visible_to(request.user).for_list().select_related("returned_by", "measure__difficulty")
    line = get_object_or_404(rows, pk=pk)
    require(request.user.scope.has(*SUBTREE_ROLES, Role.CADRE), ONLY_STAFF)
    record_access(request.user, AccessVerb.VIEW, line.household.archive_no, detail="部门任务")
    context = {
        "line": line,
        "answers": line.answers.select_related("office", "to_office").order_by("-pk"),
        "form": ReasonForm(label="收回原因"),
        "can_replan": may_be_taken_back(line, line.household) and can_replan(request.user, line),
        "today": clock.today(),
    }
    return render(request, "assistance/task.html", context)
