"""Renaming a union and changing its code."""

import pytest
from django.utils import timezone

from core.errors import DomainError, NotAllowed
from organizations.actions.unions import edit_union
from organizations.enums import AccessVerb
from organizations.models import DivisionCode
from tests.support.factories import union

pytestmark = pytest.mark.django_db


def edit(by, target="532524", name="建水县总工会", code="532524", division_name="建水县"):
    return edit_union(union(target), by=by, name=name, code=code, division_name=division_name)


def test_new_name_shows_and_leaves_a_line(sysadmin, log_lines):
    assert edit(sysadmin, name="建水市总工会").name == "建水市总工会"
    assert log_lines(AccessVerb.ADMIN) == [
        ("sysadmin", "532524", "修改工会：建水县总工会（532524）改为 建水市总工会（532524）")
    ]


def test_saving_without_a_change_leaves_no_line(sysadmin, log_lines):
    edit(sysadmin)
    assert log_lines(AccessVerb.ADMIN) == []


def test_former_division_code_stays_known_with_its_last_year(sysadmin):
    edited = edit(sysadmin, name="建水市总工会", code="532505", division_name="建水市")
    codes = DivisionCode.objects.filter(union=edited).order_by("code")
    assert list(codes.values_list("code", "name", "valid_to")) == [
        ("532505", "建水市", None),
        ("532524", "建水县", timezone.localdate().year),
    ]


def test_name_of_a_sister_is_refused(sysadmin):
    with pytest.raises(DomainError, match="红河州总工会之下已有同名工会"):
        edit(sysadmin, name="石屏县总工会")


def test_code_of_a_sister_is_refused(sysadmin):
    with pytest.raises(DomainError, match="现由或曾由 石屏县总工会 使用"):
        edit(sysadmin, code="532525")


def test_empty_name_is_refused(sysadmin):
    with pytest.raises(DomainError, match="请填写工会名称"):
        edit(sysadmin, name=" ")


def test_only_the_system_administrator_of_the_place_edits(secadmin, officer, county_sysadmin):
    for user, target in [(secadmin, "532524"), (officer, "532524"), (county_sysadmin, "532525")]:
        with pytest.raises(NotAllowed):
            edit(user, target)


def test_form_comes_filled_and_saves(as_user, sysadmin):
    client = as_user(sysadmin)
    assert 'value="建水县总工会"' in client.get("/unions/532524/edit/").content.decode()
    data = {"name": "建水市总工会", "code": "532524", "division_name": "建水市"}
    assert client.post("/unions/532524/edit/", data).url == "/unions/532524/"
