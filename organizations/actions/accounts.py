"""Creating, editing, moving, deactivating and reactivating accounts."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from core.errors import DomainError
from organizations.actions.access import record_admin
from organizations.actions.locks import lock_account, lock_tree
from organizations.actions.passwords import initial_password, was_given
from organizations.actions.roles import end_all_roles, end_roles_outside, roles_outside
from organizations.actions.tokens import end_tokens
from organizations.enums import Role
from organizations.models import Agency, Union, User
from organizations.rules import require_account, require_union

# Apps to the right add theirs when they start: each answers what must be handed over first, or "".
DEACTIVATION_GUARDS: list[Callable[[User], str]] = []

USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{3,29}")
EDITED = {"name": "姓名", "phone": "手机号码", "position": "职务", "agency": "核查机构"}


@dataclass(frozen=True)
class Issued:
    """An account with a first password, which is shown once and kept nowhere."""

    account: User
    password: str


@transaction.atomic
def create_account(
    *, by: User, press: str, username: str, name: str, union: Union, phone: str = "", position: str = ""
) -> Issued:
    """Open an account without any role; the same press of the button again gives the same account and password."""
    require_union(by, union)
    username = username.strip().lower()
    # Two people who choose the same name at once: the second waits here and finds it taken.
    lock_tree()
    password = initial_password(press, username)
    if taken := User.objects.filter(username=username).first():
        if was_given(taken, password):
            return Issued(taken, password)
        raise DomainError(f"账号 {username} 已有人使用，请换一个，例如加上单位或数字。", field="username")
    account = open_account(
        by=by, password=password, username=username, name=name, union=union, phone=phone, position=position
    )
    return Issued(account, password)


def open_account(
    *, by: User | None, password: str, username: str, name: str, union: Union, phone: str = "", position: str = ""
) -> User:
    """Write the account and its line in the log; who may do that was checked before."""
    if not USERNAME.fullmatch(username):
        raise DomainError("账号用 4 至 30 位小写字母、数字或 . _ - 组成，以字母或数字开头。", field="username")
    if not union.is_active:
        raise DomainError(f"{union.name}已撤销，不能新建账号。", field="union")
    account = User(username=username, name=name.strip(), union=union, phone=phone, position=position.strip())
    account.set_password(password)
    account.save()
    record_admin(by, username, f"新建账号：{account.name}，{union.name}")
    return account


@transaction.atomic
def edit_account(
    account: User, *, by: User, name: str, phone: str = "", position: str = "", agency: Agency | None = None
) -> User:
    """Correct the person's name, phone and position, and the agency of an assessor; without one it stays as it is."""
    account = lock_account(account)
    require_account(by, account)
    facts: dict[str, object] = {"name": name.strip(), "phone": phone, "position": position.strip()}
    facts |= {"agency": agency} if agency is not None else {}
    changed = [field for field, value in facts.items() if getattr(account, field) != value]
    if not changed:
        return account
    for field in changed:
        setattr(account, field, facts[field])
    account.save(update_fields=changed)
    record_admin(by, account.username, f"修改账号资料：{'、'.join(EDITED[field] for field in changed)}")
    return account


@transaction.atomic
def move_account(account: User, *, to: Union, by: User) -> User:
    """Move an account to another union; its roles outside the new union's subtree end.

    So do its tokens, unless it moves up the tree: the system that holds one would see what the new union gives.
    A cadre whose role would end must hand over first, as before a deactivation.
    """
    lock_tree()
    account = lock_account(account)
    to = Union.objects.get(pk=to.pk)
    if account.union_id == to.pk:
        return account
    require_account(by, account)
    require_union(by, to)
    if not to.is_active:
        raise DomainError(f"{to.name}已撤销，请另选工会。", field="to")
    if any(assignment.role == Role.CADRE for assignment in roles_outside(account, to.path)):
        _check_handed_over(account, "调动", field="to")
    ended = end_roles_outside(account, to.path, by=by)
    origin, account.union = account.union, to
    account.save(update_fields=["union"])
    if not to.covers(origin.path):
        end_tokens(account.api_tokens.filter(revoked_at__isnull=True), by=by)
    record_admin(by, account.username, f"调动账号：{origin.name}→{to.name}{_ended_words(ended)}")
    return account


@transaction.atomic
def deactivate_account(account: User, *, by: User) -> User:
    """Close an account: its sessions end, its roles and tokens are taken back; closing it twice changes nothing.

    Raises DomainError with what must be handed over first.
    """
    lock_tree()
    account = lock_account(account)
    require_account(by, account)
    if not account.is_active:
        return account
    _check_handed_over(account, "停用")
    ended = end_all_roles(account, by=by)
    end_tokens(account.api_tokens.filter(revoked_at__isnull=True), by=by)
    account.is_active = False
    # With the password the key of every session goes: none comes back to life with the account.
    account.set_unusable_password()
    account.save(update_fields=["is_active", "password"])
    record_admin(by, account.username, f"停用账号：{account.name}{_ended_words(ended)}")
    return account


@transaction.atomic
def reactivate_account(account: User, *, by: User, press: str) -> Issued:
    """Open a closed account again with a first password and without any role."""
    account = lock_account(account)
    require_account(by, account)
    password = initial_password(press, account.username)
    if account.is_active:
        if was_given(account, password):
            return Issued(account, password)
        raise DomainError(f"账号 {account.username} 已经在用，不需要恢复。")
    if not account.union.is_active:
        raise DomainError(f"所属的{account.union.name}已撤销，请先调动账号，再恢复。")
    account.is_active, account.must_change_password = True, True
    account.password_changed_at = timezone.now()
    account.set_password(password)
    account.save(update_fields=["is_active", "must_change_password", "password_changed_at", "password"])
    record_admin(by, account.username, f"恢复账号：{account.name}")
    return Issued(account, password)


def handover_obstacles(account: User) -> list[str]:
    """Return what must be handed over before the account can be closed."""
    return [reason for guard in DEACTIVATION_GUARDS if (reason := guard(account))]


def _check_handed_over(account: User, act: str, *, field: str = "") -> None:
    if reasons := handover_obstacles(account):
        raise DomainError(f"账号 {account.username} 还不能{act}：{'；'.join(reasons)}。", field=field)


def _ended_words(ended: list) -> str:
    return f"，同时收回角色：{'、'.join(map(str, ended))}" if ended else ""
