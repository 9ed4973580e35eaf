"""The demo accounts: each logs in, and a second start changes nothing but what it must."""

import pytest
from django.test import Client
from django.urls import reverse

from organizations.models import RoleAssignment, User
from reports.demo.accounts import ACCOUNTS, ensure_accounts, greeting, password


@pytest.fixture
def accounts(db, settings, tmp_path):
    settings.APP_HOME = tmp_path
    settings.DEMO_PASSWORD = ""
    ensure_accounts()


@pytest.mark.parametrize("username", [account[0] for account in ACCOUNTS])
def test_each_account_logs_in_and_sees_its_first_page(accounts, username):
    client = Client()
    page = client.post(reverse("login"), {"username": username, "password": password()}, follow=True)
    assert page.status_code == 200
    assert page.request["PATH_INFO"] == "/"
    assert "今天的工作" in page.content.decode()


def test_a_second_start_makes_nothing_twice(accounts):
    before = (User.objects.count(), RoleAssignment.objects.count())
    ensure_accounts()
    assert (User.objects.count(), RoleAssignment.objects.count()) == before == (21, 21)


def test_a_password_set_by_the_environment_counts_from_the_next_start(accounts, settings):
    settings.DEMO_PASSWORD = "Mengzi-2026"
    ensure_accounts()
    assert User.objects.get(username="cadre").check_password("Mengzi-2026")


def test_the_kept_password_is_for_its_owner_only(accounts, settings):
    kept = settings.APP_HOME / "demo-password"
    assert kept.stat().st_mode & 0o777 == 0o600
    assert kept.read_text() in greeting()


def test_the_greeting_names_all(accounts):
    assert [name for name, *_rest in ACCOUNTS if f"  {name} " not in greeting()] == []


def test_without_demo_accounts_there_is_nothing_to_greet_with(db):
    assert greeting() == ""
