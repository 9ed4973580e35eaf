"""The list of accounts, one account, and a person's own page."""

import datetime

import pytest
from django.utils import timezone

from organizations.enums import Role
from tests.support.factories import UserFactory, union, user_with

pytestmark = pytest.mark.django_db


@pytest.fixture
def names(as_user, sysadmin):
    """Return the user names that the list shows for a query."""
    client = as_user(sysadmin)

    def found(query=""):
        return [account.username for account in client.get(f"/accounts/?{query}").context["page"]]

    return found


def test_list_shows_accounts_in_use_with_their_roles(as_user, names, sysadmin, officer):
    UserFactory(username="gone", is_active=False)
    assert names() == ["officer", "sysadmin"]
    assert "经办" in as_user(sysadmin).get("/accounts/").content.decode()


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("q=经办员", ["officer"]),
        ("q=offi", ["officer"]),
        ("q=139", ["officer"]),
        ("role=officer", ["officer", "outsider"]),
        ("role=none", ["clerk"]),
        ("role=nonsense", ["clerk", "officer", "outsider", "sysadmin"]),
        ("state=closed", ["gone"]),
        ("state=all", ["clerk", "gone", "officer", "outsider", "sysadmin"]),
        ("union=532524", ["clerk", "officer"]),
        ("union=999999", ["clerk", "officer", "outsider", "sysadmin"]),
        ("union=532500&role=officer", ["officer"]),
    ],
)
def test_list_narrows(names, officer, outsider, clerk, query, expected):
    officer.phone = "13987300009"
    officer.save()
    UserFactory(username="gone", is_active=False)
    assert names(query) == expected


def test_role_that_was_taken_back_does_not_count(names, officer):
    officer.role_assignments.update(revoked_at=timezone.now())
    assert names("role=officer") == []


def test_list_costs_the_same_with_many_accounts(as_user, sysadmin, django_assert_num_queries):
    client = as_user(sysadmin)
    for _number in range(3):
        user_with(Role.CADRE)
        with django_assert_num_queries(7):
            client.get("/accounts/?union=532524")


def test_page_masks_the_phone_and_shows_the_roles(as_user, sysadmin, officer):
    officer.phone = "13987300009"
    officer.save()
    page = as_user(sysadmin).get("/accounts/officer/").content.decode()
    assert "139****0009" in page
    assert "13987300009" not in page
    assert "建水县总工会及下级" in page


def test_account_outside_the_range_is_not_found(as_user, county_sysadmin, outsider):
    client = as_user(county_sysadmin)
    for act in ("", "edit/", "move/", "deactivate/"):
        assert client.get(f"/accounts/outsider/{act}").status_code == 404
    assert client.post("/accounts/outsider/reactivate/").status_code == 404


def test_who_administers_nothing_gets_no_account_page(as_user, officer, reviewer):
    client = as_user(officer)
    assert client.get("/accounts/reviewer/").status_code == 404
    assert client.get("/accounts/officer/").status_code == 403


def test_own_page_shows_roles_and_when_they_end(as_user, officer):
    officer.role_assignments.update(expires_on=timezone.localdate() + datetime.timedelta(days=20))
    page = as_user(officer).get("/me/").content.decode()
    assert ("经办" in page, "建水县总工会及下级" in page, "即将到期" in page) == (True, True, True)


def test_own_page_of_who_has_no_role_says_whom_to_ask(as_user, clerk):
    assert "您还没有角色，不能查看档案" in as_user(clerk).get("/me/").content.decode()


def test_own_page_leaves_out_what_is_over(as_user, officer):
    officer.role_assignments.update(revoked_at=timezone.now())
    assert as_user(officer).get("/me/").context["roles"] == []


def test_account_of_the_list_names_its_union(as_user, sysadmin, officer):
    assert union("532524").name in as_user(sysadmin).get("/accounts/?q=officer").content.decode()


def test_the_own_page_leads_to_every_page_of_the_navigation(as_user, officer):
    page = as_user(officer).get("/me/").content.decode()
    listed = page[page.index('aria-label="全部功能"') : page.index("<h2>账号</h2>")]
    assert all(word in listed for word in ("年度复核", "公示", "退出后监测"))
