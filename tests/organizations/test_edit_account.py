"""Correcting an account's name, phone and position."""

import pytest

from core.errors import NotAllowed
from organizations.actions.accounts import edit_account
from organizations.enums import AccessVerb

pytestmark = pytest.mark.django_db


def test_changed_facts_are_kept_and_named_in_the_log(sysadmin, clerk, log_lines):
    edited = edit_account(clerk, by=sysadmin, name="新来的", phone="13987300002", position="科员")
    assert (edited.name, edited.phone, edited.position) == ("新来的", "13987300002", "科员")
    assert log_lines(AccessVerb.ADMIN) == [("sysadmin", "clerk", "修改账号资料：手机号码、职务")]


def test_saving_without_a_change_leaves_no_line(sysadmin, clerk, log_lines):
    edit_account(clerk, by=sysadmin, name=clerk.name)
    assert log_lines(AccessVerb.ADMIN) == []


def test_nobody_edits_his_own_account(sysadmin):
    with pytest.raises(NotAllowed, match="不能更改本人的账号"):
        edit_account(sysadmin, by=sysadmin, name="我")


def test_security_administrator_and_officer_do_not_edit(secadmin, officer, clerk):
    for user in (secadmin, officer):
        with pytest.raises(NotAllowed):
            edit_account(clerk, by=user, name="某")


def test_form_forgives_full_width_digits(as_user, sysadmin, clerk):
    data = {"name": "新来的", "phone": "１３９８７３００００２", "position": ""}
    assert as_user(sysadmin).post("/accounts/clerk/edit/", data).url == "/accounts/clerk/"
    clerk.refresh_from_db()
    assert clerk.phone == "13987300002"
