"""Five wrong passwords lock an account for a quarter of an hour."""

import datetime

import pytest
from axes.models import AccessAttempt
from django.db.models import F
from django.test import Client

from organizations.enums import AccessVerb
from organizations.lockouts import locked_until
from tests.support.factories import PASSWORD

pytestmark = pytest.mark.django_db


def attempt(password, username="officer", **client):
    return Client(**client).post("/login/", {"username": username, "password": password, "next": "/me/"})


def fail_five_times():
    return [attempt("falsch-1A").status_code for _time in range(5)]


def let_minutes_pass(minutes):
    AccessAttempt.objects.update(attempt_time=F("attempt_time") - datetime.timedelta(minutes=minutes))


def test_fifth_failure_locks_and_says_for_how_long(officer):
    assert fail_five_times() == [200, 200, 200, 200, 429]
    answer = attempt(PASSWORD)
    assert answer.status_code == 429
    assert "已锁定 15 分钟" in answer.content.decode()
    assert "/login/?next=/me/" in answer.content.decode()


def test_failures_from_several_places_count_together(officer):
    for number in range(5):
        attempt("falsch-1A", REMOTE_ADDR=f"10.0.0.{number}", HTTP_USER_AGENT=f"browser {number}")
    assert attempt(PASSWORD).status_code == 429


def test_another_account_is_not_locked_with_it(officer, reviewer):
    fail_five_times()
    assert attempt(PASSWORD, "reviewer").status_code == 302


def test_lock_opens_by_itself_after_the_minutes_it_named(officer):
    fail_five_times()
    let_minutes_pass(10)
    # Trying again while it is locked does not make it longer.
    assert attempt(PASSWORD).status_code == 429
    let_minutes_pass(6)
    assert attempt(PASSWORD).status_code == 302


def test_success_forgets_earlier_failures(officer):
    for _time in range(4):
        attempt("falsch-1A")
    assert attempt(PASSWORD).status_code == 302
    assert attempt("falsch-1A").status_code == 200


def test_log_tells_attempts_on_a_locked_account_apart(officer, log_lines):
    fail_five_times()
    attempt(PASSWORD)
    details = [detail for _user, _subject, detail in log_lines(AccessVerb.LOGIN_FAILED)]
    assert details == ["", "", "", "", "账号已锁定", "账号已锁定"]


def test_account_page_knows_until_when(officer):
    assert locked_until("officer") is None
    fail_five_times()
    last = AccessAttempt.objects.get().attempt_time
    assert locked_until("officer") == last + datetime.timedelta(minutes=15)
