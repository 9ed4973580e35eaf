"""Which part of the tree each role covers."""

import pytest

from organizations.enums import SUBTREE_ROLES, Role
from organizations.models import Office, RoleAssignment, Union
from organizations.scope import Scope
from tests.support.factories import union, user_with

pytestmark = pytest.mark.django_db

PLACES = ["530000", "532500", "532524", "532525", "530100", "CY01"]
# The union of the role → the places that it covers.
COVERED = {
    "530000": set(PLACES),
    "532500": {"532500", "532524", "532525"},
    "532524": {"532524"},
    "530100": {"530100"},
    "CY01": {"CY01"},
}


@pytest.mark.parametrize("held_at", COVERED)
@pytest.mark.parametrize("role", sorted(set(Role.values) - {Role.LIAISON}))
def test_role_covers_its_union_and_all_below(role, held_at):
    scope = user_with(role, held_at).scope
    covered = {code for code in PLACES if scope.holds([role], union(code).path)}
    assert covered == COVERED[held_at]


@pytest.mark.parametrize("role", sorted(set(Role.values) - {Role.LIAISON}))
def test_only_subtree_roles_open_archives_by_place(role):
    prefixes = user_with(role, "532500").scope.prefixes()
    assert prefixes == ((union("532500").path,) if role in SUBTREE_ROLES else ())


def test_roles_inside_one_another_are_one_prefix(officer):
    facts = {"user": officer, "valid_from": "2026-01-01", "expires_on": "2099-01-01"}
    RoleAssignment.objects.create(role=Role.REVIEWER, union=union("532500"), **facts)
    assert Scope.of(officer).prefixes() == (union("532500").path,)
    assert Scope.of(officer).holds([Role.OFFICER], union("532500").path) is False


def test_liaison_has_an_office_and_no_place(clerk):
    office = Office.objects.create(union=union("532524"), department="health", name="建水县卫生健康局")
    RoleAssignment.objects.create(
        user=clerk, role=Role.LIAISON, office=office, valid_from="2026-01-01", expires_on="2099-01-01"
    )
    scope = Scope.of(clerk)
    assert (scope.offices, scope.places, scope.roles) == (frozenset({office.pk}), (), frozenset({Role.LIAISON}))
    assert list(Office.objects.visible_to(clerk)) == [office]


def test_closed_account_covers_nothing(officer):
    officer.is_active = False
    assert Scope.of(officer) == Scope()


def test_account_without_a_role_covers_nothing(clerk):
    assert clerk.scope == Scope()
    assert Union.objects.visible_to(clerk).count() == 0


def test_scope_costs_one_query(officer, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert officer.scope.has(Role.OFFICER)
        assert officer.scope.is_business
