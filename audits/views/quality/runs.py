"""The runs of the rules: what was run and how long each rule took, and one that runs."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from audits.actions.quality.runs import cancel_run, start_run
from audits.models import QualityRun
from audits.quality.runs import Start, latest_runs, times_of
from audits.rules import can_stop_quality
from audits.views.quality.overview import WHO
from core.paging import page_of
from core.telling import told
from organizations.enums import SUBTREE_ROLES
from organizations.http import UserRequest, polling
from organizations.rules import require
from organizations.unionrows import counted_union, union_asked

CANCELLED = "已取消检查；已发现的问题保留，没有检查到的规则保持上一次的结果。"
CANCELLING = "已要求取消，正在检查的这一条规则完成后停止。"


@require_GET
def quality_runs(request: UserRequest) -> HttpResponse:
    """List the runs that looked at the user's archives, the latest first; ``?union=`` is what a new one would check."""
    require(request.user.scope.has(*SUBTREE_ROLES), WHO)
    union, _tops = union_asked(request)
    page = page_of(QualityRun.objects.visible_to(request.user).with_told(request.user).for_list(), request)
    last, _running = latest_runs(union)
    context = {"page": page, "start": Start.of(request.user, union, last)}
    return render(request, "audits/quality/runs.html", context)


@require_GET
def quality_run(request: UserRequest, pk: int) -> HttpResponse:
    """Show one run: how far it is, or how long each rule took."""
    run = _open(request, pk)
    context = {"run": run, "times": [] if run.is_open else times_of(run)}
    return render(request, "audits/quality/run.html", context | {"may_stop": can_stop_quality(request.user, run)})


@polling
@require_GET
def quality_progress(request: UserRequest, pk: int) -> HttpResponse:
    """Show how far a run is; when it has ended, have the page loaded anew."""
    run = _open(request, pk)
    if run.is_open:
        context = {"run": run, "may_stop": can_stop_quality(request.user, run)}
        return render(request, "audits/quality/_progress.html", context)
    return HttpResponse(headers={"HX-Refresh": "true"})


@require_POST
def quality_start(request: UserRequest) -> HttpResponse:
    """Have all rules run over a union now, or join the run that looks at it already."""
    require(request.user.scope.has(*SUBTREE_ROLES), WHO)
    union = counted_union(request.user, request.POST.get("union", ""))
    started = told(request, lambda: start_run(union, by=request.user, anyway="anyway" in request.POST))
    if started is None:
        return redirect(f"{reverse('quality')}?union={union.code}")
    run, is_new = started
    words = f"已开始检查：{run.place}，可以离开本页。" if is_new else f"正在检查：{run.place}，已转到它的进度。"
    messages.success(request, words)
    return redirect("quality_run", run.pk)


@require_POST
def quality_cancel(request: UserRequest, pk: int) -> HttpResponse:
    """Have a run end before its next rule."""
    run = cancel_run(_open(request, pk), by=request.user)
    if run.is_open:
        messages.success(request, CANCELLING)
    elif run.is_whole:
        messages.info(request, "检查已经完成，不必取消。")
    else:
        messages.success(request, CANCELLED)
    return redirect("quality_run", run.pk)


def _open(request: UserRequest, pk: int) -> QualityRun:
    require(request.user.scope.has(*SUBTREE_ROLES), WHO)
    return get_object_or_404(QualityRun.objects.visible_to(request.user).with_told(request.user).for_list(), pk=pk)
