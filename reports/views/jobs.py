"""Background jobs as their owner sees them: list, progress, cancelling, and the file that came of it."""

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from core.jobs import cancel_job
from core.models import Job
from core.paging import page_of
from organizations.actions.access import record_access
from organizations.enums import AccessVerb
from organizations.http import UserRequest, polling
from reports.progress import describe_job


@require_GET
def jobs(request: UserRequest) -> HttpResponse:
    """List the user's own jobs, newest first."""
    page = page_of(Job.objects.visible_to(request.user), request)
    return render(request, "reports/job_list.html", {"page": page, "lines": [describe_job(job) for job in page]})


@require_GET
def job_page(request: UserRequest, pk: int) -> HttpResponse:
    """Show one job: how far it is, or what came of it."""
    return render(request, "reports/job_detail.html", describe_job(_own_job(request, pk)))


@polling
@require_GET
def job_progress(request: UserRequest, pk: int) -> HttpResponse:
    """Show how far a job is; when it has ended, have the page loaded anew."""
    job = _own_job(request, pk)
    if not job.is_live:
        return HttpResponse(headers={"HX-Refresh": "true"})
    return render(request, "reports/_job_progress.html", describe_job(job))


@require_POST
def job_cancel(request: UserRequest, pk: int) -> HttpResponse:
    """Ask a job to stop; one that has ended stays as it is."""
    job = cancel_job(_own_job(request, pk), by=request.user)
    if job.cancel_requested:
        messages.success(request, "已要求取消，正在处理的一步完成后停止。")
    return redirect(job)


@require_GET
def job_file(request: UserRequest, pk: int) -> FileResponse:
    """Download the file that a job made; leaves a line in the access log."""
    job = _own_job(request, pk)
    if not describe_job(job)["has_file"]:
        raise Http404
    record_access(request.user, AccessVerb.EXPORT, job.file_name, detail=job.title)
    return FileResponse(job.path.open("rb"), as_attachment=True, filename=job.file_name)


def _own_job(request: UserRequest, pk: int) -> Job:
    return get_object_or_404(Job.objects.visible_to(request.user), pk=pk)
