"""专项活动: the seasonal actions, how far each has come by union, and what is done with one."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assistance.actions.drives import planning
from assistance.drives import rules
from assistance.drives.enums import DriveStatus
from assistance.drives.progress import board_of
from assistance.forms.drives import CloseForm, DriveFilter, DriveForm, NewDriveForm, QuotaForm
from assistance.models import AidDrive, Batch
from core.forms import attempt
from core.paging import page_of
from core.telling import done
from organizations.enums import Role
from organizations.http import UserRequest
from organizations.models import Union
from organizations.rules import require
from organizations.unionrows import union_asked_of, unions_below, unions_counted_for

BATCHES_SHOWN = 20


@require_GET
def drives(request: UserRequest) -> HttpResponse:
    """List the actions that the user has a part in, the latest first."""
    require(rules.can_see_drives(request.user), rules.WHO_SEES)
    filters = DriveFilter(request.GET, user=request.user)
    found = filters.narrow(AidDrive.objects.visible_to(request.user).for_list())
    context = {"page": page_of(found, request), "filters": filters, "may_plan": request.user.scope.has(Role.OFFICER)}
    return render(request, "assistance/drive_list.html", context)


@require_http_methods(["GET", "POST"])
def drive_create(request: UserRequest) -> HttpResponse:
    """Plan a new action."""
    require(request.user.scope.has(Role.OFFICER), rules.WHO_PLANS)
    form = NewDriveForm(request.POST if request.method == "POST" else None, user=request.user)
    if form.is_valid():
        made = attempt(form, lambda: planning.plan_drive(by=request.user, **form.facts))
        if made is not None:
            messages.success(request, f"已拟定：{made}。请列入活动对象。")
            return redirect(made)
    return render(request, "assistance/drive_form.html", {"form": form})


@require_GET
def drive(request: UserRequest, pk: int) -> HttpResponse:
    """Show an action and how far it has come by union; ``?union=`` goes down."""
    found, union = drive_asked(request, pk)
    above = unions_counted_for(request.user).ancestors_of([union])
    batches = Batch.objects.visible_to(request.user).for_list()
    batches = batches.filter(drive=found, union_path__startswith=union.path)
    context = {
        "drive": found,
        "union": union,
        "above": [parent for parent in above if parent.path.startswith(found.union.path)],
        "board": board_of(found, request.user, union, unions_below(union)),
        "batches": batches[:BATCHES_SHOWN],
        "close": CloseForm(),
    }
    return render(request, "assistance/drive.html", context | may(request, found))


def may(request: UserRequest, found: AidDrive) -> dict[str, bool]:
    """Say what the user may do with an action."""
    return {
        "may_keep": found.status != DriveStatus.CLOSED and rules.can_keep_drive(request.user, found),
        "may_list": found.status != DriveStatus.CLOSED and rules.can_list_targets(request.user, found),
        "may_draw": found.status == DriveStatus.RUNNING and request.user.scope.has(Role.OFFICER),
    }


@require_http_methods(["GET", "POST"])
def drive_edit(request: UserRequest, pk: int) -> HttpResponse:
    """Correct what is planned."""
    found = drive_to_keep(request, pk)
    form = DriveForm(request.POST if request.method == "POST" else None, user=request.user, instance=found)
    if form.is_valid():
        facts, seen = form.facts, form.seen
        if attempt(form, lambda: planning.edit_drive(found, by=request.user, facts=facts, seen=seen)) is not None:
            messages.success(request, f"已保存 {found} 的修改。")
            return redirect(found)
    return render(request, "assistance/drive_form.html", {"form": form, "drive": found})


@require_http_methods(["GET", "POST"])
def drive_quotas(request: UserRequest, pk: int) -> HttpResponse:
    """Share the plan out to the unions below."""
    found = drive_to_keep(request, pk)
    below, data = unions_below(found.union), request.POST if request.method == "POST" else None
    form = QuotaForm(data, unions=below, quotas=found.quotas.all())
    save = lambda: planning.set_quotas(found, by=request.user, quotas=form.quotas)  # noqa: E731
    if form.is_valid() and attempt(form, save) is not None:
        messages.success(request, "已保存任务分解。")
        return redirect(found)
    return render(request, "assistance/drive_quotas.html", {"form": form, "drive": found})


@require_POST
def drive_start(request: UserRequest, pk: int) -> HttpResponse:
    """Begin an action."""
    found = drive_to_keep(request, pk)
    planning.start_drive(found, by=request.user)
    messages.success(request, f"已开始：{found}。")
    return redirect(found)


@require_http_methods(["GET", "POST"])
def drive_close(request: UserRequest, pk: int) -> HttpResponse:
    """End an action with its summary."""
    found = drive_to_keep(request, pk)
    form = CloseForm(request.POST if request.method == "POST" else None)
    end = lambda: planning.close_drive(found, by=request.user, **form.cleaned_data)  # noqa: E731
    if form.is_valid() and attempt(form, end) is not None:
        messages.success(request, f"已结束：{found}。")
        return redirect(found)
    figures = board_of(found, request.user, found.union, []).total.figures
    return render(request, "assistance/drive_close.html", {"form": form, "drive": found, "figures": figures})


@require_POST
def drive_discard(request: UserRequest, pk: int) -> HttpResponse:
    """Delete an action that never began."""
    found = drive_to_keep(request, pk)
    is_gone = done(request, lambda: planning.discard_drive(found, by=request.user), f"已删除：{found}。")
    return redirect("drives" if is_gone else found)


def drive_asked(request: UserRequest, pk: int) -> tuple[AidDrive, Union]:
    """Return an action that the user has a part in, and the union of ``?union=``: at first the highest in sight."""
    require(rules.can_see_drives(request.user), rules.WHO_SEES)
    found = get_object_or_404(AidDrive.objects.visible_to(request.user).for_list(), pk=pk)
    return found, union_asked_of(request, found.union)


def drive_to_keep(request: UserRequest, pk: int) -> AidDrive:
    """Return an action for those who manage it: 404 outside the scope, 403 for who only takes part."""
    found, _union = drive_asked(request, pk)
    require(rules.can_keep_drive(request.user, found), rules.WHO_KEEPS)
    return found
