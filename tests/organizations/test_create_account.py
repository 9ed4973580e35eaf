"""Opening an account."""

import pytest

from core.errors import DomainError, NotAllowed
from organizations.actions.accounts import create_account
from organizations.actions.passwords import new_press
from organizations.enums import AccessVerb
from organizations.models import Union, User
from organizations.passwords import CharacterClasses
from tests.support.factories import union

pytestmark = pytest.mark.django_db


@pytest.fixture
def create(sysadmin, press):
    def act(username="yang.xm", *, by=sysadmin, code="532524", **more):
        facts = {"press": press, "name": "杨小明", "union": union(code), "phone": "13987300001"}
        return create_account(by=by, username=username, **facts | more)

    return act


def test_account_opens_without_roles_and_with_a_password_to_be_changed(create, log_lines):
    issued = create()
    account = User.objects.get(username="yang.xm")
    assert account.check_password(issued.password)
    assert (account.must_change_password, account.scope.roles) == (True, frozenset())
    assert log_lines(AccessVerb.ADMIN) == [("sysadmin", "yang.xm", "新建账号：杨小明，建水县总工会")]


def test_first_passwords_keep_the_rules_and_are_all_different(create):
    passwords = {create(f"cadre{number}").password for number in range(20)}
    assert len(passwords) == 20
    for password in passwords:
        CharacterClasses().validate(password)
        assert len(password) == 14


def test_second_press_gives_the_same_account_and_password(create):
    assert create() == create()
    assert User.objects.filter(username="yang.xm").count() == 1


def test_another_form_with_the_same_user_name_is_refused(create):
    create()
    with pytest.raises(DomainError, match="账号 yang.xm 已有人使用") as refusal:
        create(press=new_press(), name="杨小梅")
    assert refusal.value.field == "username"


def test_press_of_a_forged_or_stale_page_is_refused(create):
    with pytest.raises(DomainError, match="页面打开已久"):
        create(press="abc:def")


@pytest.mark.parametrize("username", ["ab", "add", "杨小明", "a b c d", "-yang", "a" * 31])
def test_user_names_fit_an_address(create, username):
    with pytest.raises(DomainError, match="账号用 4 至 30 位") as refusal:
        create(username)
    assert refusal.value.field == "username"


def test_capitals_are_written_small(create):
    assert create("Yang.XM").account.username == "yang.xm"


def test_closed_union_gets_no_account(create):
    Union.objects.filter(code="532524").update(is_active=False)
    with pytest.raises(DomainError, match="已撤销，不能新建账号"):
        create()


def test_only_the_system_administrator_of_the_place_opens_accounts(create, secadmin, officer, county_sysadmin):
    for user, code in [(secadmin, "532524"), (officer, "532524"), (county_sysadmin, "532525")]:
        with pytest.raises(NotAllowed):
            create(by=user, code=code)


def test_page_shows_the_password_in_the_answer_and_nowhere_else(as_user, sysadmin, press):
    client = as_user(sysadmin)
    data = {"username": "yang.xm", "name": "杨小明", "union": "532524", "press": press}
    answer = client.post("/accounts/add/", data)
    password = answer.context["password"]
    assert password in answer.content.decode()
    assert "no-store" in answer.headers["Cache-Control"]
    assert password not in client.get("/accounts/yang.xm/").content.decode()


def test_form_keeps_what_was_typed(as_user, sysadmin, officer, press):
    data = {"username": "officer", "name": "杨小明", "union": "532524", "phone": "abc", "press": press}
    page = as_user(sysadmin).post("/accounts/add/", data).content.decode()
    assert "请填写手机或座机号码" in page
    assert 'value="杨小明"' in page
    assert 'value="532524" checked' in page


def test_form_refuses_a_union_outside_the_range(as_user, county_sysadmin, press):
    data = {"username": "yang.xm", "name": "杨小明", "union": "530100", "press": press}
    assert "没有找到这个工会" in as_user(county_sysadmin).post("/accounts/add/", data).content.decode()
