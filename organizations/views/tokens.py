"""Tokens of the API: the list, issuing one, taking one back."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core.forms import attempt
from core.paging import page_of
from organizations.actions.tokens import issue_token, revoke_token
from organizations.filters import narrow_tokens
from organizations.forms.tokens import TokenFilter, TokenForm
from organizations.http import UserRequest
from organizations.models import ApiToken
from organizations.rules import can_open_administration, require, require_roles
from organizations.views.accounts import CLOSED_DOOR, open_account


@require_GET
def tokens(request: UserRequest) -> HttpResponse:
    """List the tokens of the accounts that the administrator keeps."""
    require(can_open_administration(request.user), CLOSED_DOOR)
    form = TokenFilter(request.GET)
    form.is_valid()
    found = narrow_tokens(ApiToken.objects.visible_to(request.user), form.cleaned_data.get("state", ""))
    context = {"form": form, "page": page_of(found.for_list(), request)}
    return render(request, "organizations/token_list.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
def token_issue(request: UserRequest, username: str) -> HttpResponse:
    """Issue a token to an account and show it, once."""
    account = open_account(request, username)
    require_roles(request.user, account)
    form = TokenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        issued = attempt(form, lambda: issue_token(account, by=request.user, **form.cleaned_data))
        if issued:
            context = {"account": account, "token": issued.token, "secret": issued.secret}
            return render(request, "organizations/token_shown.html", context)
    return render(request, "organizations/token_form.html", {"form": form, "account": account})


@require_POST
def token_revoke(request: UserRequest, username: str, pk: int) -> HttpResponse:
    """Take a token back at once."""
    account = open_account(request, username)
    require_roles(request.user, account)
    revoked = revoke_token(get_object_or_404(account.api_tokens, pk=pk), by=request.user)
    messages.success(request, f"已停用{account.name}的接口令牌：{revoked.name}。")
    return redirect(account)
