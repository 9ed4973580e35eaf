"""render_booklet: the booklet as a file, masked unless an account with the right prints it."""

import pytest
from django.core.management import CommandError, call_command

from households.models import Member
from organizations.models import AccessLog
from tests.reports.booklet_case import full_household, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def household(officer):
    return full_household(officer)


@pytest.fixture
def identity_no(household):
    return Member.objects.get(household=household, relation="self").identity_no


def printed(household, tmp_path, **options) -> str:
    call_command("render_booklet", household.archive_no, out=tmp_path / "x.pdf", **options)
    return text_of((tmp_path / "x.pdf").read_bytes())


def test_without_an_account_numbers_are_masked(household, identity_no, tmp_path):
    text = printed(household, tmp_path)
    assert household.archive_no in text
    assert identity_no not in text
    assert AccessLog.objects.get().user is None


def test_an_officer_gets_them_in_full_and_stands_in_the_log(household, identity_no, officer, tmp_path):
    assert identity_no in printed(household, tmp_path, by="officer")
    assert AccessLog.objects.get().user == officer


def test_a_registrar_gets_them_masked(household, identity_no, registrar, tmp_path):
    assert identity_no not in printed(household, tmp_path, by="registrar")


def test_outside_the_scope_there_is_no_such_archive(household, outsider, tmp_path):
    with pytest.raises(CommandError, match="管辖范围"):
        printed(household, tmp_path, by="outsider")
    assert not (tmp_path / "x.pdf").exists()


def test_an_unknown_account_or_archive_is_named(household, tmp_path):
    with pytest.raises(CommandError, match="没有账号 nobody"):
        printed(household, tmp_path, by="nobody")
    with pytest.raises(CommandError, match="没有档案 1"):
        call_command("render_booklet", "1", out=tmp_path / "x.pdf")


def test_an_unprintable_character_ends_the_command_with_its_words(household, tmp_path):
    Member.objects.filter(household=household, relation="son").update(name="\U000f5d6a")
    with pytest.raises(CommandError, match="没有任何字体"):
        printed(household, tmp_path)
