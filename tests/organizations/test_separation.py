"""The three administrators: each has a part of the work, none sees business data."""

import pytest

from households.models import Household
from organizations.enums import Role
from organizations.models import AccessLog, Union, User
from tests.support.factories import user_with

pytestmark = pytest.mark.django_db

ADMINISTRATORS = [Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN]


@pytest.mark.parametrize("role", ADMINISTRATORS)
def test_no_administrator_sees_an_archive(as_user, household, role):
    admin = user_with(role, "530000")
    assert Household.objects.visible_to(admin).count() == 0
    assert admin.scope.is_business is False
    assert as_user(admin).get(f"/households/{household.archive_no}/").status_code == 404


@pytest.mark.parametrize(
    ("role", "seen"),
    [
        (Role.SYSTEM_ADMIN, (True, True, False)),
        (Role.SECURITY_ADMIN, (True, True, False)),
        (Role.AUDIT_ADMIN, (False, False, True)),
        (Role.OFFICER, (False, False, False)),
    ],
)
def test_each_opens_only_the_pages_of_the_own_work(as_user, role, seen):
    client = as_user(user_with(role, "530000"))
    answers = tuple(client.get(path).status_code for path in ("/unions/", "/accounts/", "/access-log/"))
    assert answers == tuple(200 if open_ else 403 for open_ in seen)


def test_buttons_of_an_account_follow_the_separation(as_user, sysadmin, secadmin, officer):
    system, security = (as_user(user).get("/accounts/officer/").content.decode() for user in (sysadmin, secadmin))
    assert ("停用" in system, "授予角色" in system, "重置密码" in system) == (True, False, False)
    assert ("/deactivate/" in security, "授予角色" in security, "重置密码" in security) == (False, True, True)


def test_own_account_has_no_buttons(as_user, sysadmin, secadmin):
    for user in (sysadmin, secadmin):
        page = as_user(user).get(f"/accounts/{user.username}/").content.decode()
        assert ("/deactivate/" in page, "/roles/add/" in page) == (False, False)


def test_administrators_of_a_county_see_that_county_alone(county_sysadmin, outsider, officer):
    assert list(User.objects.visible_to(county_sysadmin)) == [county_sysadmin, officer]
    assert list(Union.objects.managed_by(county_sysadmin).values_list("code", flat=True)) == ["532524"]
    assert AccessLog.objects.visible_to(county_sysadmin).count() == 0
