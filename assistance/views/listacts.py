"""What is done to a task list by one press: check, sign, give back, send, discard it, take a line off or back."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from assistance.actions import tasklists as actions
from assistance.forms.tasklists import ReasonForm
from assistance.models import Task
from assistance.querysets import TaskQuerySet
from assistance.views.tasklists import list_of
from core.telling import done, told
from organizations.http import UserRequest


@require_POST
def task_list_check(request: UserRequest, pk: int) -> HttpResponse:
    """Check a draft as it was on the screen (``seen``)."""
    found, seen = list_of(request, pk), request.POST.get("seen", "")
    done(request, lambda: actions.check_list(found, by=request.user, seen=seen), "已审核，请由审核、审批人员签发。")
    return redirect("task_list", pk)


@require_POST
def task_list_sign(request: UserRequest, pk: int) -> HttpResponse:
    """Sign a checked list as it was on the screen (``seen``)."""
    found, seen = list_of(request, pk), request.POST.get("seen", "")
    done(request, lambda: actions.sign_list(found, by=request.user, seen=seen), "已签发，请由经办人员交办。")
    return redirect("task_list", pk)


@require_POST
def task_list_return(request: UserRequest, pk: int) -> HttpResponse:
    """Give a checked or signed list back to be changed."""
    found, reason = list_of(request, pk), _reason(request)
    done(
        request,
        lambda: actions.return_list(found, by=request.user, reason=reason),
        "已退回拟稿，修改后须重新审核签发。",
    )
    return redirect("task_list", pk)


@require_POST
def task_list_send(request: UserRequest, pk: int) -> HttpResponse:
    """Hand a signed list to its office."""
    found = list_of(request, pk)
    if sent := told(request, lambda: actions.send_list(found, by=request.user)):
        words = f"已交办{sent.office}，编号{sent.number}。请打印清单，签字盖章后一并送达。"
        messages.success(request, words)
    return redirect("task_list", pk)


@require_POST
def task_list_discard(request: UserRequest, pk: int) -> HttpResponse:
    """Discard a draft; its measures are free again."""
    found = list_of(request, pk)
    words = f"已删除{found.office}的清单草稿，所列措施可以重新生成清单。"
    is_gone = done(request, lambda: actions.discard_list(found, by=request.user), words)
    return redirect("task_lists") if is_gone else redirect("task_list", pk)


@require_POST
def task_remove(request: UserRequest, pk: int) -> HttpResponse:
    """Take a line off a draft; one that is off already stays off."""
    line = get_object_or_404(_lines(request), pk=pk)
    done(
        request,
        lambda: actions.remove_task(line, by=request.user),
        f"已移出{line.worker_name}的措施“{line.text[:20]}”。",
    )
    return redirect("task_list", line.task_list_id)


@require_POST
def task_replan(request: UserRequest, pk: int) -> HttpResponse:
    """Take a line back from its office, for the measure to be planned anew."""
    line = get_object_or_404(_lines(request), pk=pk)
    reason = _reason(request)
    words = f"已收回{line.worker_name}的任务，请修改措施后重新列入清单。"
    if done(request, lambda: actions.replan_task(line, by=request.user, reason=reason), words):
        return redirect("household_difficulties", line.household.archive_no)
    return redirect(line)


def _lines(request: UserRequest) -> TaskQuerySet:
    lines = Task.objects.visible_to(request.user).filter(request.user.scope.subtree("union_path"))
    return lines.select_related("household", "task_list")


def _reason(request: UserRequest) -> str:
    form = ReasonForm(request.POST)
    form.is_valid()
    return str(form.cleaned_data.get("reason", ""))
