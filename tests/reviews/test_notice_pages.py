"""The pages on which an office keeps its notices and answers objections."""

import datetime

import pytest
from django.urls import reverse

from core import clock
from organizations.enums import AccessVerb
from organizations.models import AccessLog
from reviews.desks import refresh_desks
from reviews.models import Notice, Objection
from tests.support.files import photo, upload
from tests.support.notices import after, drawn, objection, ran, running, waiting
from tests.support.reviews import Staff

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("said")]
LIST_QUERIES = 5
DRAW = reverse("notice_draw")


@pytest.fixture
def staff():
    return Staff.hire()


def text_of(response) -> str:
    assert response.status_code == 200
    return response.content.decode()


def test_what_waits_is_shown_in_groups_and_drawn_from_ticks(as_user, staff):
    reviews = waiting(staff, 3)
    client = as_user(staff.unit_officer)
    assert "3 户待公示" in text_of(client.get(DRAW))
    ticked = [review.pk for review in reviews[:2]]
    assert "2 户，5 个工作日" in text_of(client.post(DRAW, {"review": ticked}))
    facts = {"title": "公示", "hotline": "0873-7652345", "starts_on": clock.today().isoformat()}
    response = client.post(DRAW, {"review": ticked, **facts})
    notice = Notice.objects.get()
    assert (response["Location"], notice.lines.count()) == (notice.get_absolute_url(), 2)
    assert "1 户待公示" in text_of(client.get(DRAW))


def test_ticks_of_the_list_come_with_their_step(as_user, staff):
    review = waiting(staff)[0]
    asked = {"review": [f"{review.pk}-{review.step_id}-1", "x", ""]}
    assert "拟定公示" in text_of(as_user(staff.unit_officer).post(DRAW, asked))
    assert "没有等待您公示的件" in text_of(as_user(staff.county_officer).post(DRAW, asked))


def test_a_title_with_a_number_comes_back_filled_in(as_user, staff):
    facts = {"title": "关于 13987654321", "hotline": "110", "starts_on": clock.today().isoformat()}
    text = text_of(as_user(staff.unit_officer).post(DRAW, {"review": waiting(staff)[0].pk, **facts}))
    assert "含有手机号码" in text
    assert "关于 13987654321" in text


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same(as_user, staff, count, django_assert_num_queries):
    for _notice in range(1):
        drawn(staff, count)
    client = as_user(staff.unit_officer)
    with django_assert_num_queries(LIST_QUERIES):
        assert "待张贴" in text_of(client.get(reverse("notices")))


def test_the_stages_are_told_apart(as_user, staff):
    notice = running(staff)
    client = as_user(staff.county_officer)

    def shown():
        stages = ("draft", "running", "paused", "ended", "closed", "withdrawn")
        return [stage for stage in stages if notice.number in text_of(client.get(f"/reviews/notices/?stage={stage}"))]

    assert shown() == ["running"]
    with after(notice):
        assert Notice.objects.in_stage("ended").get() == notice
    objection(notice)
    assert shown() == ["paused"]


@pytest.mark.parametrize(
    ("starts", "told"),
    [
        ("2026-09-28", "2026-10-10 星期六"),
        ("2026-02-11", "2026-02-25 星期三"),
        ("2027-12-30", "暂定"),
        ("", "选定开始日期后"),
        ("x", "选定开始日期后"),
        ("9999-12-31", "选定开始日期后"),
    ],
)
def test_the_end_is_shown_while_the_start_is_chosen(as_user, staff, starts, told):
    with clock.at(datetime.date(2026, 11, 1)):
        response = as_user(staff.unit_officer).get(reverse("notice_end"), {"days": "5", "starts_on": starts})
    assert told in text_of(response).replace("</strong>", "")


def test_posting_by_the_form_and_closing_by_the_button(as_user, staff):
    notice = drawn(staff)
    client = as_user(staff.unit_officer)
    page = reverse("notice_post", args=[notice.pk])
    facts = {"starts_on": clock.today().isoformat(), "place": "厂门口", "photo": upload(photo())}
    assert client.post(page, facts)["Location"] == notice.get_absolute_url()
    assert client.get(reverse("notice_photo", args=[notice.pk]))["Content-Type"] == "image/jpeg"
    assert "届满后才能结束" in client.post(reverse("notice_close", args=[notice.pk])).content.decode()


def test_the_button_closes_and_tells_how_many_went_on(as_user, staff):
    notice = ran(staff, 2)
    client = as_user(staff.unit_officer)
    assert "结束公示" in text_of(client.get(notice.get_absolute_url()))
    response = client.post(reverse("notice_close", args=[notice.pk]), follow=True)
    assert "2 户进入下一环节" in text_of(response)


def test_staff_write_down_an_objection_and_answer_it(as_user, staff):
    notice = running(staff)
    facts = {"received_on": clock.today().isoformat(), "kind": "named", "name": "钱某人", "text": "有车。"}
    page = reverse("objection_enter", args=[notice.pk])
    text = text_of(as_user(staff.county_officer).post(page, facts, follow=True))
    found = Objection.objects.get()
    assert (found.entered_by, found.number in text) == (staff.county_officer, True)
    told = {"investigation": "查了。", "answer": "不属实。", "upheld": "no"}
    assert as_user(staff.county_officer).post(found.get_absolute_url(), told).status_code == 403
    assert as_user(staff.unit_officer).post(found.get_absolute_url(), told).status_code == 302
    found.refresh_from_db()
    assert (found.upheld, found.answered_by) == (False, staff.unit_officer)


def test_each_look_at_an_objection_is_logged(as_user, staff):
    found = objection(running(staff))
    as_user(staff.county_reviewer).get(found.get_absolute_url())
    line = AccessLog.objects.get(verb=AccessVerb.VIEW)
    assert (line.user, line.subject) == (staff.county_reviewer, f"公示异议 {found.number}")


def test_an_outsider_finds_nothing(as_user, staff):
    notice = running(staff)
    client, found = as_user(staff.outsider), objection(notice)
    paths = [notice.get_absolute_url(), found.get_absolute_url(), reverse("notice_pdf", args=[notice.pk])]
    assert [client.get(path).status_code for path in paths] == [404, 404, 404]
    for page in ("notices", "objections"):
        assert notice.title not in text_of(client.get(reverse(page)))


def test_who_has_the_reviews_on_the_desk_answers_when_nobody_is_left_at_the_unit(as_user, staff):
    found = objection(running(staff))
    staff.unit_officer.role_assignments.all().delete()
    refresh_desks()
    client, page = as_user(staff.county_officer), found.get_absolute_url()
    assert client.get(page).context["can_answer"]
    said = {"investigation": "已到现场查看。", "answer": "经查不属实。", "upheld": "no"}
    assert client.post(page, said).status_code == 302
    assert Notice.objects.get().paused_on is None
