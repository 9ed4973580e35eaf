"""Background jobs as their owner sees them: list, progress, cancelling, and the file that came of it."""

import datetime
from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core.jobs import cancel_job
from core.models import Job
from core.paging import page_of
from core.telling import lead_to_job, told
from organizations.http import UserRequest, polling
from reports.exports.fetching import fetch_file, needs_purpose, opened, see_job, start_again
from reports.exports.forms import FetchForm
from reports.progress import bell_of, describe_alone, describe_job


@require_GET
def jobs(request: UserRequest) -> HttpResponse:
    """List the user's own exports, prints and other jobs, newest first."""
    return render(request, "reports/job_list.html", _listed(request))


@polling
@require_GET
def jobs_bell(request: UserRequest) -> HttpResponse:
    """Say how many files wait to be looked at, and which became ready since the page asked last."""
    return render(request, "reports/_bell.html", bell_of(Job.objects.visible_to(request.user), _since(request)))


@polling
@require_GET
def jobs_live(request: UserRequest) -> HttpResponse:
    """Show the lines of the list anew while something waits or runs."""
    return render(request, "reports/_job_lines.html", _listed(request))


@require_GET
def job_page(request: UserRequest, pk: int) -> HttpResponse:
    """Show one job: how far it is, or what came of it."""
    job = _own_job(request, pk)
    see_job(job)
    return _shown(request, job, FetchForm(asks_purpose=needs_purpose(job)))


@polling
@require_GET
def job_progress(request: UserRequest, pk: int) -> HttpResponse:
    """Show how far a job is; when it has ended, have the page loaded anew."""
    job = _own_job(request, pk)
    if not job.is_live:
        return HttpResponse(headers={"HX-Refresh": "true"})
    return render(request, "reports/_job_progress.html", describe_alone(job))


@require_POST
def job_cancel(request: UserRequest, pk: int) -> HttpResponse:
    """Ask a job to stop; one that has ended stays as it is."""
    job = cancel_job(_own_job(request, pk), by=request.user)
    if job.cancel_requested:
        messages.success(request, "已要求取消，正在处理的一步完成后停止。")
    return redirect(job)


@require_POST
def job_again(request: UserRequest, pk: int) -> HttpResponse:
    """Start a job that has ended once more; while the same is being made, lead there."""
    job = _own_job(request, pk)
    return lead_to_job(request, lambda: start_again(job, by=request.user), back="jobs")


@require_http_methods(["GET", "POST"])
def job_file(request: UserRequest, pk: int) -> HttpResponseBase:
    """Send the file that a job made, with a line in the access log; POST says for what, and a password to lock it."""
    job = _own_job(request, pk)
    if not job.has_file:
        raise Http404
    form = FetchForm(request.POST, asks_purpose=needs_purpose(job) and request.method == "POST")
    if not form.is_valid():
        return _shown(request, job, form)
    password = form.cleaned_data["password"]
    facts: dict[str, Any] = {"by": request.user, "purpose": form.said, "locked": bool(password)}
    fetched = told(request, lambda: fetch_file(job, **facts))
    file = told(request, lambda: opened(job, password)) if fetched else None
    if file is None:
        return redirect(job)
    return FileResponse(file, as_attachment=True, filename=f"{job.file_name}.zip" if password else job.file_name)


def _listed(request: UserRequest) -> dict[str, Any]:
    page = page_of(Job.objects.visible_to(request.user), request)
    lines = [describe_job(job) for job in page]
    return {"page": page, "lines": lines, "is_live": any(line["job"].is_live for line in lines)}


def _shown(request: UserRequest, job: Job, form: FetchForm) -> HttpResponse:
    return render(request, "reports/job_detail.html", describe_alone(job) | {"form": form})


def _since(request: UserRequest) -> datetime.datetime | None:
    """Return the moment that the page asked last; nonsense is none, as at first."""
    try:
        since = parse_datetime(request.GET.get("since", ""))
    except ValueError:
        return None
    return since if since and timezone.is_aware(since) else None


def _own_job(request: UserRequest, pk: int) -> Job:
    return get_object_or_404(Job.objects.visible_to(request.user), pk=pk)
