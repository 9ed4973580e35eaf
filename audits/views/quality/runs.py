"""The runs of the rules: what was run and how long each rule took, and one that runs."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from audits.actions.quality.runs import start_run
from audits.models import QualityRun
from audits.quality.runs import times_of
from audits.rules import can_run_quality
from audits.views.quality.overview import WHO
from core.paging import page_of
from organizations.enums import SUBTREE_ROLES
from organizations.http import UserRequest, polling
from organizations.rules import require


@require_GET
def quality_runs(request: UserRequest) -> HttpResponse:
    """List the runs, the latest first."""
    require(request.user.scope.has(*SUBTREE_ROLES), WHO)
    found = QualityRun.objects.visible_to(request.user).select_related("by").order_by("-pk")
    context = {"page": page_of(found, request), "may_run": can_run_quality(request.user)}
    return render(request, "audits/quality/runs.html", context)


@require_GET
def quality_run(request: UserRequest, pk: int) -> HttpResponse:
    """Show one run: how far it is, or how long each rule took."""
    run = _open(request, pk)
    return render(request, "audits/quality/run.html", {"run": run, "times": [] if run.is_open else times_of(run)})


@polling
@require_GET
def quality_progress(request: UserRequest, pk: int) -> HttpResponse:
    """Show how far a run is; when it has ended, have the page loaded anew."""
    run = _open(request, pk)
    if run.is_open:
        return render(request, "audits/quality/_progress.html", {"run": run})
    return HttpResponse(headers={"HX-Refresh": "true"})


@require_POST
def quality_start(request: UserRequest) -> HttpResponse:
    """Have all rules run now, or join the run that is on its way."""
    run, is_new = start_run(by=request.user)
    words = "已开始检查全部规则，可以离开本页。" if is_new else "检查正在进行，已转到它的进度。"
    messages.success(request, words)
    return redirect("quality_run", run.pk)


def _open(request: UserRequest, pk: int) -> QualityRun:
    require(request.user.scope.has(*SUBTREE_ROLES), WHO)
    return get_object_or_404(QualityRun.objects.visible_to(request.user).select_related("by"), pk=pk)
