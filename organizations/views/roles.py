"""Handing out roles and taking them back, and what a person sees of the own account."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core.forms import attempt
from organizations.actions.roles import assign_role, revoke_role
from organizations.enums import Role
from organizations.forms.accounts import RoleForm
from organizations.http import UserRequest
from organizations.models import Office, User
from organizations.rules import require_roles
from organizations.views.accounts import open_account
from organizations.views.unions import managed_unions


@require_http_methods(["GET", "POST"])
def role_assign(request: UserRequest, username: str) -> HttpResponse:
    """Give an account a role; which place is asked for depends on the role."""
    account = open_account(request, username)
    require_roles(request.user, account)
    form = role_form(request, account)
    if request.method == "POST" and form.is_valid():
        given = attempt(form, lambda: assign_role(account, by=request.user, **form.cleaned_data))
        if given:
            messages.success(request, f"已授予{account.name}角色：{given}，{given.expires_on:%Y-%m-%d} 到期。")
            return redirect(account)
    return render(request, "organizations/role_form.html", {"form": form, "account": account})


def role_form(request: UserRequest, account: User) -> RoleForm:
    """Return the form with the unions and offices that lie in the range of both the account and the administrator."""
    unions = managed_unions(request).active().within(account.union.path)
    offices = Office.objects.managed_by(request.user).within(account.union.path).filter(is_active=True)
    asked = request.POST.get("role") or request.GET.get("role", "")
    role = asked if asked in Role.values else ""
    return RoleForm(request.POST or None, account=account, role=role, unions=unions, offices=offices)


@require_POST
def role_revoke(request: UserRequest, username: str, pk: int) -> HttpResponse:
    """Take a role back at once."""
    account = open_account(request, username)
    require_roles(request.user, account)
    revoked = revoke_role(get_object_or_404(account.role_assignments, pk=pk), by=request.user)
    messages.success(request, f"已收回{account.name}的角色：{revoked}。")
    return redirect(account)


@require_GET
def me(request: UserRequest) -> HttpResponse:
    """Show a person the own account: who, which roles until when, password, logging out."""
    roles = request.user.role_assignments.for_list()
    return render(request, "organizations/me.html", {"roles": [role for role in roles if role.is_live]})
