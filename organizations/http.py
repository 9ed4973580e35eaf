"""The request as every view behind the login gets it, and what the middleware reads of a request or a view."""

from collections.abc import Callable
from typing import Any, TypeVar
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import resolve_url
from django_htmx.http import HttpResponseClientRedirect

from core.problems import is_api, problem_response
from organizations.models import User

NOT_LET_IN = (
    "请求没有带接口令牌（Authorization: Bearer …），也没有在网页登录；"
    "长时间没有操作的须重新登录，首次登录或密码到期的须先修改密码。"
)

View = TypeVar("View", bound=Callable[..., Any])


class UserRequest(HttpRequest):
    """A request whose user is an account, never anonymous: the LoginRequired middleware sees to that."""

    user: User


def polling(view: View) -> View:
    """Mark a view that a page asks by itself, again and again: it does not keep an idle session alive."""
    view.is_polling = True  # type: ignore[attr-defined]
    return view


def is_polling(view: Callable[..., Any]) -> bool:
    """Tell whether a view was marked with ``polling``."""
    return getattr(view, "is_polling", False)


def client_address(request: HttpRequest) -> str | None:
    """Return the address that the request came from, for the access log.

    Each proxy adds the address that it was asked from. All but the last PROXIES may be made up.
    """
    passed = [address.strip() for address in request.headers.get("X-Forwarded-For", "").split(",")]
    if 0 < settings.PROXIES <= len(passed):
        return passed[-settings.PROXIES] or None
    return request.META.get("REMOTE_ADDR") or None


def page_address(request: HttpRequest) -> str:
    """Return the path of the page that the person has on the screen.

    A form that was sent, or a fragment that htmx asked for, belongs to the page that it stands on.
    """
    if request.method == "GET" and not request.headers.get("HX-Request"):
        return request.get_full_path()
    page = urlsplit(request.headers.get("HX-Current-URL") or request.headers.get("Referer") or "")
    if page.netloc != request.get_host():
        return ""
    return page.path + (f"?{page.query}" if page.query else "")


def send_to(request: HttpRequest, name: str) -> HttpResponse:
    """Redirect the whole page to a named URL that leads back afterwards (``next``), for htmx as well.

    A program that asks the API is told what is missing instead.
    """
    if is_api(request):
        return problem_response(401, NOT_LET_IN)
    url, page = resolve_url(name), page_address(request)
    if page and page != resolve_url("home"):
        url = f"{url}?{urlencode({'next': page})}"
    return HttpResponseClientRedirect(url) if request.headers.get("HX-Request") else HttpResponseRedirect(url)
