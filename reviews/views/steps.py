"""The steps of a draft: adding, changing, moving, removing."""

from functools import partial

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from core.forms import attempt
from organizations.http import UserRequest
from reviews.actions.procedures import add_step, edit_step, move_step, remove_step
from reviews.forms.procedures import StepForm
from reviews.models import Procedure, Step
from reviews.views.procedures import open_procedure


def _open(request: UserRequest, pk: int, number: int) -> tuple[Procedure, Step]:
    draft = open_procedure(request, pk, to_edit=True)
    return draft, get_object_or_404(draft.steps.select_related("procedure__union"), number=number)


@require_http_methods(["GET", "POST"])
def step_add(request: UserRequest, pk: int) -> HttpResponse:
    """Add a step to a draft."""
    draft = open_procedure(request, pk, to_edit=True)
    form = StepForm(request.POST or None)
    if form.is_valid() and (made := attempt(form, partial(add_step, draft, by=request.user, **form.cleaned_data))):
        messages.success(request, f"已增加环节“{made.name}”，可用上移、下移调整次序。")
        return redirect(draft)
    return render(request, "reviews/procedure_form.html", {"procedure": draft, "form": form, "title": "增加环节"})


@require_http_methods(["GET", "POST"])
def step_edit(request: UserRequest, pk: int, number: int) -> HttpResponse:
    """Change a step of a draft."""
    draft, step = _open(request, pk, number)
    form = StepForm(request.POST or None, instance=step)
    edit = partial(edit_step, step, by=request.user)
    if form.is_valid() and attempt(form, lambda: edit(**form.cleaned_data)) is not None:
        messages.success(request, f"已保存环节“{form.cleaned_data['name']}”。")
        return redirect(draft)
    context = {"procedure": draft, "form": form, "title": f"修改第 {number} 环节"}
    return render(request, "reviews/procedure_form.html", context)


@require_POST
def step_remove(request: UserRequest, pk: int, number: int) -> HttpResponse:
    """Take a step out of a draft."""
    draft, step = _open(request, pk, number)
    remove_step(step, by=request.user)
    messages.success(request, f"已删除环节“{step.name}”。")
    return redirect(draft)


@require_POST
def step_up(request: UserRequest, pk: int, number: int) -> HttpResponse:
    """Move a step up by one."""
    draft, step = _open(request, pk, number)
    move_step(step, by=request.user, up=True)
    return redirect(draft)


@require_POST
def step_down(request: UserRequest, pk: int, number: int) -> HttpResponse:
    """Move a step down by one."""
    draft, step = _open(request, pk, number)
    move_step(step, by=request.user, up=False)
    return redirect(draft)
