"""The command that opens the first three administrators."""

import pytest
from django.core.management import CommandError, call_command

from organizations.actions.administrators import open_first_administrators
from organizations.models import User
from tests.support.factories import UserFactory

pytestmark = pytest.mark.django_db


def run(capsys):
    call_command("create_administrators")
    return capsys.readouterr().out.split("\n")


def test_three_accounts_open_with_their_roles_and_passwords(capsys):
    printed = dict(line.split() for line in run(capsys) if line)
    assert list(printed) == ["sysadmin", "secadmin", "auditadmin"]
    for username, password in printed.items():
        account = User.objects.get(username=username)
        assert account.check_password(password)
        assert account.scope.roles == {username}
        assert account.must_change_password is True


def test_second_run_opens_nothing(capsys):
    open_first_administrators()
    assert run(capsys)[0] == "the province has its three administrators; nothing was opened"
    assert User.objects.count() == 3


def test_only_what_is_missing_is_opened(sysadmin):
    assert [issued.account.username for issued in open_first_administrators()] == ["secadmin", "auditadmin"]


def test_name_that_is_taken_is_said(capsys):
    UserFactory(username="secadmin")
    with pytest.raises(CommandError, match="have a security admin assign it"):
        run(capsys)
    assert User.objects.filter(username="sysadmin").exists() is False
