"""Lending a role while on leave, and taking it back."""

import datetime

from django.db import transaction

from core import clock
from core.errors import DomainError, NotAllowed
from organizations.actions.access import record_access
from organizations.enums import ADMIN_ROLES, OUTSIDE_ROLES, AccessVerb
from organizations.models import Union, User
from reviews.models import Delegation
from reviews.rules import MAY_OPEN, may_stand_in

LONGEST = datetime.timedelta(days=90)


@transaction.atomic
def delegate(
    *,
    by: User,
    to_user: User,
    role: str,
    union: Union,
    starts_on: datetime.date,
    ends_on: datetime.date,
    reason: str = "",
) -> Delegation:
    """Let a colleague act for oneself in a role from a day to a day; lending the same again returns what there is.

    Raises DomainError for oneself, a closed account, a colleague of a distant union, a period that is over, turned
    round or longer than LONGEST; NotAllowed for a role that one does not hold, or was lent.
    """
    if role not in MAY_OPEN or (str(role), union.path) not in by.scope.places:
        raise NotAllowed("只能委托您本人现有的业务角色。")
    _refuse(by, to_user, starts_on, ends_on)
    if not may_stand_in(to_user, union):
        raise DomainError(f"只能委托给{union.name}或其直接上级、下级工会的同事。", field="to_user")
    facts = {"user": by, "to_user": to_user, "role": role, "union": union, "starts_on": starts_on, "ends_on": ends_on}
    if same := Delegation.objects.filter(**facts, revoked_at__isnull=True).first():
        return same
    record_access(by, AccessVerb.ADMIN, to_user.username, detail=f"委托代办：{union.name}，{starts_on} 至 {ends_on}")
    return Delegation.objects.create(**facts, reason=reason)


def _refuse(by: User, to_user: User, starts_on: datetime.date, ends_on: datetime.date) -> None:
    if to_user.pk == by.pk:
        raise DomainError("不能委托给本人。", field="to_user")
    if not to_user.is_active:
        raise DomainError("该账号已停用，请另选代办人。", field="to_user")
    if to_user.roles & ADMIN_ROLES:
        raise DomainError("系统、安全、审计管理员不能代办业务，请另选代办人。", field="to_user")
    if to_user.roles & OUTSIDE_ROLES:
        raise DomainError("部门联络员、第三方核查员不能代办审核，请另选代办人。", field="to_user")
    if ends_on < starts_on:
        raise DomainError("结束日期不能早于开始日期。", field="ends_on")
    if ends_on < clock.today():
        raise DomainError("结束日期已过，请重新填写。", field="ends_on")
    if ends_on - starts_on > LONGEST:
        raise DomainError(f"一次委托最长 {LONGEST.days} 天，更长的请由安全管理员调整角色。", field="ends_on")


@transaction.atomic
def revoke_delegation(delegation: Delegation, *, by: User) -> Delegation:
    """Take a lent role back at once; only the lender may, and doing so twice changes nothing."""
    locked = Delegation.objects.select_for_update().get(pk=delegation.pk)
    if locked.user_id != by.pk:
        raise NotAllowed("委托由委托人本人收回。")
    if locked.revoked_at is None:
        locked.revoked_at = clock.now()
        locked.save(update_fields=["revoked_at"])
    return locked
