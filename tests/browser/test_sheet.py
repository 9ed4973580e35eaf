"""The questionnaire on a phone: it keeps itself over a bad network, knows a second window, and shows what is asked."""

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse

from audits.models import Interview
from audits.verification.enums import Round
from tests.support.fieldstory import HEAD, given_out, households, people
from tests.support.files import photo

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("reference")]
PERSONS = "共同生活的家庭人口"


@pytest.fixture
def errand(reference):
    """The first visit to a household, accepted."""
    households()
    people()
    found = given_out(blind_share="0")
    one = found.interviews.get(round=Round.FIRST, sample__unit__household__head_name=HEAD)
    Interview.objects.filter(pk=one.pk).update(status="accepted")
    return one


@pytest.fixture
def sheet(phone, errand):
    """Its sheet, on the phone of its assessor."""
    phone.log_in(errand.assessor.username)
    return phone.open(reverse("fieldwork_form", args=[errand.pk]))


def saved(page):
    page.get_by_text("已保存 ").wait_for()


def answers(errand):
    errand.refresh_from_db()
    return errand.answers


def test_every_change_is_kept_and_what_is_wrong_is_said_at_the_question(phone, sheet, errand):
    question = sheet.locator("[data-question=persons]")
    sheet.get_by_label(PERSONS).fill("99")
    sheet.get_by_label("工资性收入").fill("1200.50")
    question.get_by_text("应在 1 至 30 之间").wait_for()
    saved(sheet)
    assert answers(errand) == {"persons": "99", "amount_wages": "1200.50"}
    assert sheet.get_by_text("合计 1,200.50 元").is_visible()
    sheet.get_by_label(PERSONS).fill("2")
    assert question.get_by_text("应在 1 至 30 之间").count() == 0
    phone.assert_well_made()


def test_a_question_is_shown_when_the_answer_before_asks_for_it(sheet):
    words = sheet.locator("[data-question=identity_wrong]")
    same = sheet.get_by_role("group", name="姓名、身份证号与登记一致")
    assert words.is_hidden()
    same.get_by_text("否", exact=True).click()
    words.wait_for()
    same.get_by_text("是", exact=True).click()
    words.wait_for(state="hidden")


def test_without_a_network_nothing_is_lost_and_it_is_kept_once_there_is_one(phone, sheet, errand):
    phone.context.set_offline(True)
    sheet.get_by_label(PERSONS).fill("3")
    sheet.get_by_text("未保存：网络不通").wait_for()
    assert answers(errand) == {}
    phone.context.set_offline(False)
    saved(sheet)
    assert answers(errand) == {"persons": "3"}
    assert sheet.evaluate("Object.keys(localStorage).length") == 0


def test_what_was_not_sent_comes_back_after_the_page_was_closed(phone, sheet, errand):
    sheet.route("**/form/", lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    sheet.get_by_label(PERSONS).fill("4")
    sheet.get_by_text("未保存：网络不通").wait_for()
    sheet.on("dialog", lambda dialog: dialog.accept())
    sheet.unroute_all()
    phone.open(reverse("fieldwork_form", args=[errand.pk]))
    saved(sheet)
    assert (sheet.get_by_label(PERSONS).input_value(), answers(errand)) == ("4", {"persons": "4"})


def test_a_second_window_is_told_and_chooses(phone, sheet, errand):
    other = phone.context.new_page()
    other.goto(sheet.url)
    sheet.get_by_label(PERSONS).fill("5")
    saved(sheet)
    other.get_by_label(PERSONS).fill("6")
    other.get_by_text("另一个窗口保存过").wait_for()
    assert answers(errand) == {"persons": "5"}
    other.get_by_role("button", name="以本窗口为准").click()
    saved(other)
    assert answers(errand) == {"persons": "6"}


def test_a_session_that_ended_leads_through_the_login_back_to_what_was_typed(sheet, errand):
    sheet.wait_for_load_state("networkidle")
    Session.objects.all().delete()
    sheet.get_by_label(PERSONS).fill("7")
    sheet.get_by_text("登录已超时").wait_for()
    sheet.on("dialog", lambda dialog: dialog.accept())
    sheet.get_by_role("button", name="重新登录").click()
    sheet.locator("input[name=password]").wait_for()
    assert "fieldwork" in sheet.url


def test_a_photo_that_could_not_be_sent_waits_and_nothing_is_handed_in_before(sheet, errand):
    sheet.route("**/photos/", lambda route: route.abort())
    chosen = {"name": "门口.jpg", "mimeType": "image/jpeg", "buffer": photo()}
    sheet.get_by_label("拍照或选择照片").set_input_files([chosen])
    sheet.get_by_text("照片还没有传上去").wait_for()
    sheet.get_by_role("button", name="提交问卷").click()
    sheet.get_by_text("还有照片或签字没有传上去").wait_for()
    sheet.unroute_all()
    sheet.evaluate("window.dispatchEvent(new Event('online'))")
    sheet.get_by_role("img", name="照片 1").wait_for()
    assert errand.photos.count() == 1
