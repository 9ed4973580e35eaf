"""Login, logout, lockout and the password."""

from typing import cast

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from organizations.actions.access import record_access, record_failed_login
from organizations.actions.passwords import change_password
from organizations.enums import AccessVerb
from organizations.forms.sessions import LoginForm, NewPasswordForm
from organizations.http import UserRequest
from organizations.middleware import mark_seen
from organizations.models import User


class Login(LoginView):
    """The login page; every attempt leaves a line in the access log."""

    template_name = "organizations/login.html"
    authentication_form = LoginForm
    redirect_authenticated_user = True

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        response = super().form_valid(form)
        mark_seen(self.request)
        user = cast("User", form.get_user())
        record_access(user, AccessVerb.LOGIN, user.username)
        return response

    def form_invalid(self, form: AuthenticationForm) -> HttpResponse:
        if username := form.cleaned_data.get("username"):
            locked = getattr(self.request, "axes_locked_out", False)
            record_failed_login(username, locked=bool(locked))
        return super().form_invalid(form)


class Logout(LogoutView):
    """Ends the session and leaves a line in the access log."""

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if request.user.is_authenticated:
            record_access(request.user, AccessVerb.LOGOUT, request.user.username)
        return super().post(request, *args, **kwargs)


def locked_out(request: HttpRequest, response: HttpResponse | None, credentials: dict[str, str]) -> HttpResponse:
    """Answer a login to a locked account: for how long, and whom to ask (called by axes)."""
    minutes = round(settings.AXES_COOLOFF_TIME * 60)
    context = {"minutes": minutes, "limit": settings.AXES_FAILURE_LIMIT, "next": request.POST.get("next", "")}
    return render(request, "organizations/locked_out.html", context, status=429)


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "POST"])
def password_change(request: UserRequest) -> HttpResponse:
    """Choose a new password; the only page that is open while the password is a first or an expired one."""
    form = NewPasswordForm(request.user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        change_password(request.user, form.cleaned_data["new_password1"])
        update_session_auth_hash(request, request.user)
        messages.success(request, "密码已修改。")
        return redirect(next_page(request))
    return render(request, "organizations/password_change.html", {"form": form, "next": next_page(request, "")})


def next_page(request: HttpRequest, default: str = "home") -> str:
    """Return the page of this site that ``next`` names, else the default."""
    page = request.POST.get("next") or request.GET.get("next") or ""
    if url_has_allowed_host_and_scheme(page, {request.get_host()}, require_https=request.is_secure()):
        return page
    return resolve_url(default) if default else ""
