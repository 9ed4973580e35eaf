"""Logging visits on a phone: what the form's script does, in a real browser."""

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse

from households.enums import GrantKind
from households.models import ArchiveGrant, Household
from organizations.enums import Role
from pairing.models import Visit
from tests.support.factories import CadreFactory, HouseholdFactory, PairingFactory, user_with
from tests.support.files import photo

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("reference")]


@pytest.fixture
def home(reference):
    """A household of 赵小兰 with its cadre ``cadre``."""
    household = HouseholdFactory()
    user = user_with(Role.CADRE, username="cadre", name="帮扶干部甲")
    PairingFactory(household=household, cadre=CadreFactory(name=user.name, user=user))
    ArchiveGrant.objects.create(household=household, user=user, kind=GrantKind.PAIRING)
    return household


@pytest.fixture
def form(phone, home):
    """The visit form on the phone of the cadre."""
    phone.log_in("cadre")
    return phone.open(reverse("visit_log", args=[home.archive_no]))


def tell(page, words="病情平稳。"):
    page.get_by_text("职工本人", exact=True).click()
    page.get_by_label("走访情况").fill(words)


def add_difficulty(page, number, need, words):
    page.get_by_role("button", name="添加一项困难").click()
    page.locator(f"#id_found-{number}-need").select_option(label=need)
    page.locator(f"#id_found-{number}-description").fill(words)


def choose_photo(page, **facts):
    picture = {"name": "合影.jpg", "mimeType": "image/jpeg", "buffer": photo(**facts)}
    page.get_by_label("拍照或选择照片").set_input_files([picture])
    page.get_by_role("img", name="照片").first.wait_for()


def save(page):
    page.get_by_role("button", name="保存走访").click()


def test_a_visit_with_two_difficulties_and_a_photo_that_is_shrunk(phone, form, home):
    tell(form)
    add_difficulty(form, 0, "医疗", "透析费用高")
    add_difficulty(form, 1, "就学", "女儿学费")
    choose_photo(form, size=(2400, 1200))
    phone.assert_well_made()
    form.get_by_role("button", name="保存走访").dblclick()
    form.wait_for_url("**/mine/")
    visit = Visit.objects.get()
    attachment = visit.photos.get().attachment
    assert [d.description for d in visit.difficulties.order_by("number")] == ["透析费用高", "女儿学费"]
    assert attachment.size < len(photo(size=(2400, 1200))) * 2
    assert "已登记 赵小兰" in form.content()
    phone.assert_well_made()


def test_what_is_wrong_is_said_without_losing_anything(phone, form):
    tell(form, "写了很多字")
    form.get_by_role("button", name="添加一项困难").click()
    form.locator("#id_found-0-need").select_option(label="医疗")
    choose_photo(form)
    save(form)
    form.get_by_text("请写明是什么困难。").first.wait_for()
    assert form.get_by_label("走访情况").input_value() == "写了很多字"
    assert form.get_by_role("img", name="照片 1").is_visible()
    phone.assert_well_made()


def test_a_draft_comes_back_without_personal_numbers_and_goes_after_saving(form, home):
    tell(form, "新号码 13987300001")
    choose_photo(form)
    form.get_by_text("草稿已存于本机").wait_for()
    form.reload()
    form.get_by_text("已恢复").wait_for()
    assert form.get_by_label("走访情况").input_value() == "新号码 （号码未保留）"
    form.get_by_role("img", name="照片 1").wait_for()
    save(form)
    form.wait_for_url("**/mine/")
    assert form.evaluate("Object.keys(localStorage).length") == 0
    assert Household.objects.get().visits.get().photos.count() == 1


def test_without_a_network_the_visit_waits_and_is_then_saved_once(form, phone):
    tell(form)
    phone.context.set_offline(True)
    save(form)
    form.get_by_text("网络不通").wait_for()
    assert not Visit.objects.exists()
    phone.context.set_offline(False)
    form.wait_for_url("**/mine/")
    assert Visit.objects.count() == 1


def test_a_session_that_ended_leads_through_the_login_back_to_the_draft(form, phone, home):
    tell(form, "会话结束前写的")
    Session.objects.all().delete()
    save(form)
    form.get_by_text("登录已超时").wait_for()
    form.get_by_role("link", name="重新登录").click()
    assert reverse("visit_log", args=[home.archive_no]) in form.url


def test_the_next_visit_follows_the_day_and_the_method(form):
    form.get_by_label("走访日期").fill("2026-03-02")
    assert form.get_by_label("下次走访").input_value() == "2026-06-02"


def test_after_a_call_the_card_offers_to_log_it(phone, home):
    phone.log_in("cadre")
    page = phone.open(reverse("my_households"))
    page.evaluate("document.querySelector('[data-call]').addEventListener('click', (e) => e.preventDefault())")
    page.get_by_role("link", name="打电话").click()
    page.get_by_role("link", name="登记这次电话").click()
    assert page.get_by_role("radio", name="电话联系").is_checked()
