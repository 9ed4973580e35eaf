"""Importing archive workbooks: upload, preview, confirmation, progress, result. Officers only, each sees their own."""

import io
from pathlib import Path

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from core.errors import DomainError
from core.paging import page_of
from core.serving import XLSX
from households.actions.imports import IMPORTERS, cancel_import, confirm_import, follow_job, upload_workbook
from households.forms.imports import WorkbookForm
from households.importing.corrections import corrections_path
from households.importing.preview import describe_list, describe_progress, describe_run
from households.importing.template import make_template
from households.models import ImportRun
from organizations.actions.access import record_access
from organizations.enums import AccessVerb, Role
from organizations.http import UserRequest, polling
from organizations.rules import require


@require_GET
def imports(request: UserRequest) -> HttpResponse:
    """List the user's imports, with the form to upload a workbook."""
    return _list_page(request, WorkbookForm())


@require_POST
def import_upload(request: UserRequest) -> HttpResponse:
    """Keep an uploaded workbook and go to its preview, which is being made."""
    _require_officer(request)
    form = WorkbookForm(request.POST, request.FILES)
    if form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            run = upload_workbook(Path(upload.temporary_file_path()), by=request.user, file_name=upload.name)
            return redirect(run)
        except DomainError as error:
            form.add_error("file", error.message)
    return _list_page(request, form)


@require_GET
def import_template(request: UserRequest) -> FileResponse:
    """Download the empty workbook."""
    _require_officer(request)
    content = io.BytesIO(make_template())
    return FileResponse(content, as_attachment=True, filename="困难职工档案导入表.xlsx", content_type=XLSX)


@require_GET
def import_page(request: UserRequest, pk: int) -> HttpResponse:
    """Show what an import would do, how far it is, or what it did."""
    run = _own_run(request, pk)
    context = describe_run(run, shown=request.GET.get("show", ""))
    context["page"] = page_of(context.pop("rows"), request)
    return render(request, "households/import_detail.html", context)


@polling
@require_GET
def import_progress(request: UserRequest, pk: int) -> HttpResponse:
    """Show how far the running job is; when it has ended, have the page loaded anew."""
    run = _own_run(request, pk)
    context = describe_progress(run)
    if not context["job_is_live"]:
        return HttpResponse(headers={"HX-Refresh": "true"})
    return render(request, "households/_import_progress.html", context)


@require_POST
def import_confirm(request: UserRequest, pk: int) -> HttpResponse:
    """Start writing what the preview shows."""
    run = confirm_import(_own_run(request, pk), by=request.user)
    return redirect(run)


@require_POST
def import_cancel(request: UserRequest, pk: int) -> HttpResponse:
    """Give up an import, or stop a running one."""
    run = cancel_import(_own_run(request, pk), by=request.user)
    messages.success(request, "已要求停止，停止前写入的档案保留。" if run.job else "已放弃这次导入，没有写入任何档案。")
    return redirect(run)


@require_GET
def import_corrections(request: UserRequest, pk: int) -> FileResponse:
    """Download the refused rows as a workbook to correct; leaves a line in the access log."""
    run = _own_run(request, pk)
    path = corrections_path(run)
    if not path.exists():
        raise Http404
    name = f"{Path(run.file_name).stem}-待更正.xlsx"
    record_access(request.user, AccessVerb.EXPORT, name, detail="导入拒绝的行")
    return FileResponse(path.open("rb"), as_attachment=True, filename=name, content_type=XLSX)


def _require_officer(request: UserRequest) -> None:
    require(request.user.scope.has(Role.OFFICER), IMPORTERS)


def _own_run(request: UserRequest, pk: int) -> ImportRun:
    _require_officer(request)
    runs = ImportRun.objects.visible_to(request.user).select_related("check_job", "job")
    return follow_job(get_object_or_404(runs, pk=pk))


def _list_page(request: UserRequest, form: WorkbookForm) -> HttpResponse:
    _require_officer(request)
    page = page_of(ImportRun.objects.visible_to(request.user).for_list(), request)
    context = {"form": form, "page": page, "lines": describe_list(page)}
    return render(request, "households/import_list.html", context, status=400 if form.errors else 200)
