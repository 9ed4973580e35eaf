"""The tree of unions, and one union."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core.forms import attempt
from core.paging import capped_count, page_of
from organizations.actions.unions import (
    close_union,
    closing_obstacles,
    create_union,
    edit_union,
    move_union,
    reopen_union,
)
from organizations.enums import Role
from organizations.forms.pickers import SHOWN
from organizations.forms.unions import MoveForm, UnionForm
from organizations.http import UserRequest
from organizations.models import Office, Union, User
from organizations.querysets import UnionQuerySet
from organizations.rules import ACCOUNT_ADMINS, can_manage_union, can_open_administration, require, require_union
from organizations.scope import paths_down_to
from organizations.tree import open_codes, tree_rows

CLOSED_DOOR = "工会组织由系统管理员和安全管理员查看，您的角色不能打开。"


def managed_unions(request: UserRequest) -> UnionQuerySet:
    """Return the unions that the user administers; 403 for who administers none."""
    require(can_open_administration(request.user), CLOSED_DOOR)
    return Union.objects.managed_by(request.user)


def open_union(request: UserRequest, code: str) -> Union:
    """Return one union in the administrator's range, else 404."""
    return get_object_or_404(managed_unions(request), code=code)


@require_GET
def unions(request: UserRequest) -> HttpResponse:
    """Show the tree from the administrator's own unions down, or what a search finds in it."""
    visible = managed_unions(request)
    words = request.GET.get("q", "").strip()
    context = {"words": words, "can_manage": request.user.scope.has(Role.SYSTEM_ADMIN)}
    if words:
        page = page_of(visible.matching(words), request)
        above = {union.path: union for union in visible.ancestors_of(page)}
        context |= {"page": page, "found": [(union, lineage(union, above)) for union in page]}
    else:
        tops = list(visible.filter(path__in=request.user.scope.prefixes(ACCOUNT_ADMINS)))
        context["rows"] = tree_rows(visible, tops, open_codes(request.GET.get("open"), tops))
    return render(request, "organizations/union_tree.html", context)


def lineage(union: Union, above: dict[str, Union]) -> list[Union]:
    """Return the unions above one, as far as they are known."""
    return [above[path] for path in paths_down_to(union.path)[:-1] if path in above]


@require_GET
def union_options(request: UserRequest) -> HttpResponse:
    """Find unions for a picker: ``field`` is its name, ``within`` and ``above`` narrow as the form does."""
    found = managed_unions(request).active()
    field = request.GET.get("field", "union")
    if within := request.GET.get("within"):
        found = found.within(get_object_or_404(managed_unions(request), code=within).path)
    if above := request.GET.get("above"):
        found = found.possible_parents(above)
    options = list(found.matching(request.GET.get(f"{field}_q", ""))[: SHOWN + 1])
    context = {"name": field, "options": options[:SHOWN], "has_more": len(options) > SHOWN}
    return render(request, "organizations/_union_options.html", context)


@require_GET
def union(request: UserRequest, code: str) -> HttpResponse:
    """Show one union: what it is, what lies below it, and who works there."""
    shown = open_union(request, code)
    accounts = User.objects.visible_to(request.user).filter(union__path__startswith=shown.path, is_active=True)
    context = {
        "union": shown,
        "above": managed_unions(request).ancestors_of([shown]),
        "page": page_of(Union.objects.get_children(shown), request),
        "accounts": capped_count(accounts),
        "offices": Office.objects.managed_by(request.user).filter(union=shown),
        "codes": shown.division_codes.all(),
        "can_manage": can_manage_union(request.user, shown.path),
        "can_move": can_manage_union(request.user, shown.path[: -Union.steplen]),
    }
    return render(request, "organizations/union_detail.html", context)


@require_http_methods(["GET", "POST"])
def union_create(request: UserRequest, code: str) -> HttpResponse:
    """Add a union below another."""
    parent = open_union(request, code)
    require_union(request.user, parent)
    form = UnionForm(request.POST or None, parent=parent)
    if request.method == "POST" and form.is_valid():
        made = attempt(form, lambda: create_union(parent, by=request.user, **form.cleaned_data))
        if made:
            messages.success(request, f"已在{parent.name}之下新建{made.name}，编码 {made.code}。")
            return redirect(made)
    return render(request, "organizations/union_form.html", {"form": form, "parent": parent})


@require_http_methods(["GET", "POST"])
def union_edit(request: UserRequest, code: str) -> HttpResponse:
    """Rename a union or change its code."""
    edited = open_union(request, code)
    require_union(request.user, edited)
    form = UnionForm(request.POST or None, union=edited)
    if request.method == "POST" and form.is_valid():
        changed = attempt(form, lambda: edit_union(edited, by=request.user, **form.cleaned_data))
        if changed:
            messages.success(request, f"{changed.name}的资料已保存。")
            return redirect(changed)
    return render(request, "organizations/union_form.html", {"form": form, "union": edited})


@require_http_methods(["GET", "POST"])
def union_move(request: UserRequest, code: str) -> HttpResponse:
    """Move a union with all below it under another one."""
    moved = open_union(request, code)
    require_union(request.user, moved)
    parents = managed_unions(request).active().possible_parents(moved.kind).exclude(path__startswith=moved.path)
    form = MoveForm(request.POST or None, unions=parents, label="新的上级工会", kind=moved.kind)
    if request.method == "POST" and form.is_valid():
        done = attempt(form, lambda: move_union(moved, to=form.cleaned_data["to"], by=request.user))
        if done:
            messages.success(request, f"{done.name}已调整到{form.cleaned_data['to'].name}之下。")
            return redirect(done)
    context = {"form": form, "union": moved, "parent": Union.objects.get_parent(moved)}
    return render(request, "organizations/union_move.html", context)


@require_http_methods(["GET", "POST"])
def union_close(request: UserRequest, code: str) -> HttpResponse:
    """Say in words what closing a union means and what stands against it; then close it."""
    closing = open_union(request, code)
    require_union(request.user, closing)
    if request.method == "POST":
        close_union(closing, by=request.user)
        messages.success(request, f"{closing.name}已撤销。")
        return redirect(closing)
    context = {"union": closing, "obstacles": closing_obstacles(closing)}
    return render(request, "organizations/union_close.html", context)


@require_POST
def union_reopen(request: UserRequest, code: str) -> HttpResponse:
    """Take back the closing of a union."""
    reopened = reopen_union(open_union(request, code), by=request.user)
    messages.success(request, f"{reopened.name}已恢复。")
    return redirect(reopened)
