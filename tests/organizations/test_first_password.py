"""A first or expired password opens nothing but its own change; new passwords follow the rules."""

import datetime

import pytest
from django.utils import timezone

from organizations.enums import AccessVerb
from tests.support.factories import PASSWORD

pytestmark = pytest.mark.django_db

NEW = "Linan-2027"


def change(client, new=NEW, again=None, old=PASSWORD, **more):
    data = {"old_password": old, "new_password1": new, "new_password2": again or new, **more}
    return client.post("/password/", data)


@pytest.fixture
def newcomer(clerk):
    clerk.must_change_password = True
    clerk.save()
    return clerk


def test_first_password_leads_every_page_to_its_change(as_user, newcomer):
    client = as_user(newcomer)
    assert client.get("/me/").url == "/password/?next=%2Fme%2F"
    assert "您使用的是初始密码" in client.get("/password/").content.decode()


def test_change_leads_on_and_frees_the_rest(as_user, newcomer):
    client = as_user(newcomer)
    assert change(client, next="/me/").url == "/me/"
    assert client.get("/me/").status_code == 200


def test_with_a_first_password_one_can_still_log_out(as_user, newcomer):
    assert as_user(newcomer).post("/logout/").url == "/login/"


def test_part_of_a_page_sends_the_whole_page_to_the_change(as_user, newcomer):
    response = as_user(newcomer).get("/me/", HTTP_HX_REQUEST="true")
    assert response.headers["HX-Redirect"] == "/password/"


def test_password_that_is_too_old_must_be_changed(as_user, officer, settings):
    officer.password_changed_at = timezone.now() - datetime.timedelta(days=settings.PASSWORD_DAYS, minutes=1)
    officer.save()
    client = as_user(officer)
    assert client.get("/me/").url == "/password/?next=%2Fme%2F"
    assert "密码已到更换期限" in client.get("/password/").content.decode()
    change(client)
    assert client.get("/me/").status_code == 200


def test_passwords_need_not_expire(as_user, officer, settings):
    settings.PASSWORD_DAYS = 0
    officer.password_changed_at = timezone.now() - datetime.timedelta(days=1000)
    officer.save()
    assert as_user(officer).get("/me/").status_code == 200


@pytest.mark.parametrize(
    ("new", "again", "old", "reason"),
    [
        ("Ab-1", None, PASSWORD, "至少"),
        ("abcdefgh1", None, PASSWORD, "至少三类"),
        ("Password1", None, PASSWORD, "常见"),
        ("Officer-1", None, PASSWORD, "相似"),
        (PASSWORD, None, PASSWORD, "新密码不能与原密码相同"),
        (NEW, "Linan-2028", PASSWORD, "两次输入的新密码不一致"),
        (NEW, None, "falsch-1A", "原密码不正确"),
    ],
)
def test_rules_of_a_new_password(as_user, officer, new, again, old, reason):
    response = change(as_user(officer), new, again, old)
    assert (response.status_code, reason in response.content.decode()) == (200, True)
    officer.refresh_from_db()
    assert officer.check_password(PASSWORD)


def test_change_ends_the_other_sessions_and_leaves_a_line(as_user, officer, log_lines):
    here, elsewhere = as_user(officer), as_user(officer)
    change(here)
    assert here.get("/me/").status_code == 200
    assert elsewhere.get("/me/").status_code == 302
    assert log_lines(AccessVerb.ADMIN) == [("officer", "officer", "修改本人密码")]
