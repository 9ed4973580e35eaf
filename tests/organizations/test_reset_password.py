"""Handing out a first password again, and unlocking."""

import pytest
from axes.models import AccessAttempt
from django.test import Client

from core.errors import DomainError, NotAllowed
from organizations.actions.passwords import new_press, reset_password, unlock_account
from organizations.enums import AccessVerb
from organizations.models import User
from tests.support.factories import PASSWORD

pytestmark = pytest.mark.django_db


def lock(username):
    for _time in range(5):
        Client().post("/login/", {"username": username, "password": "falsch-1A"})


def log_in(username, password):
    return Client().post("/login/", {"username": username, "password": password}).status_code


def test_new_password_works_once_and_ends_the_sessions(as_user, secadmin, officer, press, log_lines):
    client = as_user(officer)
    password = reset_password(officer, by=secadmin, press=press)
    assert client.get("/me/").status_code == 302
    assert log_in("officer", password) == 302
    assert User.objects.get(pk=officer.pk).must_change_password is True
    assert log_lines(AccessVerb.ADMIN) == [("secadmin", "officer", "重置密码：经办员")]


def test_second_press_gives_the_same_password(secadmin, officer, press, log_lines):
    first, second = (reset_password(officer, by=secadmin, press=press) for _press in range(2))
    assert first == second
    assert len(log_lines(AccessVerb.ADMIN)) == 1


def test_another_page_gives_another_password(secadmin, officer, press):
    assert reset_password(officer, by=secadmin, press=press) != reset_password(officer, by=secadmin, press=new_press())


def test_reset_unlocks(secadmin, officer, press):
    lock("officer")
    assert log_in("officer", reset_password(officer, by=secadmin, press=press)) == 302


def test_unlocking_lets_the_old_password_in(secadmin, officer, log_lines):
    lock("officer")
    assert log_in("officer", PASSWORD) == 429
    for _press in range(2):
        unlock_account(officer, by=secadmin)
    assert log_in("officer", PASSWORD) == 302
    assert log_lines(AccessVerb.ADMIN) == [("secadmin", "officer", "解除登录锁定：经办员")]


def test_closed_account_gets_no_password(secadmin, officer, press):
    officer.is_active = False
    officer.save()
    with pytest.raises(DomainError, match="账号 officer 已停用"):
        reset_password(officer, by=secadmin, press=press)


@pytest.mark.parametrize("act", [unlock_account, lambda account, by: reset_password(account, by=by, press=new_press())])
def test_only_another_security_administrator_of_the_place_does_it(act, secadmin, sysadmin, county_secadmin, reviewer):
    for user, target in [(secadmin, secadmin), (sysadmin, reviewer), (county_secadmin, sysadmin), (reviewer, sysadmin)]:
        with pytest.raises(NotAllowed):
            act(target, by=user)


def test_page_shows_the_password_once(as_user, secadmin, officer, press):
    answer = as_user(secadmin).post("/accounts/officer/reset-password/", {"press": press})
    assert answer.context["password"] in answer.content.decode()
    assert "no-store" in answer.headers["Cache-Control"]


def test_page_offers_unlocking_only_while_it_is_locked(as_user, secadmin, officer):
    client = as_user(secadmin)
    assert "解除锁定" not in client.get("/accounts/officer/").content.decode()
    lock("officer")
    assert "解除锁定" in client.get("/accounts/officer/").content.decode()
    assert client.post("/accounts/officer/unlock/").url == "/accounts/officer/"
    assert AccessAttempt.objects.exists() is False


@pytest.mark.parametrize("act", ["reset-password", "unlock"])
def test_both_are_posts(as_user, secadmin, officer, act):
    assert as_user(secadmin).get(f"/accounts/officer/{act}/").status_code == 405
