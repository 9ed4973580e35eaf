"""Closing an account, and opening it again."""

import pytest

from core.errors import DomainError, NotAllowed
from organizations.actions.accounts import DEACTIVATION_GUARDS, deactivate_account, reactivate_account
from organizations.actions.passwords import new_press
from organizations.enums import AccessVerb, Role
from organizations.models import Union, User
from tests.support.factories import UserFactory, user_with

pytestmark = pytest.mark.django_db


def again(account):
    return User.objects.get(pk=account.pk)


def test_sessions_end_roles_are_taken_back_and_a_line_stays(as_user, sysadmin, officer, log_lines):
    client = as_user(officer)
    deactivate_account(officer, by=sysadmin)
    assert client.get("/me/").status_code == 302
    assert officer.role_assignments.get().revoked_by == sysadmin
    assert log_lines(AccessVerb.ADMIN) == [
        ("sysadmin", "officer", "停用账号：经办员，同时收回角色：经办 · 建水县总工会")
    ]


def test_closing_twice_changes_nothing(sysadmin, officer, log_lines):
    for _press in range(2):
        deactivate_account(officer, by=sysadmin)
    assert len(log_lines(AccessVerb.ADMIN)) == 1


def test_what_is_open_is_handed_over_first(sysadmin, cadre):
    with pytest.raises(DomainError, match="账号 cadre 还不能停用"):
        deactivate_account(cadre, by=sysadmin)
    assert again(cadre).is_active is True


def test_guards_of_other_apps_are_asked(sysadmin, officer):
    def guard(account):
        return "还有 5 件待办" if account == officer else ""

    DEACTIVATION_GUARDS.append(guard)
    try:
        with pytest.raises(DomainError, match="还有 5 件待办"):
            deactivate_account(officer, by=sysadmin)
    finally:
        DEACTIVATION_GUARDS.remove(guard)


def test_nobody_closes_his_own_account(sysadmin):
    with pytest.raises(NotAllowed):
        deactivate_account(sysadmin, by=sysadmin)


def test_last_security_administrator_of_the_province_stays(sysadmin, secadmin):
    with pytest.raises(DomainError, match="安全员是云南省总工会唯一的安全管理员"):
        deactivate_account(secadmin, by=sysadmin)
    user_with(Role.SECURITY_ADMIN, "530000")
    assert deactivate_account(secadmin, by=sysadmin).is_active is False


def test_security_administrator_of_a_county_may_go_while_one_above_stays(sysadmin, secadmin, county_secadmin):
    assert deactivate_account(county_secadmin, by=sysadmin).is_active is False


def test_only_the_system_administrator_of_the_place_closes(secadmin, county_sysadmin, reviewer):
    stranger = UserFactory(union=Union.objects.get(code="532525"))
    for user, target in [(secadmin, reviewer), (county_sysadmin, stranger), (reviewer, stranger)]:
        with pytest.raises(NotAllowed):
            deactivate_account(target, by=user)


def test_reopened_account_has_a_first_password_and_no_role(as_user, sysadmin, officer, press):
    old_session = as_user(officer)
    deactivate_account(officer, by=sysadmin)
    issued = reactivate_account(officer, by=sysadmin, press=press)
    assert again(officer).check_password(issued.password)
    assert again(officer).must_change_password is True
    assert again(officer).scope.roles == frozenset()
    assert old_session.get("/password/").url == "/login/?next=%2Fpassword%2F"


def test_reopening_twice_gives_one_password(sysadmin, officer, press):
    deactivate_account(officer, by=sysadmin)
    first, second = (reactivate_account(officer, by=sysadmin, press=press).password for _press in range(2))
    assert first == second


def test_account_in_use_is_not_reopened(sysadmin, officer):
    with pytest.raises(DomainError, match="已经在用"):
        reactivate_account(officer, by=sysadmin, press=new_press())


def test_account_of_a_closed_union_is_not_reopened(sysadmin, officer, press):
    deactivate_account(officer, by=sysadmin)
    Union.objects.filter(code="532524").update(is_active=False)
    with pytest.raises(DomainError, match="所属的建水县总工会已撤销"):
        reactivate_account(officer, by=sysadmin, press=press)


def test_page_says_what_will_happen_then_does_it(as_user, sysadmin, officer, press):
    client = as_user(sysadmin)
    page = client.get("/accounts/officer/deactivate/").content.decode()
    assert "将停用 1 个账号：经办员（officer），建水县总工会。" in page
    assert "收回角色：经办 · 建水县总工会" in page
    assert client.post("/accounts/officer/deactivate/").url == "/accounts/officer/"
    answer = client.post("/accounts/officer/reactivate/", {"press": press})
    assert answer.context["password"] in answer.content.decode()


def test_page_names_what_stands_against_it(as_user, sysadmin, cadre):
    page = as_user(sysadmin).get("/accounts/cadre/deactivate/").content.decode()
    assert "还不能停用，请先办完以下事项" in page
    assert "停用该账号" not in page


def test_reactivating_is_a_post(as_user, sysadmin, officer):
    assert as_user(sysadmin).get("/accounts/officer/reactivate/").status_code == 405
