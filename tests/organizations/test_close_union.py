"""Closing a union, and taking that back."""

import pytest

from core.errors import DomainError, NotAllowed
from organizations.actions.unions import CLOSING_GUARDS, close_union, create_union, reopen_union
from organizations.enums import AccessVerb, UnionKind
from organizations.models import Union
from tests.support.factories import UserFactory, union

pytestmark = pytest.mark.django_db


@pytest.fixture
def township(sysadmin):
    return create_union(union("532524"), by=sysadmin, kind=UnionKind.TOWNSHIP, name="临安镇总工会")


def test_closed_union_keeps_its_place_and_leaves_a_line(sysadmin, township, log_lines):
    closed = close_union(township, by=sysadmin)
    assert (closed.is_active, closed.path) == (False, township.path)
    assert log_lines(AccessVerb.ADMIN)[-1] == ("sysadmin", "532524-001", "撤销工会：临安镇总工会")


def test_closing_twice_changes_nothing(sysadmin, township, log_lines):
    for _press in range(2):
        close_union(township, by=sysadmin)
    assert [detail for _user, _subject, detail in log_lines(AccessVerb.ADMIN)].count("撤销工会：临安镇总工会") == 1


def test_unions_and_accounts_below_stand_against_it(sysadmin, township):
    create_union(township, by=sysadmin, kind=UnionKind.GRASSROOTS, name="第一小学工会")
    UserFactory(union=township)
    UserFactory(union=township, is_active=False)
    with pytest.raises(DomainError, match="还有 1 个在用的下级工会.*；还有 1 个在用的账号"):
        close_union(township, by=sysadmin)


def test_other_apps_may_stand_against_it(sysadmin, township):
    def archives_are_open(closing):
        return "还有 3 户在册档案，请先移交" if closing == township else ""

    CLOSING_GUARDS.append(archives_are_open)
    try:
        with pytest.raises(DomainError, match="还有 3 户在册档案，请先移交"):
            close_union(township, by=sysadmin)
    finally:
        CLOSING_GUARDS.remove(archives_are_open)


def test_only_the_administrator_above_closes(county_sysadmin, secadmin, township):
    for user, target in [(county_sysadmin, "532524"), (secadmin, "532524-001"), (secadmin, "530000")]:
        with pytest.raises(NotAllowed):
            close_union(union(target), by=user)
    assert close_union(township, by=county_sysadmin).is_active is False


def test_reopened_union_is_in_use_again(sysadmin, township):
    close_union(township, by=sysadmin)
    for _press in range(2):
        assert reopen_union(township, by=sysadmin).is_active is True


def test_union_below_a_closed_one_is_not_reopened(sysadmin, township):
    close_union(township, by=sysadmin)
    Union.objects.filter(code="532524").update(is_active=False)
    with pytest.raises(DomainError, match="请先恢复上级工会"):
        reopen_union(township, by=sysadmin)


def test_page_says_what_will_happen_then_does_it(as_user, sysadmin, township):
    client = as_user(sysadmin)
    assert (
        "将撤销 1 个工会：临安镇总工会（编码 532524-001）" in client.get("/unions/532524-001/close/").content.decode()
    )
    assert client.post("/unions/532524-001/close/").url == "/unions/532524-001/"
    assert client.post("/unions/532524-001/reopen/").url == "/unions/532524-001/"


def test_page_names_what_stands_against_it_and_offers_no_button(as_user, sysadmin, township):
    UserFactory(union=township)
    page = as_user(sysadmin).get("/unions/532524-001/close/").content.decode()
    assert "还有 1 个在用的账号" in page
    assert "撤销该工会" not in page
