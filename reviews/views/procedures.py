"""Procedures: what holds where, one in full, and drawing up a new version."""

from functools import partial

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core import clock
from core.forms import attempt
from core.paging import page_of
from organizations.http import UserRequest
from organizations.models import Union
from organizations.rules import require
from reviews.actions.procedures import (
    copy_procedure,
    discard_procedure,
    edit_procedure,
    faults,
    faults_of_money,
    publish_procedure,
)
from reviews.enums import Subject
from reviews.forms.procedures import CopyForm, ProcedureForm, PublishForm
from reviews.inforce import Standing, standings, unions_to_draw_up_for
from reviews.models import Procedure
from reviews.rules import can_edit_procedure, can_edit_procedures, can_open_reviews

REFUSAL = "办理程序由省级和州市（产业）工会的经办、审批人员在本级范围内拟定。"


def open_procedure(request: UserRequest, pk: int, *, to_edit: bool = False) -> Procedure:
    """Return a procedure that the user sees, else 404; one that cannot be changed by him is 403 when he wants to."""
    require(can_open_reviews(request.user))
    found = get_object_or_404(Procedure.objects.visible_to(request.user).for_list(), pk=pk)
    require(not to_edit or can_edit_procedure(request.user, found), REFUSAL)
    return found


@require_GET
def procedures(request: UserRequest) -> HttpResponse:
    """List the versions by subject, each with where and since when it holds."""
    require(can_open_reviews(request.user))
    subject = request.GET.get("subject", "")
    found = Procedure.objects.visible_to(request.user).for_list()
    if subject in Subject.values:
        found = found.filter(subject=subject)
    page = page_of(found, request)
    context = {
        "page": page,
        "rows": standings(page, request.user.union),
        "subjects": Subject,
        "subject": subject,
        "can_edit": can_edit_procedures(request.user),
    }
    return render(request, "reviews/procedure_list.html", context)


@require_GET
def procedure(request: UserRequest, pk: int) -> HttpResponse:
    """Show the steps of a version; of a draft also what is still wrong with it, and the means to change it."""
    found = open_procedure(request, pk)
    return render(request, "reviews/procedure_detail.html", _page(request, found))


def _page(request: UserRequest, found: Procedure, publishing: PublishForm | None = None) -> dict[str, object]:
    steps = list(found.steps.order_by("number"))
    can_edit = can_edit_procedure(request.user, found)
    unions = unions_to_draw_up_for(request.user)
    return {
        "procedure": found,
        "steps": steps,
        "standing": Standing.of(found),
        "can_edit": can_edit,
        "faults": faults(steps) + faults_of_money(found, steps, clock.today()) if can_edit else [],
        "publishing": publishing or PublishForm(),
        "copying": CopyForm(unions=unions) if can_edit_procedures(request.user) else None,
        "running": found.reviews.visible_to(request.user).live().count() if found.published_at else 0,
    }


@require_POST
def procedure_copy(request: UserRequest, pk: int) -> HttpResponse:
    """Begin a draft from this version for a union."""
    found = open_procedure(request, pk)
    require(can_edit_procedures(request.user), REFUSAL)
    form = CopyForm(request.POST, unions=unions_to_draw_up_for(request.user))
    if not form.is_valid():
        messages.error(request, "没有复制：请选择适用范围。")
        return redirect(found)
    union: Union = form.cleaned_data["union"]
    draft = copy_procedure(found, by=request.user, union=union)
    messages.success(request, f"已打开{union.name}的草稿，改好环节后再发布。")
    return redirect(draft)


@require_http_methods(["GET", "POST"])
def procedure_edit(request: UserRequest, pk: int) -> HttpResponse:
    """Change name and note of a draft."""
    found = open_procedure(request, pk, to_edit=True)
    form = ProcedureForm(request.POST or None, instance=found)
    edit = partial(edit_procedure, found, by=request.user)
    if form.is_valid() and attempt(form, lambda: edit(**form.cleaned_data)) is not None:
        messages.success(request, "已保存名称和说明。")
        return redirect(found)
    return render(request, "reviews/procedure_form.html", {"procedure": found, "form": form, "title": "名称和说明"})


@require_POST
def procedure_publish(request: UserRequest, pk: int) -> HttpResponse:
    """Put a draft in force from a day on."""
    found = open_procedure(request, pk, to_edit=True)
    form = PublishForm(request.POST)
    if form.is_valid():
        day = form.cleaned_data["valid_from"]
        if attempt(form, partial(publish_procedure, found, by=request.user, valid_from=day)):
            messages.success(request, f"已发布，{day:%Y-%m-%d} 起用于{found.union.name}及其下级；在办的按原程序办完。")
            return redirect(found)
    return render(request, "reviews/procedure_detail.html", _page(request, found, form))


@require_POST
def procedure_discard(request: UserRequest, pk: int) -> HttpResponse:
    """Throw a draft away."""
    found = open_procedure(request, pk, to_edit=True)
    discard_procedure(found, by=request.user)
    messages.success(request, "已删除草稿。")
    return redirect("procedures")
