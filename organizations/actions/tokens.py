"""Issuing tokens of the API, and taking them back."""

import base64
import datetime
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.core import signing
from django.db import transaction
from django.utils.crypto import salted_hmac

from core import clock
from core.errors import DomainError
from organizations.actions.access import record_admin
from organizations.actions.locks import lock_account
from organizations.actions.passwords import PRESS_SECONDS
from organizations.enums import ApiScope
from organizations.models import ApiToken, User
from organizations.models.tokens import MOST_PER_MINUTE
from organizations.rules import require_roles

START, HINT = "hhq_", 10
LONGEST_DAYS, USUAL_DAYS, USUAL_PER_MINUTE = 366, 180, 120


@dataclass(frozen=True)
class IssuedToken:
    """A token with its secret, which is shown once and kept nowhere."""

    token: ApiToken
    secret: str


@transaction.atomic
def issue_token(
    account: User,
    *,
    by: User,
    press: str,
    name: str,
    scopes: Sequence[str],
    expires_on: datetime.date,
    per_minute: int = USUAL_PER_MINUTE,
) -> IssuedToken:
    """Issue a token to an account; the same press of the button again shows the same token."""
    account = lock_account(account)
    require_roles(by, account)
    if not account.is_active:
        raise DomainError(f"账号 {account.username} 已停用，不能签发令牌；请先由系统管理员恢复。")
    _check(scopes, expires_on, per_minute)
    secret = secret_of(press, account.username)
    if same := ApiToken.objects.filter(digest=digest_of(secret)).first():
        return IssuedToken(same, secret)
    facts = {"name": name.strip(), "expires_on": expires_on, "per_minute": per_minute}
    facts |= {"scopes": [scope for scope in ApiScope.values if scope in scopes], "created_by": by}
    kept = {"hint": secret[:HINT], "digest": digest_of(secret)}
    token = ApiToken.objects.create(user=account, **facts, **kept)
    opens = "、".join(token.scope_names)
    record_admin(by, account.username, f"签发接口令牌：{token.name}，{expires_on:%Y-%m-%d} 到期，{opens}")
    return IssuedToken(token, secret)


@transaction.atomic
def revoke_token(token: ApiToken, *, by: User) -> ApiToken:
    """Take a token back at once; taking it back twice changes nothing."""
    account = lock_account(token.user)
    require_roles(by, account)
    locked = ApiToken.objects.select_for_update(of=("self",)).select_related("user").get(pk=token.pk)
    if locked.revoked_at is None:
        end_tokens([locked], by=by)
        record_admin(by, account.username, f"停用接口令牌：{locked.name}")
    return locked


def end_tokens(tokens: Iterable[ApiToken], *, by: User | None) -> None:
    """Write down that tokens are taken back; who may do that was checked before, and the caller logs it."""
    for token in tokens:
        token.revoked_at, token.revoked_by = clock.now(), by
        token.save(update_fields=["revoked_at", "revoked_by"])


def secret_of(press: str, username: str) -> str:
    """Work out the token that one press gives to one account: 256 bits, derived so that two presses show one token.

    Raises DomainError for a press that is over an hour old.
    """
    try:
        signing.TimestampSigner().unsign(press, max_age=PRESS_SECONDS)
    except signing.BadSignature as error:
        raise DomainError("页面打开已久，请刷新后重试。") from error
    drawn = salted_hmac("organizations.api_token", f"{press}:{username}", algorithm="sha256").digest()
    return START + base64.urlsafe_b64encode(drawn).decode().rstrip("=")


def digest_of(secret: str) -> str:
    """Return under what a token is kept and found; its 256 bits cannot be guessed back, so no key is needed."""
    return hashlib.sha256(secret.encode()).hexdigest()


def _check(scopes: Sequence[str], expires_on: datetime.date, per_minute: int) -> None:
    if not scopes or not set(scopes) <= set(ApiScope.values):
        raise DomainError("请至少选择一项权限。", field="scopes")
    last = clock.today() + datetime.timedelta(days=LONGEST_DAYS)
    if not clock.today() <= expires_on <= last:
        raise DomainError(f"到期日期应在今天到 {last:%Y-%m-%d} 之间，到期前可再签发新的令牌。", field="expires_on")
    if not 1 <= per_minute <= MOST_PER_MINUTE:
        raise DomainError(f"每分钟请求上限应在 1 到 {MOST_PER_MINUTE} 之间。", field="per_minute")
