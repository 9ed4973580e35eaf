"""The headings and items of a draft: adding, changing, moving, removing."""

from functools import partial

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from audits.actions.scores.items import add_item, edit_item, move_item, remove_item
from audits.actions.scores.locks import FROZEN
from audits.forms.scores import HeadingForm, ItemForm
from audits.models import ScoreItem, ScoreSheet
from audits.views.scores.sheets import sheet_asked
from core.forms import attempt
from organizations.http import UserRequest
from organizations.rules import require


def _draft(request: UserRequest, pk: int) -> ScoreSheet:
    found = sheet_asked(request, pk, to_keep=True)
    require(found.is_draft, FROZEN)
    return found


def _item(request: UserRequest, pk: int, item: int) -> ScoreItem:
    draft = _draft(request, pk)
    return get_object_or_404(draft.items.select_related("sheet__union", "parent"), pk=item)


@require_http_methods(["GET", "POST"])
def score_heading_add(request: UserRequest, pk: int) -> HttpResponse:
    """Add a heading to a draft."""
    draft = _draft(request, pk)
    form = HeadingForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        made = attempt(form, lambda: add_item(draft, by=request.user, **form.cleaned_data))
        if made is not None:
            messages.success(request, f"已增加考核类别“{made}”，请在其下增加项目。")
            return redirect(draft)
    return render(request, "audits/scores/item_form.html", {"sheet": draft, "form": form, "title": "增加考核类别"})


@require_http_methods(["GET", "POST"])
def score_item_add(request: UserRequest, pk: int, item: int) -> HttpResponse:
    """Add an item below a heading."""
    heading = _item(request, pk, item)
    form = ItemForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        add = partial(add_item, heading.sheet, by=request.user, parent=heading)
        made = attempt(form, lambda: add(**form.cleaned_data))
        if made is not None:
            messages.success(request, f"已增加项目“{made}”。")
            return redirect(heading.sheet)
    context = {"sheet": heading.sheet, "form": form, "title": f"{heading}：增加项目"}
    return render(request, "audits/scores/item_form.html", context)


@require_http_methods(["GET", "POST"])
def score_item_edit(request: UserRequest, pk: int, item: int) -> HttpResponse:
    """Change a heading or an item."""
    found = _item(request, pk, item)
    sent, name = request.POST if request.method == "POST" else None, found.name
    form = HeadingForm(sent, initial={"name": name}) if found.is_group else ItemForm(sent, instance=found)
    edit = partial(edit_item, found, by=request.user, seen=getattr(form, "seen", ""))
    if form.is_valid() and attempt(form, lambda: edit(**form.cleaned_data)) is not None:
        messages.success(request, f"已保存“{form.cleaned_data['name']}”。")
        return redirect(found.sheet)
    return render(
        request, "audits/scores/item_form.html", {"sheet": found.sheet, "form": form, "title": f"修改：{name}"}
    )


@require_POST
def score_item_remove(request: UserRequest, pk: int, item: int) -> HttpResponse:
    """Take a heading or an item out of a draft."""
    found = _item(request, pk, item)
    remove_item(found, by=request.user)
    messages.success(request, f"已删除“{found}”。")
    return redirect(found.sheet)


@require_POST
def score_item_up(request: UserRequest, pk: int, item: int) -> HttpResponse:
    """Move a heading or an item up by one."""
    return _move(request, pk, item, up=True)


@require_POST
def score_item_down(request: UserRequest, pk: int, item: int) -> HttpResponse:
    """Move a heading or an item down by one."""
    return _move(request, pk, item, up=False)


def _move(request: UserRequest, pk: int, item: int, *, up: bool) -> HttpResponse:
    found = _item(request, pk, item)
    move_item(found, by=request.user, up=up)
    return redirect(f"{found.sheet.get_absolute_url()}#item-{item}")
