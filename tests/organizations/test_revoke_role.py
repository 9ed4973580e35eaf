"""Taking a role back, and roles that end by themselves."""

import datetime

import pytest
from django.utils import timezone

from core.errors import DomainError, NotAllowed
from organizations.actions.roles import revoke_role
from organizations.enums import AccessVerb, Role
from organizations.models import User
from tests.support.factories import user_with

pytestmark = pytest.mark.django_db


def again(account):
    return User.objects.get(pk=account.pk)


def test_role_ends_at_once_and_stays_in_the_history(secadmin, officer, log_lines):
    revoked = revoke_role(officer.role_assignments.get(), by=secadmin)
    assert again(officer).scope.roles == frozenset()
    assert (revoked.revoked_by, revoked.is_live) == (secadmin, False)
    assert log_lines(AccessVerb.ADMIN) == [("secadmin", "officer", "收回角色：经办 · 建水县总工会")]


def test_taking_back_twice_changes_nothing(secadmin, officer, log_lines):
    for _press in range(2):
        revoke_role(officer.role_assignments.get(), by=secadmin)
    assert len(log_lines(AccessVerb.ADMIN)) == 1


def test_role_lasts_through_its_last_day_and_not_longer(officer):
    today = timezone.localdate()
    assignment = officer.role_assignments.get()
    assignment.valid_from, assignment.expires_on = today - datetime.timedelta(days=9), today
    assignment.save()
    assert again(officer).scope.roles == {Role.OFFICER}
    assignment.expires_on = today - datetime.timedelta(days=1)
    assignment.save()
    assert again(officer).scope.roles == frozenset()


def test_role_that_begins_later_has_no_effect_yet(officer):
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)
    officer.role_assignments.update(valid_from=tomorrow)
    assert again(officer).scope.roles == frozenset()


def test_expired_role_closes_the_list_of_archives(as_user, officer, household):
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    officer.role_assignments.update(valid_from=yesterday, expires_on=yesterday)
    assert as_user(officer).get(f"/households/{household.archive_no}/").status_code == 404


def test_nobody_takes_back_his_own_role(secadmin):
    with pytest.raises(NotAllowed, match="不能更改本人的角色"):
        revoke_role(secadmin.role_assignments.get(), by=secadmin)


def test_only_the_security_administrator_of_the_place_takes_back(sysadmin, county_secadmin, officer, outsider):
    for user, target in [(sysadmin, officer), (county_secadmin, outsider), (officer, outsider)]:
        with pytest.raises(NotAllowed):
            revoke_role(target.role_assignments.get(), by=user)


def test_last_system_administrator_of_the_province_stays(secadmin, sysadmin):
    with pytest.raises(DomainError, match="系统员是云南省总工会唯一的系统管理员"):
        revoke_role(sysadmin.role_assignments.get(), by=secadmin)
    user_with(Role.SYSTEM_ADMIN, "530000")
    assert not revoke_role(sysadmin.role_assignments.get(), by=secadmin).is_live


def test_button_takes_back_and_the_page_keeps_the_history(as_user, secadmin, officer):
    client = as_user(secadmin)
    assignment = officer.role_assignments.get()
    assert client.post(f"/accounts/officer/roles/{assignment.pk}/revoke/").url == "/accounts/officer/"
    page = client.get("/accounts/officer/").content.decode()
    assert "以往角色" in page
    assert "安全员收回" in page


def test_role_of_another_account_is_not_found(as_user, secadmin, officer, reviewer):
    other = reviewer.role_assignments.get()
    assert as_user(secadmin).post(f"/accounts/officer/roles/{other.pk}/revoke/").status_code == 404


def test_taking_back_is_a_post(as_user, secadmin, officer):
    assignment = officer.role_assignments.get()
    assert as_user(secadmin).get(f"/accounts/officer/roles/{assignment.pk}/revoke/").status_code == 405
