"""Handing out a role for a place until a day."""

import datetime

import pytest
from django.utils import timezone

from core.errors import DomainError, NotAllowed
from organizations.actions.roles import assign_role
from organizations.enums import AccessVerb, Role
from organizations.models import Office, RoleAssignment, Union, User
from tests.support.factories import UserFactory, union, user_with

pytestmark = pytest.mark.django_db


def day(days):
    return timezone.localdate() + datetime.timedelta(days=days)


def assign(account, by, role=Role.OFFICER, code="532524", days=365, **more):
    place = {} if "office" in more else {"union": union(code)}
    return assign_role(account, by=by, role=role, expires_on=day(days), **place | more)


@pytest.fixture
def office(db):
    return Office.objects.create(union=union("532524"), department="health", name="建水县卫生健康局")


def test_role_takes_effect_at_once_and_leaves_a_line(secadmin, clerk, log_lines):
    given = assign(clerk, secadmin)
    assert User.objects.get(pk=clerk.pk).scope.holds([Role.OFFICER], union("532524").path)
    assert (given.assigned_by, given.valid_from, given.expires_on) == (secadmin, day(0), day(365))
    assert log_lines(AccessVerb.ADMIN) == [
        ("secadmin", "clerk", f"授予角色：经办 · 建水县总工会，到期 {day(365):%Y-%m-%d}")
    ]


def test_pressing_twice_assigns_once(secadmin, clerk, log_lines):
    assert assign(clerk, secadmin) == assign(clerk, secadmin)
    assert len(log_lines(AccessVerb.ADMIN)) == 1


def test_same_role_with_another_day_is_renewed(secadmin, clerk):
    old = assign(clerk, secadmin, days=30)
    new = assign(clerk, secadmin, days=400)
    old.refresh_from_db()
    assert (old.revoked_by, new.expires_on) == (secadmin, day(400))
    assert clerk.role_assignments.valid_on(day(0)).get() == new


def test_several_business_roles_may_be_held_together(secadmin, clerk):
    assign(clerk, secadmin, Role.OFFICER)
    assign(clerk, secadmin, Role.CADRE)
    assert User.objects.get(pk=clerk.pk).scope.roles == {Role.OFFICER, Role.CADRE}


@pytest.mark.parametrize(
    ("held", "wanted"),
    [
        (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN),
        (Role.SECURITY_ADMIN, Role.AUDIT_ADMIN),
        (Role.AUDIT_ADMIN, Role.SYSTEM_ADMIN),
        (Role.AUDIT_ADMIN, Role.OFFICER),
        (Role.CADRE, Role.SYSTEM_ADMIN),
    ],
)
def test_three_administrators_exclude_each_other_and_every_business_role(secadmin, held, wanted):
    account = user_with(held, "532524")
    with pytest.raises(DomainError, match="互相分离") as refusal:
        assign(account, secadmin, wanted)
    assert refusal.value.field == "role"


def test_role_that_is_over_does_not_stand_against_another(secadmin):
    account = user_with(Role.OFFICER, "532524")
    account.role_assignments.update(valid_from=day(-30), expires_on=day(-1))
    assert assign(account, secadmin, Role.SYSTEM_ADMIN).is_live


def test_liaison_is_for_an_office_and_nobody_else_is(secadmin, clerk, office):
    assert assign(clerk, secadmin, Role.LIAISON, office=office).place == office
    for role, more in [(Role.LIAISON, {}), (Role.OFFICER, {"office": office}), (Role.OFFICER, {"union": None})]:
        with pytest.raises(DomainError):
            assign(clerk, secadmin, role, **more)


def test_expiry_is_today_at_the_earliest(secadmin, clerk):
    assert assign(clerk, secadmin, days=0).is_live
    with pytest.raises(DomainError, match="到期日期不能早于今天") as refusal:
        assign(clerk, secadmin, days=-1)
    assert refusal.value.field == "expires_on"


def test_role_does_not_reach_beyond_the_union_of_the_account(secadmin, clerk):
    with pytest.raises(DomainError, match=r"红河州总工会不在账号所属工会（建水县总工会）的范围内"):
        assign(clerk, secadmin, code="532500")


def test_role_does_not_reach_beyond_the_administrators_range(county_secadmin):
    account = UserFactory(union=union("532524"))
    Union.objects.filter(code="532524").update(name="建水县总工会")
    account.union = union("532500")
    account.save()
    with pytest.raises(NotAllowed):
        assign(account, county_secadmin)


def test_nobody_changes_his_own_roles(secadmin):
    with pytest.raises(NotAllowed, match="不能更改本人的角色"):
        assign(secadmin, secadmin, code="530000")


def test_only_the_security_administrator_assigns(sysadmin, auditadmin, officer, clerk):
    for user in (sysadmin, auditadmin, officer):
        with pytest.raises(NotAllowed):
            assign(clerk, user)


def test_closed_account_gets_no_role(secadmin, clerk):
    clerk.is_active = False
    clerk.save()
    with pytest.raises(DomainError, match="账号 clerk 已停用"):
        assign(clerk, secadmin)


def test_database_holds_role_and_place_together(clerk):
    wrong = RoleAssignment(user=clerk, role=Role.LIAISON, union=union("532524"), valid_from=day(0), expires_on=day(1))
    with pytest.raises(Exception, match="role_has_its_place"):
        wrong.save()


def test_form_asks_for_a_union_or_for_an_office(as_user, secadmin, clerk, office):
    client = as_user(secadmin)
    plain = client.get("/accounts/clerk/roles/add/").content.decode()
    liaison = client.get("/accounts/clerk/roles/add/?role=liaison").content.decode()
    assert ("负责的工会" in plain, "所在部门" in plain) == (True, False)
    assert ("负责的工会" in liaison, "建水县卫生健康局" in liaison) == (False, True)


def test_form_assigns_and_leads_back(as_user, secadmin, clerk, office):
    client = as_user(secadmin)
    data = {"role": "officer", "union": "532524", "expires_on": f"{day(100):%Y-%m-%d}"}
    assert client.post("/accounts/clerk/roles/add/", data).url == "/accounts/clerk/"
    data = {"role": "liaison", "office": office.pk, "expires_on": f"{day(100):%Y-%m-%d}"}
    assert client.post("/accounts/clerk/roles/add/", data).url == "/accounts/clerk/"
    assert "已授予新来的角色：部门联络员 · 建水县卫生健康局" in client.get("/accounts/clerk/").content.decode()


def test_form_shows_the_refusal_at_its_field(as_user, secadmin, officer):
    data = {"role": "sysadmin", "union": "532524", "expires_on": f"{day(100):%Y-%m-%d}"}
    page = as_user(secadmin).post("/accounts/officer/roles/add/", data).content.decode()
    assert 'id="id_role_error"' in page
    assert "该账号现有角色：经办" in page
