"""The pages for anybody: sending, asking with number and code, appealing; guesses are slowed down, nothing leaks."""

import datetime
import uuid

import pytest

from audits.actions.grievances.asking import MOST_OF_ADDRESS as ASKED_OF_ADDRESS
from audits.actions.grievances.asking import MOST_OF_NUMBER, WRONG_PAIR
from audits.actions.grievances.receiving import Came
from audits.models import Grievance
from audits.views.grievances.voice import MOST_OF_ADDRESS
from core import clock
from core.models import Attempt
from core.throttle import digest_of
from tests.support.factories import union
from tests.support.files import photo, upload
from tests.support.grievances import TEXT, WHO, answered, sent

pytestmark = pytest.mark.django_db
NAMELESS, NAMED = "/voice/anonymous/", "/voice/named/"


def form(**facts):
    return {"union": "532524", "category": "funds", "text": TEXT, "sent_key": str(uuid.uuid4()), **facts}


def ask(stranger, number, code):
    return stranger.post("/voice/ask/", {"number": number, "code": code})


def test_sent_without_a_name_and_asked_for(stranger):
    page = stranger.post(NAMELESS, form(papers=[upload(photo())], name="何春生"))
    made, code = Grievance.objects.get(), page.context["code"]
    assert (made.is_anonymous, made.name, made.files.count()) == (True, "", 1)
    assert code in page.content.decode()
    assert "sessionid" not in stranger.cookies
    case = ask(stranger, made.number, f" {code.lower()} ")
    assert case.headers["Location"] == "/voice/case/"
    assert "已收到，等待受理" in stranger.get("/voice/case/").content.decode()


def test_who_is_logged_in_leaves_no_trace_in_a_nameless_one(as_user, officer):
    as_user(officer).post(NAMELESS, form())
    made = Grievance.objects.get()
    assert (made.entered_by, made.steps.get().by) == (None, None)


def test_a_name_needs_a_telephone_and_comes_back_filled_in(stranger):
    page = stranger.post(NAMED, form(name=WHO["name"], phone="12"))
    assert set(page.context["form"].errors) == {"phone"}
    assert TEXT in page.content.decode()
    empty = stranger.post(NAMED, {}).content.decode()
    assert all(words in empty for words in ("尚未提交", "请选择由哪里的工会处理。", "请填写要反映的事情。"))
    stranger.post(NAMED, form(**WHO))
    assert Grievance.objects.get().phone == WHO["phone"]


def test_a_machine_that_fills_in_all_sends_nothing(stranger):
    page = stranger.post(NAMELESS, form(spare="http://"))
    assert "没有提交成功" in page.content.decode()
    assert not Grievance.objects.exists()


def test_one_connection_sends_few(stranger):
    for _time in range(MOST_OF_ADDRESS):
        stranger.post(NAMELESS, form())
    assert "15 分钟后再试" in stranger.post(NAMELESS, form()).content.decode()
    assert Grievance.objects.count() == MOST_OF_ADDRESS


def test_what_one_connection_sends_in_vain_closes_neither_the_union_nor_a_number(stranger):
    for _try in range(MOST_OF_ADDRESS + 3):
        stranger.post(NAMED, form())
        stranger.post(NAMELESS, form())
    asked = [ask(stranger, "2026000001", "x") for _try in range(ASKED_OF_ADDRESS + 3)]
    found = Attempt.objects.filter(key=digest_of(f"voice sent union:{union('532524').pk}"))
    assert found.count() == MOST_OF_ADDRESS
    assert Attempt.objects.filter(key=digest_of("voice of:2026000001")).count() < len(asked)


def test_a_new_line_counts_as_one_letter_and_full_width_digits_are_read(stranger):
    stranger.post(NAMELESS, form(text="长" * 1990 + "\r\n" * 9 + "完"))
    assert len(Grievance.objects.get().text) == 2000
    made, code = sent()
    wide = "".join(chr(ord(digit) + 0xFEE0) for digit in made.number)
    assert ask(stranger, wide, code).status_code == 302


@pytest.mark.parametrize("path", ["/voice/", NAMED, "/voice/ask/"])
def test_no_search_engine_and_no_cache_keeps_a_page(stranger, path):
    headers = stranger.get(path).headers
    assert headers["X-Robots-Tag"] == "noindex, nofollow"
    assert "no-store" in headers["Cache-Control"]


def test_a_wrong_number_is_told_as_a_wrong_code_is(stranger):
    made, code = sent()
    pages = [ask(stranger, made.number, "7KQF-9M2X"), ask(stranger, "2026000000", code), ask(stranger, "'; --", code)]
    assert [page.context["form"].errors for page in pages] == [{"code": [WRONG_PAIR]}] * 3
    assert "voice" not in stranger.session


def test_after_some_guesses_the_right_code_waits_too(stranger):
    made, code = sent()
    for _guess in range(MOST_OF_NUMBER):
        ask(stranger, made.number, "7KQF-9M2X")
    assert "15 分钟后再试" in ask(stranger, made.number, code).content.decode()
    with clock.at(clock.now() + datetime.timedelta(minutes=16)):
        assert ask(stranger, made.number, code).status_code == 302


def test_without_number_and_code_no_case_and_no_file_is_shown(stranger):
    made, _code = sent(papers=(photo(),))
    for path in ("/voice/case/", f"/voice/case/files/{made.files.get().pk}/"):
        assert stranger.get(path).headers["Location"] == "/voice/ask/"


def test_the_answer_is_read_and_appealed_once(stranger, officer, reviewer):
    key = uuid.uuid4()
    made = answered(officer, reviewer, came=Came(key))
    ask(stranger, made.number, sent(came=Came(key))[1])
    page = stranger.get("/voice/case/").content.decode()
    assert made.answer in page
    assert officer.name not in page
    for _press in range(2):
        stranger.post("/voice/case/", {"text": "本月仍未到账。"})
    made.refresh_from_db()
    assert (made.status, made.appeal) == ("appealed", "本月仍未到账。")


def test_leaving_forgets_it_on_this_device(stranger):
    made, code = sent()
    ask(stranger, made.number, code)
    stranger.post("/voice/case/", {"leave": "1"})
    assert stranger.get("/voice/case/").status_code == 302
