"""Every page needs a login; an idle session ends; a first or expired password must be changed before anything else."""

import time
from collections.abc import Callable
from typing import Any, cast

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.deprecation import MiddlewareMixin

from core.problems import API_PATH, problem_response
from organizations.actions.access import record_access, request_address, request_token
from organizations.enums import AccessVerb
from organizations.http import UserRequest, client_address, is_polling, send_to
from organizations.models import User
from organizations.tokens import Refused, use_token

LAST_SEEN = "last_seen"
# A session is written at most this often, so that reading pages does not write to the database each time.
STAMP_SECONDS = 60
OPEN_WITH_OLD_PASSWORD = frozenset({"password_change", "logout", "login"})

View = Callable[..., HttpResponseBase]


class BearerTokens(MiddlewareMixin):
    """Let a program in by its token (``Authorization: Bearer``): on the API alone, without a session."""

    def process_request(self, request: HttpRequest) -> HttpResponse | None:
        """Put the account of the token into the request, or say why it is not let in."""
        request_token.set("")
        scheme, _blank, secret = request.headers.get("Authorization", "").partition(" ")
        if not request.path.startswith(API_PATH) or scheme.lower() != "bearer":
            return None
        request_address.set(client_address(request))
        try:
            token = use_token(secret.strip())
        except Refused as refusal:
            return refused(refusal)
        request_token.set(token.name)
        request.user = token.user
        request.api_token = token  # type: ignore[attr-defined]
        return None

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """Forget whose request this thread was doing."""
        request_token.set("")
        return response


class LoginRequired(LoginRequiredMiddleware):
    """Send whoever is not logged in to the login, and back afterwards; views say ``login_not_required``."""

    def process_request(self, request: HttpRequest) -> None:
        """Remember where the request comes from, for the lines that it leaves in the access log."""
        request_address.set(client_address(request))

    def handle_no_permission(self, request: HttpRequest, view_func: View) -> HttpResponse:  # type: ignore[override]
        """Redirect the whole page, also when htmx asked for a part of it."""
        return send_to(request, settings.LOGIN_URL)


class IdleTimeout(MiddlewareMixin):
    """End a session that made no request for ``settings.IDLE_MINUTES``; pages that ask by themselves do not count."""

    def process_view(self, request: HttpRequest, view_func: View, args: Any, kwargs: Any) -> HttpResponse | None:
        """Log out when the last request is too long ago, else remember this one (a write at most once a minute)."""
        if not request.user.is_authenticated or not getattr(view_func, "login_required", True) or has_token(request):
            return None
        logged_in = cast("UserRequest", request)
        now, seen = time.time(), last_seen(logged_in)
        if now - seen > settings.IDLE_MINUTES * 60:
            return end_idle_session(logged_in)
        if now - seen > STAMP_SECONDS * min(1, settings.IDLE_MINUTES / 10) and not is_polling(view_func):
            mark_seen(request)
        return None


class FirstPassword(MiddlewareMixin):
    """Allow nothing but a new password and logging out while the password is a first one or too old."""

    def process_view(self, request: HttpRequest, view_func: View, args: Any, kwargs: Any) -> HttpResponse | None:
        """Redirect to the change of password, and back afterwards."""
        user = request.user
        if not isinstance(user, User) or not user.needs_new_password or has_token(request):
            return None
        if not getattr(view_func, "login_required", True):
            return None
        if request.resolver_match and request.resolver_match.url_name in OPEN_WITH_OLD_PASSWORD:
            return None
        return send_to(request, "password_change")


def has_token(request: HttpRequest) -> bool:
    """Tell whether a program asks by its token: neither idle time nor the password of its account counts."""
    return hasattr(request, "api_token")


def refused(refusal: Refused) -> HttpResponse:
    """Answer a token that does not open the API."""
    response = problem_response(refusal.status, refusal.words)
    if refusal.wait:
        response.headers["Retry-After"] = str(refusal.wait)
    else:
        response.headers["WWW-Authenticate"] = 'Bearer error="invalid_token"'
    return response


def mark_seen(request: HttpRequest) -> None:
    """Begin to count idle time now; called at login."""
    request.session[LAST_SEEN] = time.time()


def last_seen(request: UserRequest) -> float:
    """Return when the session was last used; the login itself for a session that has made no request yet."""
    login = request.user.last_login
    return request.session.get(LAST_SEEN) or (login.timestamp() if login else 0.0)


def end_idle_session(request: UserRequest) -> HttpResponse:
    """Log out, say why, and lead back to the same page after the next login."""
    user = request.user
    record_access(user, AccessVerb.LOGOUT, user.username, detail="超时退出")
    logout(request)
    messages.info(request, f"您已 {settings.IDLE_MINUTES} 分钟没有操作，为保护档案信息已自动退出，请重新登录。")
    return send_to(request, settings.LOGIN_URL)
