"""The archive itself: its page, opening one, changing it section by section."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from core.errors import DomainError
from households import codelists
from households.access import open_household, record_look
from households.actions.archives import edit_sections, open_archive
from households.forms.archive import KEYS, ArchiveForm
from households.forms.sections import card_warning, phone_warning
from households.models import Household
from households.rules import can_edit, can_reveal, is_officer
from households.tabs import page_context
from households.views.applications import APPLYING, application_of
from households.views.duplicates import open_suspicions
from organizations.enums import Number, Role
from organizations.http import UserRequest
from organizations.rules import require

NO_EDITING = "档案由建档单位的经办人员修改；已结束或正在审核的档案不能修改。"


@require_GET
def household(request: UserRequest, archive_no: str) -> HttpResponse:
    """Show the archive in the order of the paper form."""
    archive = open_household(request, archive_no, looking_at="档案")
    members = list(archive.members.all())
    context = page_context(
        request,
        archive,
        "household",
        worker=next((member for member in members if member.is_worker), None),
        members=[member for member in members if not member.is_worker and member.is_present],
        departed=[member for member in members if not member.is_present],
        can_edit=can_edit(request.user, archive),
        suspicions=open_suspicions(request, archive),
        application=application_of(request, archive),
        can_hand_code=archive.status in APPLYING and is_officer(request.user, archive),
        reveals={number.value: can_reveal(request.user, archive, number) for number in Number},
    )
    return render(request, "households/household_detail.html", context)


@require_http_methods(["GET", "POST"])
def household_create(request: UserRequest) -> HttpResponse:
    """Open an archive for a worker; it begins as a draft."""
    require(request.user.scope.has(Role.OFFICER), "只有经办人员可以新建档案。")
    form = ArchiveForm(request.POST if request.method == "POST" else None, user=request.user)
    if form.is_valid() and (archive := _open(request, form)):
        messages.success(request, f"已新建档案 {archive.archive_no}，状态为草稿。请继续登记家庭成员、收支和附件。")
        return redirect(archive)
    return render(request, "households/household_form.html", {"form": form, "banks": codelists.BANKS})


@require_http_methods(["GET", "POST"])
def household_edit(request: UserRequest, archive_no: str, section: str = "") -> HttpResponse:
    """Change the archive: all sections of the form, or one of them."""
    if section and section not in KEYS:
        raise Http404
    archive = open_household(request, archive_no)
    require(can_edit(request.user, archive), NO_EDITING)
    form = ArchiveForm(
        request.POST if request.method == "POST" else None,
        user=request.user,
        household=archive,
        worker=archive.members.workers().first(),
        only=section,
    )
    if request.method == "GET":
        record_look(request, archive, "修改档案", in_full=form.shows_numbers)
    if form.is_valid() and _save(request, archive, form):
        return redirect("household", archive_no)
    context = {"form": form, "household": archive, "section": section, "banks": codelists.BANKS}
    return render(request, "households/household_form.html", context)


def _open(request: UserRequest, form: ArchiveForm) -> Household | None:
    """Open the archive that the form states; None when a rule refuses, which the form then says."""
    facts = form.facts(of_worker=False)
    union, number = facts.pop("union"), facts.pop("archive_no")
    try:
        archive = open_archive(
            by=request.user, union=union, facts=facts, worker=form.facts(of_worker=True), archive_no=number
        )
    except DomainError as error:
        form.refuse(error)
        return None
    _warn(request, archive, form)
    return archive


def _save(request: UserRequest, archive: Household, form: ArchiveForm) -> bool:
    """Save what was changed; False when a rule refuses, which the form then says."""
    try:
        saved = edit_sections(archive, by=request.user, edits=form.edits)
    except DomainError as error:
        form.refuse(error)
        return False
    messages.success(request, "已保存修改，修改前的内容保留在时间轴中。" if form.edits else "没有改动，档案保持原样。")
    _warn(request, saved, form)
    return True


def _warn(request: UserRequest, archive: Household, form: ArchiveForm) -> None:
    """Say what was saved and yet looks mistyped."""
    phone = form.facts(of_worker=True).get("phone", "")
    for warning in filter(None, (card_warning(archive.card_no), phone_warning(phone))):
        messages.warning(request, warning)
