"""Who may administer what: three administrators, each with a part of the work, and none for themselves.

The system administrator keeps unions, offices and accounts; the security administrator hands out roles, resets
passwords and unlocks; the audit administrator reads the access log. No query beyond the scope of the request.
"""

from core.errors import NotAllowed
from organizations.enums import Role
from organizations.models import Union, User

ACCOUNT_ADMINS = frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN})


def can_open_administration(user: User) -> bool:
    """Tell whether the tree of unions, the offices and the list of accounts are open to the user."""
    return user.scope.has(*ACCOUNT_ADMINS)


def can_read_access_log(user: User) -> bool:
    """Tell whether the access log is open to the user."""
    return user.scope.has(Role.AUDIT_ADMIN)


def can_manage_union(user: User, path: str) -> bool:
    """Tell whether the user keeps the unions, offices and accounts at a tree path."""
    return user.scope.holds([Role.SYSTEM_ADMIN], path)


def can_manage_account(user: User, account: User) -> bool:
    """Tell whether the user keeps an account; nobody keeps his own."""
    return account.pk != user.pk and can_manage_union(user, account.union.path)


def can_manage_roles(user: User, account: User) -> bool:
    """Tell whether the user hands out the roles of an account, resets its password, unlocks it; never his own."""
    return account.pk != user.pk and user.scope.holds([Role.SECURITY_ADMIN], account.union.path)


def can_manage_agencies(user: User) -> bool:
    """Tell whether the user keeps the agencies that verify: they belong to no union."""
    return user.scope.has(Role.SYSTEM_ADMIN)


def require(allowed: bool, message: str = "您的角色不能进行此操作，请联系本级经办人员。") -> None:
    """Raise NotAllowed (403) when a rule says no."""
    if not allowed:
        raise NotAllowed(message)


def require_business(user: User) -> None:
    """Raise NotAllowed unless the user works with archives: the three administrators do not."""
    require(user.scope.is_business, "您的角色不查看困难职工档案。")


def require_agencies(user: User) -> None:
    """Raise NotAllowed unless the user keeps the agencies that verify."""
    require(can_manage_agencies(user), "核查机构由系统管理员登记和修改，您的角色不能更改。")


def require_union(user: User, union: Union) -> None:
    """Raise NotAllowed unless the user keeps this union."""
    require(can_manage_union(user, union.path), f"{union.name}不在您管理的范围内，须由所在地的系统管理员办理。")


def require_account(user: User, account: User) -> None:
    """Raise NotAllowed unless the user keeps this account."""
    require(account.pk != user.pk, "不能更改本人的账号，须由另一位系统管理员办理。")
    require(can_manage_account(user, account), "账号由所在地的系统管理员管理，您的角色不能更改。")


def require_roles(user: User, account: User) -> None:
    """Raise NotAllowed unless the user hands out this account's roles."""
    require(account.pk != user.pk, "不能更改本人的角色和密码状态，须由另一位安全管理员办理。")
    require(can_manage_roles(user, account), "角色、密码重置和解锁由所在地的安全管理员办理，您的角色不能更改。")
