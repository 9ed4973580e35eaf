"""Passwords: chosen by the person, or handed out once by an administrator; and unlocking."""

from axes.utils import reset
from django.core import signing
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import get_random_string, salted_hmac

from core.errors import DomainError
from organizations.actions.access import record_admin
from organizations.actions.locks import lock_account
from organizations.models import User
from organizations.rules import require_roles

PRESS_SECONDS = 3600
# Syllables that are told apart when read aloud; no l, o, i.
HEADS, VOWELS = "bdfghkmnprstwz", "aeu"
SYLLABLES = [head + vowel for head in HEADS for vowel in VOWELS]


@transaction.atomic
def change_password(account: User, password: str) -> User:
    """Set the password that the person chose; every other session of the account ends."""
    account.set_password(password)
    account.must_change_password, account.password_changed_at = False, timezone.now()
    account.save(update_fields=["password", "must_change_password", "password_changed_at"])
    record_admin(account, account.username, "修改本人密码")
    return account


@transaction.atomic
def reset_password(account: User, *, by: User, press: str) -> str:
    """Give an account a first password again and unlock it; return the password, which is kept nowhere.

    The same press of the button again returns the same password.
    """
    account = lock_account(account)
    require_roles(by, account)
    if not account.is_active:
        raise DomainError(f"账号 {account.username} 已停用，请先由系统管理员恢复。")
    password = initial_password(press, account.username)
    if was_given(account, password):
        return password
    account.set_password(password)
    account.must_change_password, account.password_changed_at = True, timezone.now()
    account.save(update_fields=["password", "must_change_password", "password_changed_at"])
    reset(username=account.username)
    record_admin(by, account.username, f"重置密码：{account.name}")
    return password


@transaction.atomic
def unlock_account(account: User, *, by: User) -> User:
    """Forget the failed logins of an account, so that its person may try again at once."""
    account = lock_account(account)
    require_roles(by, account)
    if reset(username=account.username):
        record_admin(by, account.username, f"解除登录锁定：{account.name}")
    return account


def new_press() -> str:
    """Return a mark for one press of a button that hands out a password; it is good for an hour."""
    return signing.TimestampSigner().sign(get_random_string(22))


def initial_password(press: str, username: str) -> str:
    """Work out the first password that one press gives to one account, such as ``Kame-tuba-4827``.

    It is derived and not drawn, so that a button pressed twice shows one password.
    Raises DomainError for a press that is over an hour old.
    """
    try:
        signing.TimestampSigner().unsign(press, max_age=PRESS_SECONDS)
    except signing.BadSignature as error:
        raise DomainError("页面打开已久，请刷新后重试。") from error
    digest = salted_hmac("organizations.initial_password", f"{press}:{username}", algorithm="sha256").digest()
    number = int.from_bytes(digest)
    parts = []
    for _part in range(4):
        number, choice = divmod(number, len(SYLLABLES))
        parts.append(SYLLABLES[choice])
    return f"{parts[0].capitalize()}{parts[1]}-{parts[2]}{parts[3]}-{number % 9000 + 1000}"


def was_given(account: User, password: str) -> bool:
    """Tell whether this first password is the one that the account has, still unchanged."""
    return account.is_active and account.must_change_password and account.check_password(password)
