"""The people of an archive: adding, changing, removing, and showing a number in full."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from core.forms import attempt
from households.access import open_household, open_part, record_look
from households.actions.departures import depart_member, take_back_departure
from households.actions.people import REMOVED, add_member, edit_member, remove_member
from households.forms.people import DepartureForm, MemberForm, RevealForm
from households.models import Household, Member
from households.rules import can_edit, can_reveal
from households.views.archives import NO_EDITING
from organizations.actions.access import record_access
from organizations.enums import AccessVerb, Number
from organizations.http import UserRequest
from organizations.rules import require


@require_http_methods(["GET", "POST"])
def member_add(request: UserRequest, archive_no: str) -> HttpResponse:
    """Add a person to the household."""
    archive = open_household(request, archive_no)
    require(can_edit(request.user, archive), NO_EDITING)
    form = MemberForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and _keep(request, form, archive):
        messages.success(request, f"已登记家庭成员 {form.cleaned_data['name']}。")
        more = "another" in request.POST
        return redirect("member_add" if more else "household", archive_no)
    return render(request, "households/member_form.html", {"form": form, "household": archive})


@require_http_methods(["GET", "POST"])
def member_edit(request: UserRequest, archive_no: str, pk: int) -> HttpResponse:
    """Change a member of the household."""
    archive = open_household(request, archive_no)
    require(can_edit(request.user, archive), NO_EDITING)
    member = open_part(request, archive.members.select_related("household"), pk, REMOVED, household=archive)
    if member.is_worker:
        return redirect("household_edit", archive_no, "worker")
    if request.method == "GET":
        record_look(request, archive, f"修改家庭成员 {member.name}", in_full=True)
    form = MemberForm(request.POST if request.method == "POST" else None, instance=member)
    if form.is_valid() and _keep(request, form, archive, pk):
        messages.success(request, f"已保存家庭成员 {form.cleaned_data['name']} 的修改。")
        return redirect("household", archive_no)
    return render(request, "households/member_form.html", {"form": form, "household": archive, "member": member})


@require_POST
def member_remove(request: UserRequest, archive_no: str, pk: int) -> HttpResponse:
    """Take a member off the household; somebody who is off already stays off."""
    archive = open_household(request, archive_no)
    require(can_edit(request.user, archive), NO_EDITING)
    member = archive.members.select_related("household").filter(pk=pk).first()
    if member is not None:
        remove_member(member, by=request.user)
        messages.success(request, f"已将 {member.name} 移出本户，原登记内容保留在时间轴中。")
    return redirect("household", archive_no)


@require_http_methods(["GET", "POST"])
def member_depart(request: UserRequest, archive_no: str, pk: int) -> HttpResponse:
    """Note that a member no longer lives with the household."""
    archive = open_household(request, archive_no)
    require(can_edit(request.user, archive), NO_EDITING)
    member = get_object_or_404(archive.members.select_related("household"), pk=pk)
    form = DepartureForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        on, why = form.cleaned_data["departed_on"], form.cleaned_data["departed_why"]
        if attempt(form, lambda: depart_member(member, by=request.user, on=on, why=why)) is not None:
            messages.success(request, f"已登记 {member.name} 离户，不再计入家庭人口，资料保留在档案中。")
            return redirect("household", archive_no)
    return render(request, "households/member_depart.html", {"form": form, "household": archive, "member": member})


@require_POST
def member_take_back(request: UserRequest, archive_no: str, pk: int) -> HttpResponse:
    """Let somebody who was noted as departed live with the household again."""
    archive = open_household(request, archive_no)
    require(can_edit(request.user, archive), NO_EDITING)
    member = get_object_or_404(archive.members.select_related("household"), pk=pk)
    take_back_departure(member, by=request.user)
    messages.success(request, f"已撤回 {member.name} 的离户，重新计入家庭人口。")
    return redirect("household", archive_no)


@require_POST
def reveal_number(request: UserRequest, archive_no: str) -> HttpResponse:
    """Show one number in full in place of its mask, and write down who looked."""
    archive = open_household(request, archive_no)
    form = RevealForm(request.POST)
    if not form.is_valid():
        return HttpResponseBadRequest()
    number = Number(form.cleaned_data["number"])
    require(can_reveal(request.user, archive, number), "您的角色不能查看完整号码。")
    whose, value = _number(archive, number, form.cleaned_data["member"])
    detail = f"{whose} {number.label}"
    record_access(request.user, AccessVerb.REVEAL, archive_no, detail=detail)
    return render(request, "households/_number_in_full.html", {"value": value})


def _number(archive: Household, number: Number, pk: int | None) -> tuple[str, str]:
    """Return whose number it is, and the number."""
    if number == Number.CARD:
        return archive.head_name, archive.card_no
    person = get_object_or_404(archive.members.all(), pk=pk)
    return person.name, person.identity_no if number == Number.IDENTITY else person.phone


def _keep(request: UserRequest, form: MemberForm, archive: Household, pk: int | None = None) -> Member | None:
    """Write what the form states; None when a rule refuses, which the form then says."""
    by, facts = request.user, form.facts
    if pk is None:
        return attempt(form, lambda: add_member(archive, by=by, facts=facts))
    member = Member(pk=pk, household=archive, name=form.initial["name"])
    return attempt(form, lambda: edit_member(member, by=by, facts=facts, seen=form.seen))
