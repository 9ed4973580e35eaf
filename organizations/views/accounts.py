"""The list of accounts, and one account."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core.forms import attempt
from core.paging import capped_count, page_of
from organizations.actions.accounts import (
    create_account,
    deactivate_account,
    edit_account,
    handover_obstacles,
    move_account,
    reactivate_account,
)
from organizations.actions.passwords import new_press, reset_password, unlock_account
from organizations.enums import Role
from organizations.filters import narrow_accounts
from organizations.forms.accounts import AccountFilter, NewAccountForm, PersonForm
from organizations.forms.unions import MoveForm
from organizations.http import UserRequest
from organizations.lockouts import locked_until
from organizations.models import User
from organizations.rules import can_manage_account, can_manage_roles, can_open_administration, require, require_account
from organizations.views.unions import managed_unions

CLOSED_DOOR = "账号由系统管理员和安全管理员管理，您的角色不能打开。"


def open_account(request: UserRequest, username: str) -> User:
    """Return one account in the administrator's range, else 404; 403 for who administers none."""
    account = get_object_or_404(
        User.objects.visible_to(request.user).select_related("union", "agency"), username=username
    )
    require(can_open_administration(request.user), CLOSED_DOOR)
    return account


@require_GET
def accounts(request: UserRequest) -> HttpResponse:
    """List the accounts of the administrator's unions."""
    require(can_open_administration(request.user), CLOSED_DOOR)
    form = AccountFilter(request.GET)
    form.is_valid()
    union = managed_unions(request).filter(code=form.cleaned_data.get("union", "")).first()
    found = narrow_accounts(User.objects.visible_to(request.user), form.cleaned_data, union=union)
    context = {
        "form": form,
        "union": union,
        "page": page_of(found.for_list(), request),
        "count": capped_count(found),
        "can_create": request.user.scope.has(Role.SYSTEM_ADMIN),
    }
    return render(request, "organizations/account_list.html", context)


@require_GET
def account(request: UserRequest, username: str) -> HttpResponse:
    """Show one account: who, where, its roles with their last day, and the roles of before."""
    shown = open_account(request, username)
    roles = list(shown.role_assignments.for_list().order_by("-id"))
    context = {
        "account": shown,
        "tokens": shown.api_tokens.for_list(),
        "live": [assignment for assignment in roles if assignment.is_live],
        "ended": [assignment for assignment in roles if not assignment.is_live],
        "locked_until": locked_until(shown.username),
        "can_manage": can_manage_account(request.user, shown),
        "can_manage_roles": can_manage_roles(request.user, shown),
        "press": new_press(),
    }
    return render(request, "organizations/account_detail.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
def account_create(request: UserRequest) -> HttpResponse:
    """Open an account and show its first password, once."""
    unions = managed_unions(request).active()
    require(request.user.scope.has(Role.SYSTEM_ADMIN), "账号由系统管理员新建，您的角色不能新建。")
    initial = {"union": request.GET.get("union") or request.user.union.code}
    form = NewAccountForm(request.POST or None, unions=unions, initial=initial)
    if request.method == "POST" and form.is_valid():
        issued = attempt(form, lambda: create_account(by=request.user, **form.cleaned_data))
        if issued:
            return password_page(request, issued.account, issued.password, done="账号已建立")
    return render(request, "organizations/account_form.html", {"form": form})


def password_page(request: UserRequest, account: User, password: str, *, done: str) -> HttpResponse:
    """Show a first password in the answer to the press that made it; no other page ever does."""
    context = {"account": account, "password": password, "done": done}
    return render(request, "organizations/account_password.html", context)


@require_http_methods(["GET", "POST"])
def account_edit(request: UserRequest, username: str) -> HttpResponse:
    """Correct the person's name, phone and position, and the agency of an assessor."""
    edited = open_account(request, username)
    require_account(request.user, edited)
    form = PersonForm(request.POST or None, of=edited)
    if request.method == "POST" and form.is_valid():
        changed = attempt(form, lambda: edit_account(edited, by=request.user, **form.cleaned_data))
        if changed:
            messages.success(request, f"{changed.name}的资料已保存。")
            return redirect(changed)
    return render(request, "organizations/account_form.html", {"form": form, "account": edited})


@require_http_methods(["GET", "POST"])
def account_move(request: UserRequest, username: str) -> HttpResponse:
    """Move an account to another union."""
    moved = open_account(request, username)
    require_account(request.user, moved)
    form = MoveForm(request.POST or None, unions=managed_unions(request).active(), label="调动到")
    if request.method == "POST" and form.is_valid():
        done = attempt(form, lambda: move_account(moved, to=form.cleaned_data["to"], by=request.user))
        if done:
            messages.success(request, f"{done.name}已调动到{form.cleaned_data['to'].name}。")
            return redirect(done)
    context = {"form": form, "account": moved, "obstacles": handover_obstacles(moved)}
    return render(request, "organizations/account_move.html", context)


@require_http_methods(["GET", "POST"])
def account_deactivate(request: UserRequest, username: str) -> HttpResponse:
    """Say in words what closing an account means and what stands against it; then close it."""
    closing = open_account(request, username)
    require_account(request.user, closing)
    if request.method == "POST":
        deactivate_account(closing, by=request.user)
        messages.success(request, f"账号 {closing.username} 已停用。")
        return redirect(closing)
    roles = [role for role in closing.role_assignments.for_list() if role.is_live]
    context = {"account": closing, "obstacles": handover_obstacles(closing), "roles": roles}
    return render(request, "organizations/account_deactivate.html", context)


@never_cache
@require_POST
def account_reactivate(request: UserRequest, username: str) -> HttpResponse:
    """Open a closed account again and show its first password, once."""
    issued = reactivate_account(open_account(request, username), by=request.user, press=request.POST.get("press", ""))
    return password_page(request, issued.account, issued.password, done="账号已恢复")


@never_cache
@require_POST
def account_reset_password(request: UserRequest, username: str) -> HttpResponse:
    """Give an account a first password again and show it, once."""
    shown = open_account(request, username)
    password = reset_password(shown, by=request.user, press=request.POST.get("press", ""))
    return password_page(request, shown, password, done="密码已重置")


@require_POST
def account_unlock(request: UserRequest, username: str) -> HttpResponse:
    """Let the person of a locked account try again at once."""
    unlocked = unlock_account(open_account(request, username), by=request.user)
    messages.success(request, f"账号 {unlocked.username} 已解除登录锁定，可以重新登录。")
    return redirect(unlocked)
