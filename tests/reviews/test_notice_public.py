"""The pages that anyone may open while a notice runs, and only then; objecting; reading the answer."""

import datetime
import html
import re
import uuid

import pytest
from django.test import Client
from django.urls import reverse

from core import clock
from reviews.actions.notices import withdraw_notice
from reviews.actions.objections import code_of
from reviews.actions.starting import withdraw_review
from reviews.models import Notice, Objection
from tests.support.notices import after, answered, drawn, objection, posted, ran, running
from tests.support.reviews import Staff

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("said")]
LIST_QUERIES, PAGE_QUERIES = 1, 5
ANSWERS = reverse("public_answer")
SAID = {"kind": "anonymous", "text": "该户有两套住房。", "line": "", "name": "", "contact": ""}


@pytest.fixture
def staff():
    return Staff.hire()


def page_of(notice: Notice) -> str:
    return reverse("public_notice", args=[notice.token])


def sent(notice: Notice, client=None, **facts):
    """Send the form of the public page with a key of its own."""
    return (client or Client()).post(page_of(notice), {**SAID, "sent_key": str(uuid.uuid4()), **facts})


def test_it_is_open_while_it_runs_and_only_then(staff):
    notice = drawn(staff)
    assert Client().get(page_of(notice)).status_code == 404
    notice = posted(notice, staff, starts_on=clock.today() + datetime.timedelta(days=1))
    assert Client().get(page_of(notice)).status_code == 404
    for day in (notice.starts_on, notice.ends_on):
        with clock.at(day):
            assert Client().get(page_of(notice)).status_code == 200
    with after(notice):
        response = Client().get(page_of(notice))
    assert (response.status_code, "不在公示期内" in response.content.decode()) == (404, True)


def test_it_is_shut_when_taken_down_and_open_while_stopped(staff):
    notice = running(staff)
    found = objection(notice)
    with after(notice):
        assert "公示期已暂停" in Client().get(page_of(notice)).content.decode()
    answered(found, staff)
    withdraw_notice(notice, by=staff.unit_officer, reason="误")
    assert Client().get(page_of(notice)).status_code == 404
    assert Client().get("/notices/nothing-of-that-name/").status_code == 404


def test_nothing_of_it_is_kept_or_indexed(staff):
    for path in (page_of(running(staff)), reverse("public_notices"), ANSWERS):
        response = Client().get(path)
        assert "no-store" in response["Cache-Control"]
        assert response["X-Robots-Tag"] == "noindex, nofollow, noarchive"
        assert '<meta name="robots" content="noindex' in response.content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_for_one_and_for_many(staff, count, django_assert_num_queries):
    notice = running(staff, count)
    with django_assert_num_queries(PAGE_QUERIES):
        Client().get(page_of(notice))
    with django_assert_num_queries(LIST_QUERIES):
        assert notice.title in Client().get(reverse("public_notices")).content.decode()


def test_a_review_that_left_is_not_shown_any_more(staff):
    notice = running(staff, 2)
    withdraw_review(notice.lines.first().review, by=staff.unit_officer, reason="误报")
    text = Client().get(page_of(notice)).content.decode()
    assert ("本项已撤出公示" in text, "职工1" in text, "职工2" in text) == (True, False, True)


def test_an_objection_gets_a_number_and_a_code_and_stops_the_clock(staff):
    notice = running(staff)
    text = sent(notice, line=notice.lines.get().pk).content.decode()
    found = Objection.objects.get()
    assert (found.kind, found.name, found.entered_by, found.line) == ("anonymous", "", None, notice.lines.get())
    assert found.number in text
    assert code_of(found) in text
    notice.refresh_from_db()
    assert notice.paused_on == clock.today()


def test_the_answer_is_read_with_number_and_code_and_shows_nothing_else(staff):
    found = objection(running(staff), kind="named", name="钱某人", contact="0873-1234567")
    asked = {"number": found.number, "code": code_of(found).lower()}
    assert "正在调查" in Client().post(ANSWERS, asked).content.decode()
    answered(found, staff)
    text = Client().post(ANSWERS, asked).content.decode()
    assert "经查，反映的情况不属实。" in text
    for hidden in ("钱某人", "0873-1234567", found.text, "不动产登记", "厂经办", "职工1"):
        assert hidden not in text


def test_a_wrong_code_tells_nothing_and_guessing_is_slowed(staff):
    found = objection(running(staff))
    for code in ("AAAAAAAA", "", "x" * 13):
        assert "查询号" in Client().post(ANSWERS, {"number": found.number, "code": code}).content.decode()
    for _try in range(12):
        text = Client().post(ANSWERS, {"number": found.number, "code": "BBBBBBBB"}).content.decode()
    assert "尝试次数过多" in text


def test_a_named_objection_needs_its_name_and_an_anonymous_one_keeps_none(staff):
    notice = running(staff)
    assert "请填写姓名" in sent(notice, kind="named").content.decode()
    sent(notice, kind="anonymous", name="孙某人")
    assert Objection.objects.get().name == ""


@pytest.mark.parametrize(
    "facts", [{"text": ""}, {"text": "长" * 1001}, {"text": "a\x00b"}, {"kind": "x"}, {"line": "9"}]
)
def test_nonsense_is_refused_and_what_was_typed_stays(staff, facts):
    response = sent(running(staff), contact="留言人", **facts)
    assert (response.status_code, "留言人" in response.content.decode()) == (200, True)
    assert not Objection.objects.exists()


def test_markup_is_shown_as_text(staff):
    notice = running(staff)
    text = sent(notice, text="<script>alert(1)</script>" * 41).content.decode()
    assert "<script>alert(1)" not in text
    assert html.escape("<script>alert(1)") in text


def test_two_clicks_are_one_objection_with_the_same_code(staff):
    notice, key = running(staff), str(uuid.uuid4())
    texts = [sent(notice, sent_key=key).content.decode() for _click in range(2)]
    assert Objection.objects.count() == 1
    assert [code_of(Objection.objects.get()) in text for text in texts] == [True, True]


def test_flooding_from_one_address_is_slowed(staff):
    notice = running(staff)
    texts = [sent(notice, REMOTE_ADDR="10.1.1.1").content.decode() for _time in range(7)]
    assert Objection.objects.count() == 5
    assert "15 分钟后再试" in texts[-1]


def test_no_objection_is_taken_after_the_end(staff):
    notice = ran(staff)
    assert sent(notice).status_code == 404
    assert not Objection.objects.exists()


def test_a_form_without_its_token_is_refused(staff):
    assert sent(running(staff), Client(enforce_csrf_checks=True)).status_code == 403


def test_the_page_names_no_account_and_no_archive(staff):
    notice = running(staff, 2)
    text = re.sub(r"<[^>]+>", " ", Client().get(page_of(notice)).content.decode())
    for hidden in ("厂经办", "5325242026", "厂门口公示栏"):
        assert hidden not in text
