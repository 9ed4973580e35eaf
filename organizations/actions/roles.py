"""Handing out roles for a time, and taking them back."""

import datetime
from collections.abc import Iterable

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from core.errors import DomainError
from organizations.actions.access import record_admin
from organizations.actions.locks import lock_account, lock_tree
from organizations.enums import ADMIN_ROLES, Role
from organizations.models import Agency, Office, RoleAssignment, Union, User
from organizations.rules import require_roles
from organizations.scope import paths_down_to

DEFAULT_DAYS = 365


@transaction.atomic
def assign_role(
    account: User,
    *,
    by: User,
    role: str,
    expires_on: datetime.date,
    union: Union | None = None,
    office: Office | None = None,
    agency: Agency | None = None,
) -> RoleAssignment:
    """Let an account hold a role for a union (a liaison: for an office) until a day; an assessor is of an agency.

    The same role for the same place is renewed to the new day, and is left alone when the day is the same.
    """
    account = lock_account(account)
    require_roles(by, account)
    _check_place(account, by, role=role, union=union, office=office)
    _check_day(account, expires_on)
    _keep_agency(account, by, role, agency)
    live = list(account.role_assignments.valid_on(timezone.localdate()))
    _check_separation(role, {assignment.role for assignment in live})
    place = (union.pk if union else None, office.pk if office else None)
    same = next((a for a in live if a.role == role and (a.union_id, a.office_id) == place), None)
    if same is not None:
        if same.expires_on == expires_on:
            return same
        _end([same], by=by)
    return grant_role(account, by=by, role=role, expires_on=expires_on, union=union, office=office)


def _check_day(account: User, expires_on: datetime.date) -> None:
    if expires_on < timezone.localdate():
        raise DomainError("到期日期不能早于今天。", field="expires_on")
    if not account.is_active:
        raise DomainError(f"账号 {account.username} 已停用，请先由系统管理员恢复。")


def _keep_agency(account: User, by: User, role: str, agency: Agency | None) -> None:
    """Write down for whom an assessor works; nobody else works for an agency."""
    if role != Role.ASSESSOR:
        return
    agency = agency or account.agency
    if agency is None:
        raise DomainError("请选择核查员所属的核查机构。", field="agency")
    if not agency.is_active:
        raise DomainError("该核查机构已停用，请另选。", field="agency")
    if account.agency_id != agency.pk:
        account.agency = agency
        account.save(update_fields=["agency"])
        record_admin(by, account.username, f"所属核查机构：{agency.name}")


@transaction.atomic
def revoke_role(assignment: RoleAssignment, *, by: User) -> RoleAssignment:
    """Take a role back at once; one that is over already stays as it is."""
    lock_tree()
    account = lock_account(assignment.user)
    require_roles(by, account)
    assignment = RoleAssignment.objects.for_list().get(pk=assignment.pk)
    if not assignment.is_live:
        return assignment
    check_not_last_administrator(account, [assignment])
    _end([assignment], by=by)
    record_admin(by, account.username, f"收回角色：{assignment}")
    return assignment


def grant_role(
    account: User,
    *,
    by: User | None,
    role: str,
    expires_on: datetime.date,
    union: Union | None = None,
    office: Office | None = None,
) -> RoleAssignment:
    """Write the assignment and its line in the log; who may do that was checked before."""
    assignment = RoleAssignment.objects.create(
        user=account,
        role=role,
        union=union,
        office=office,
        valid_from=timezone.localdate(),
        expires_on=expires_on,
        assigned_by=by,
    )
    record_admin(by, account.username, f"授予角色：{assignment}，到期 {expires_on:%Y-%m-%d}")
    return assignment


def end_all_roles(account: User, *, by: User) -> list[RoleAssignment]:
    """Take back every role of an account that is locked; return them."""
    live = list(account.role_assignments.for_list().valid_on(timezone.localdate()))
    check_not_last_administrator(account, live)
    return _end(live, by=by)


def end_roles_outside(account: User, path: str, *, by: User) -> list[RoleAssignment]:
    """Take back the roles that lie outside a subtree, of an account that is locked; return them."""
    live = list(roles_outside(account, path))
    check_not_last_administrator(account, live)
    return _end(live, by=by)


def roles_outside(account: User, path: str) -> Iterable[RoleAssignment]:
    """Return the roles in force that would end when the account went to the union at a tree path."""
    return account.role_assignments.for_list().valid_on(timezone.localdate()).outside(path)


def end_roles_outside_accounts(moved: Union, *, by: User) -> list[RoleAssignment]:
    """Take back the roles in a moved subtree whose holders belong to unions that are not above it any more."""
    inside = Q(union__path__startswith=moved.path) | Q(office__union__path__startswith=moved.path)
    covered = Q(union__path__startswith=F("user__union__path"))
    covered |= Q(office__union__path__startswith=F("user__union__path"))
    live = RoleAssignment.objects.valid_on(timezone.localdate()).filter(inside).exclude(covered)
    ended = _end(list(live.for_list().select_related("user")), by=by)
    for assignment in ended:
        record_admin(by, assignment.user.username, f"隶属调整后收回角色：{assignment}")
    return ended


def check_not_last_administrator(account: User, ending: Iterable[RoleAssignment]) -> None:
    """Raise DomainError when nobody else would hold an administrator's role for its place, here or above.

    The caller holds the tree, so that two administrators cannot end each other at once.
    """
    others = RoleAssignment.objects.valid_on(timezone.localdate()).filter(user__is_active=True).exclude(user=account)
    for assignment in ending:
        if assignment.role not in ADMIN_ROLES or assignment.union is None:
            continue
        above = paths_down_to(assignment.union.path)
        if not others.filter(role=assignment.role, union__path__in=above).exists():
            place, role = assignment.union.name, assignment.get_role_display()
            raise DomainError(f"{account}是{place}唯一的{role}，请先给另一个账号授予{role}。")


def _check_place(account: User, by: User, *, role: str, union: Union | None, office: Office | None) -> None:
    if role == Role.LIAISON and office is None:
        raise DomainError("部门联络员须选择所在部门。", field="office")
    if role != Role.LIAISON and union is None:
        raise DomainError("请选择该角色负责的工会。", field="union")
    place = office.union if role == Role.LIAISON and office else union
    field = "office" if role == Role.LIAISON else "union"
    if place is None or (office is not None and union is not None):
        raise DomainError("部门联络员按部门授权，其他角色按工会授权。", field=field)
    if not account.union.covers(place.path):
        raise DomainError(f"{place.name}不在账号所属工会（{account.union.name}）的范围内，请先调动账号。", field=field)
    if not by.scope.holds([Role.SECURITY_ADMIN], place.path):
        raise DomainError(f"{place.name}不在您管理的范围内。", field=field)


def _check_separation(role: str, held: set[str]) -> None:
    """Keep the three administrators apart from each other and from every other role."""
    others = held - {role}
    if others and (role in ADMIN_ROLES or others & ADMIN_ROLES):
        names = "、".join(str(Role(other).label) for other in sorted(others))
        raise DomainError(
            f"系统、安全、审计管理员互相分离，也不能兼任业务角色；该账号现有角色：{names}。请另用一个账号。",
            field="role",
        )


def _end(assignments: list[RoleAssignment], *, by: User) -> list[RoleAssignment]:
    now = timezone.now()
    for assignment in assignments:
        assignment.revoked_at, assignment.revoked_by = now, by
    RoleAssignment.objects.bulk_update(assignments, ["revoked_at", "revoked_by"])
    return assignments
