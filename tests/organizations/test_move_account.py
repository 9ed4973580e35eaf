"""Moving an account to another union."""

import pytest

from core.errors import DomainError, NotAllowed
from organizations.actions.accounts import DEACTIVATION_GUARDS, move_account
from organizations.enums import AccessVerb, Role
from organizations.models import Union, User
from tests.support.api import Program
from tests.support.factories import union, user_with

pytestmark = pytest.mark.django_db


@pytest.fixture
def handover():
    """Let every account have something to hand over."""

    def guard(account):
        return "还有 2 户结对户，请先移交"

    DEACTIVATION_GUARDS.append(guard)
    yield
    DEACTIVATION_GUARDS.remove(guard)


def again(account):
    return User.objects.get(pk=account.pk)


def test_roles_outside_the_new_union_end(sysadmin, officer, log_lines):
    moved = move_account(officer, to=union("532525"), by=sysadmin)
    assert moved.union == union("532525")
    assert again(officer).scope.roles == frozenset()
    assert officer.role_assignments.get().revoked_by == sysadmin
    assert log_lines(AccessVerb.ADMIN) == [
        ("sysadmin", "officer", "调动账号：建水县总工会→石屏县总工会，同时收回角色：经办 · 建水县总工会")
    ]


def test_roles_below_the_new_union_stay(sysadmin, officer):
    move_account(officer, to=union("532500"), by=sysadmin)
    assert again(officer).scope.has(Role.OFFICER)


@pytest.mark.parametrize(("to", "status"), [("532500", 200), ("532525", 401)])
def test_tokens_end_unless_the_account_moves_up(sysadmin, officer, to, status):
    program = Program(officer)
    move_account(officer, to=union(to), by=sysadmin)
    assert program.get("/api/v1/archives/").status_code == status


def test_moving_to_where_it_is_changes_nothing(sysadmin, officer, log_lines):
    move_account(officer, to=union("532524"), by=sysadmin)
    assert log_lines(AccessVerb.ADMIN) == []


def test_cadre_hands_over_before_leaving(sysadmin, handover):
    cadre = user_with(Role.CADRE, username="cadre")
    with pytest.raises(DomainError, match="账号 cadre 还不能调动：还有 2 户结对户，请先移交") as refusal:
        move_account(cadre, to=union("532525"), by=sysadmin)
    assert refusal.value.field == "to"


def test_cadre_whose_role_stays_need_not_hand_over(sysadmin, handover):
    cadre = user_with(Role.CADRE)
    assert move_account(cadre, to=union("532500"), by=sysadmin).union == union("532500")


def test_closed_union_takes_nobody(sysadmin, officer):
    Union.objects.filter(code="532525").update(is_active=False)
    with pytest.raises(DomainError, match="石屏县总工会已撤销"):
        move_account(officer, to=union("532525"), by=sysadmin)


def test_both_ends_must_lie_in_the_administrators_range(county_sysadmin, secadmin, officer):
    for user in (county_sysadmin, secadmin):
        with pytest.raises(NotAllowed):
            move_account(officer, to=union("532525"), by=user)


def test_nobody_moves_himself(sysadmin):
    with pytest.raises(NotAllowed):
        move_account(sysadmin, to=union("532525"), by=sysadmin)


def test_form_moves_and_leads_back(as_user, sysadmin, officer):
    client = as_user(sysadmin)
    assert "现所属工会" in client.get("/accounts/officer/move/").content.decode()
    assert client.post("/accounts/officer/move/", {"to": "532525"}).url == "/accounts/officer/"
