"""The first three administrators, who open every other account."""

import datetime

from django.db import transaction
from django.utils import timezone

from organizations.actions.accounts import Issued, open_account
from organizations.actions.locks import lock_tree
from organizations.actions.passwords import initial_password, new_press
from organizations.actions.roles import DEFAULT_DAYS, grant_role
from organizations.enums import Role
from organizations.models import RoleAssignment, Union

FIRST = (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN)


@transaction.atomic
def open_first_administrators() -> list[Issued]:
    """Open an account for each administrator's role of the province that nobody holds; return those opened."""
    lock_tree()
    province = Union.objects.get(depth=1)
    today = timezone.localdate()
    held = RoleAssignment.objects.valid_on(today).filter(union=province, user__is_active=True)
    missing = set(FIRST) - set(held.values_list("role", flat=True))
    return [_open(role, province, today) for role in FIRST if role in missing]


def _open(role: Role, province: Union, today: datetime.date) -> Issued:
    password = initial_password(new_press(), role.value)
    account = open_account(by=None, password=password, username=role.value, name=str(role.label), union=province)
    grant_role(account, by=None, role=role, union=province, expires_on=today + datetime.timedelta(days=DEFAULT_DAYS))
    return Issued(account, password)
