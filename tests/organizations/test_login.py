"""Logging in and out, each attempt with its line in the access log."""

import pytest
from django.test import Client

from organizations.enums import AccessVerb
from tests.support.factories import PASSWORD

pytestmark = pytest.mark.django_db


def log_in(client, username="officer", password=PASSWORD, **more):
    return client.post("/login/", {"username": username, "password": password, **more})


def test_right_password_leads_home_and_leaves_a_line(client, officer, log_lines):
    response = log_in(client)
    assert (response.status_code, response.url) == (302, client.get("/login/").url)
    assert log_lines(AccessVerb.LOGIN) == [("officer", "officer", "")]


def test_capitals_and_blanks_around_the_user_name_are_forgiven(client, officer):
    assert log_in(client, " Officer ").status_code == 302


def test_login_goes_on_to_the_page_that_was_asked_for(client, officer):
    assert log_in(client, next="/me/").url == "/me/"


def test_login_never_leads_to_another_site(client, officer):
    assert "elsewhere.example" not in log_in(client, next="https://elsewhere.example/").url


def test_wrong_password_says_so_without_telling_which_is_wrong(client, officer, log_lines):
    wrong = log_in(client, password="falsch-1A")
    unknown = log_in(client, "nobody", "falsch-1A")
    sentence = "账号或密码不正确，请核对后重新输入。连续 5 次不正确，账号将锁定 15 分钟。"
    assert sentence in wrong.content.decode()
    assert sentence in unknown.content.decode()
    assert log_lines(AccessVerb.LOGIN_FAILED) == [("officer", "officer", ""), (None, "nobody", "")]


@pytest.mark.parametrize("name", ["x" * 256, "ﷺ" * 150])  # the second is eighteen times as long once it is plain
def test_a_name_longer_than_any_account_is_wrong_like_others(client, name):
    assert "账号或密码不正确" in log_in(client, name).content.decode()


def test_closed_account_cannot_log_in(client, officer):
    officer.is_active = False
    officer.save()
    assert "账号或密码不正确" in log_in(client).content.decode()


def test_login_line_has_the_address_it_came_from(officer, auditadmin):
    log_in(Client(REMOTE_ADDR="10.1.2.3"))
    assert officer.access_log.get().address == "10.1.2.3"


def test_behind_a_proxy_the_line_has_the_address_that_the_proxy_saw(settings, officer, auditadmin):
    settings.PROXIES = 1
    log_in(Client(REMOTE_ADDR="127.0.0.1", headers={"X-Forwarded-For": "6.6.6.6, 10.1.2.3"}))
    assert officer.access_log.get().address == "10.1.2.3"


def test_without_a_proxy_nobody_can_make_up_an_address(officer, auditadmin):
    log_in(Client(REMOTE_ADDR="10.1.2.3", headers={"X-Forwarded-For": "6.6.6.6"}))
    assert officer.access_log.get().address == "10.1.2.3"


def test_logging_out_ends_the_session_and_leaves_a_line(as_user, officer, log_lines):
    client = as_user(officer)
    assert client.post("/logout/").url == "/login/"
    assert client.get("/me/").url == "/login/?next=%2Fme%2F"
    assert log_lines(AccessVerb.LOGOUT) == [("officer", "officer", "")]


def test_logging_out_is_a_post(as_user, officer):
    assert as_user(officer).get("/logout/").status_code == 405


def test_who_is_logged_in_is_not_asked_again(as_user, officer):
    assert as_user(officer).get("/login/?next=/me/").url == "/me/"
