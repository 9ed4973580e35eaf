"""Two administrators at the same moment."""

import pytest
from django.utils import timezone

from core.errors import DomainError
from organizations.actions.roles import assign_role, revoke_role
from organizations.actions.unions import create_union, move_union
from organizations.enums import Role, UnionKind
from organizations.models import RoleAssignment, Union
from tests.support.factories import UserFactory, union, user_with
from tests.support.races import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_roles_that_exclude_each_other_are_not_both_given(reference):
    secadmin, clerk = user_with(Role.SECURITY_ADMIN, "530000"), UserFactory()
    roles = [Role.SYSTEM_ADMIN, Role.AUDIT_ADMIN]
    facts = {"by": secadmin, "union": union("532524"), "expires_on": timezone.localdate()}
    results = at_once(*[lambda role=role: assign_role(clerk, role=role, **facts) for role in roles])
    assert sorted(isinstance(result, DomainError) for result in results) == [False, True]
    assert clerk.role_assignments.count() == 1


def test_two_security_administrators_do_not_end_each_other(reference):
    first, second = (user_with(Role.SECURITY_ADMIN, "530000") for _person in range(2))
    at_once(
        lambda: revoke_role(second.role_assignments.get(), by=first),
        lambda: revoke_role(first.role_assignments.get(), by=second),
    )
    assert RoleAssignment.objects.valid_on(timezone.localdate()).count() == 1


def test_unions_created_and_moved_at_once_leave_a_sound_tree(reference):
    sysadmin = user_with(Role.SYSTEM_ADMIN, "530000")
    township = create_union(union("532524"), by=sysadmin, kind=UnionKind.TOWNSHIP, name="临安镇总工会")
    kind = UnionKind.GRASSROOTS
    at_once(
        lambda: move_union(township, to=union("532525"), by=sysadmin),
        lambda: create_union(township, by=sysadmin, kind=kind, name="第一小学工会"),
        lambda: create_union(union("532525"), by=sysadmin, kind=kind, name="糖厂工会"),
    )
    assert Union.objects.find_problems() == ([], [], [], [], [])
    below = Union.objects.get_descendants(union("532525"))
    assert {found.name for found in below} == {"临安镇总工会", "第一小学工会", "糖厂工会"}
