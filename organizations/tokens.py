"""Who a program is: its token is looked up, judged and counted, in whichever web process of whichever machine."""

from dataclasses import dataclass
from typing import Any

from django.db import connection
from rest_framework.authentication import BaseAuthentication
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from core import clock
from organizations.actions.access import record_access
from organizations.actions.tokens import digest_of
from organizations.enums import AccessVerb, ApiScope
from organizations.models import ApiToken, User

READING = frozenset({"GET", "HEAD", "OPTIONS"})
NO_REVEAL = "您的角色或令牌不能取完整号码；需要时请由安全管理员授予角色和 reveal 权限。"
# One statement, so that two requests at once are two: the minute is the database's, the same for every machine.
COUNT = """
    UPDATE organizations_apitoken SET
        window_count = CASE WHEN "window" = minute.number THEN window_count + 1 ELSE 1 END,
        "window" = minute.number, last_used_at = %s
    FROM (SELECT floor(extract(epoch FROM now()) / 60)::bigint AS number) minute
    WHERE id = %s
    RETURNING window_count, 60 - floor(extract(epoch FROM now()))::bigint %% 60
"""


@dataclass(frozen=True)
class Refused(Exception):
    """A token that does not open the API: the status, the words, and the seconds to wait for 429."""

    status: int
    words: str
    wait: int = 0


def use_token(secret: str) -> ApiToken:
    """Return the token of a secret, counted as used once more; raises Refused. Two queries."""
    token = ApiToken.objects.select_related("user__union").filter(digest=digest_of(secret)).first()
    if token is None:
        raise Refused(401, "令牌无效，请核对 Authorization 请求头。")
    if token.revoked_at is not None or not token.user.is_active:
        raise Refused(401, "令牌已停用，请向签发的安全管理员申请新的令牌。")
    if token.has_run_out:
        raise Refused(401, f"令牌已于 {token.expires_on:%Y-%m-%d} 到期，请向签发的安全管理员申请新的令牌。")
    is_first = token.last_used_at is None or clock.today() != clock.day_of(token.last_used_at)
    with connection.cursor() as cursor:
        cursor.execute(COUNT, [clock.now(), token.pk])
        count, seconds = cursor.fetchone()
    if count > token.per_minute:
        raise Refused(429, f"每分钟最多 {token.per_minute} 次请求，请 {seconds} 秒后再试。", wait=seconds)
    if is_first:
        record_access(token.user, AccessVerb.LOGIN, token.user.username, detail=f"接口令牌：{token.name}")
    return token


class TokenAuthentication(BaseAuthentication):
    """The account of the token that the middleware has judged (organizations.middleware.BearerTokens)."""

    def authenticate(self, request: Request) -> tuple[User, ApiToken] | None:
        """Return the account and its token; None leaves it to the session."""
        token: ApiToken | None = getattr(request._request, "api_token", None)
        return (token.user, token) if token else None

    def authenticate_header(self, request: Request) -> str:
        """Have a request without a login answered by 401."""
        return "Bearer"


class HasScope(BasePermission):
    """A token needs the scope of the resource (``view.resource``): to read or to write; a session has its roles."""

    def has_permission(self, request: Request, view: Any) -> bool:
        """Tell whether the token is for this; the message names what is missing."""
        is_nothing = not hasattr(view, str(request.method).lower())  # answered by 405
        if is_nothing or not isinstance(request.auth, ApiToken) or not view.resource:
            return True
        needed = f"{view.resource}:{'read' if request.method in READING else 'write'}"
        self.message = f"令牌没有 {needed} 权限，请向签发的安全管理员申请。"
        return needed in request.auth.scopes


def may_reveal(request: Request) -> bool:
    """Tell whether full numbers may be asked for at all: by a token only with its own scope for that."""
    return not isinstance(request.auth, ApiToken) or ApiScope.REVEAL in request.auth.scopes
