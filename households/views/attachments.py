"""Papers and photos of one household: the list, uploading, looking at one, removing."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core import files
from core.errors import DomainError
from core.serving import send_file
from households.access import open_household
from households.actions.attachments import REMOVERS, attach_file, remove_attachment
from households.documents import missing_documents
from households.enums import AttachmentKind
from households.forms.attachments import AttachmentForm
from households.models import Attachment, Household
from households.rules import can_open_attachment, can_remove_attachment, can_work
from households.tabs import page_context
from organizations.actions.access import record_access
from organizations.enums import AccessVerb
from organizations.http import UserRequest
from organizations.rules import require

KINDS = AttachmentKind.values


@require_http_methods(["GET", "POST"])
def household_attachments(request: UserRequest, archive_no: str) -> HttpResponse:
    """Show the files of an archive by kind; whoever works on it adds several at once."""
    archive = open_household(request, archive_no, looking_at="附件" if request.method == "GET" else "")
    require(request.method == "GET" or can_work(request.user, archive))
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = AttachmentForm(*sent, initial={"kind": request.GET.get("kind", "")})
    if form.is_valid() and _attach(request, archive, form):
        return redirect("household_attachments", archive_no)
    papers = sorted(archive.attachments.present().select_related("uploaded_by"), key=_place)
    context = page_context(
        request,
        archive,
        "household_attachments",
        form=form,
        files=[_shown(request, archive, attachment) for attachment in papers],
        can_add=can_work(request.user, archive),
        missing=missing_documents(archive) if archive.is_open else [],
    )
    return render(request, "households/household_attachments.html", context)


@require_GET
def attachment(request: UserRequest, archive_no: str, pk: int) -> HttpResponse:
    """Give one file to whoever may see it, and write that down; ``?download=1`` saves it instead of showing it."""
    archive, found = _open(request, archive_no, pk)
    record_access(request.user, AccessVerb.DOWNLOAD, archive_no, detail=str(found))
    save = "download" in request.GET
    return send_file(found.path, found.content_type, name=found.title, save=save)


@require_GET
def thumbnail(request: UserRequest, archive_no: str, pk: int) -> HttpResponse:
    """Give the small picture of an image; the page that it stands on has left the line in the log."""
    _archive, found = _open(request, archive_no, pk)
    if not found.is_image:
        raise Http404
    response = send_file(files.small_picture(found.sha256), files.JPEG, name=str(found.pk))
    response["Cache-Control"] = "private, max-age=3600"
    return response


@require_POST
def attachment_remove(request: UserRequest, archive_no: str, pk: int) -> HttpResponse:
    """Take a file out of sight; it is kept for the retention period."""
    archive = open_household(request, archive_no)
    found = get_object_or_404(archive.attachments.select_related("household"), pk=pk)
    require(can_remove_attachment(request.user, archive, found), REMOVERS)
    remove_attachment(found, by=request.user)
    messages.success(request, f"已移除附件“{found}”。")
    return redirect("household_attachments", archive_no)


def _attach(request: UserRequest, archive: Household, form: AttachmentForm) -> bool:
    """Attach each file; those that are refused are named in the form, the others are kept."""
    kept, kind, title = 0, form.cleaned_data["kind"], form.cleaned_data["title"]
    for paper in form.cleaned_data["papers"]:
        try:
            attach_file(archive, by=request.user, kind=kind, title=title, upload=paper)
            kept += 1
        except DomainError as error:
            form.add_error("papers", files.refused(paper, error))
    if kept:
        messages.success(request, f"已上传 {kept} 个附件。")
    return not form.errors


def _open(request: UserRequest, archive_no: str, pk: int) -> tuple[Household, Attachment]:
    archive = open_household(request, archive_no)
    found = get_object_or_404(archive.attachments.present(), pk=pk)
    require(can_open_attachment(request.user, archive, found), "这类附件上有完整号码，您的角色不能打开。")
    return archive, found


def _place(found: Attachment) -> tuple[int, int]:
    """Return where a file stands: in the order of the list of papers, then as they came."""
    return KINDS.index(found.kind), found.pk


def _shown(request: UserRequest, archive: Household, found: Attachment) -> dict[str, Any]:
    return {
        "file": found,
        "can_open": can_open_attachment(request.user, archive, found),
        "can_remove": can_remove_attachment(request.user, archive, found),
    }
