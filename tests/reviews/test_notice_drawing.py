"""Drawing a notice up, changing the draft, posting it, taking it down."""

import datetime

import pytest

from core import clock
from core.errors import Conflict, DomainError, NotAllowed
from reviews.actions.deciding import return_review
from reviews.actions.notices import MOST, add_photo, draw_notice, edit_notice, post_notice, withdraw_notice
from reviews.actions.wording import Wording
from reviews.enums import NoticeStatus
from reviews.models import Notice
from tests.support.files import photo, upload
from tests.support.notices import answered, drawn, objection, posted, running, waiting
from tests.support.reviews import Staff, begin, bring_to

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("said")]
DRAW_QUERIES = 14
DAY = datetime.timedelta(days=1)


@pytest.fixture
def staff():
    return Staff.hire()


def test_a_notice_over_many_freezes_a_line_of_each_in_order(staff):
    notice = drawn(staff, 3)
    lines = list(notice.lines.all())
    assert [(line.position, line.values["姓名"]) for line in lines] == [(1, "职工1"), (2, "职工2"), (3, "职工3")]
    assert (notice.status, notice.days, notice.hotline) == (NoticeStatus.DRAFT, 5, "0873-7652345")
    assert notice.title == "建水县紫陶厂工会关于困难职工入档的公示"


@pytest.mark.parametrize("count", [1, 3])
def test_drawing_costs_the_same_for_one_and_for_many(staff, count, django_assert_num_queries):
    reviews = waiting(staff, count)
    with django_assert_num_queries(DRAW_QUERIES):
        draw_notice(reviews, by=Staff.again(staff.unit_officer))


def test_drawing_twice_is_one_notice(staff):
    reviews = waiting(staff, 2)
    first = draw_notice(reviews, by=staff.unit_officer)
    assert draw_notice(reviews, by=staff.unit_officer) == first
    assert Notice.objects.count() == 1


def test_nobody_stands_on_two_notices(staff):
    reviews = waiting(staff, 2)
    draw_notice(reviews[:1], by=staff.unit_officer)
    with pytest.raises(Conflict, match="职工1（公示 .*）已在另一份未结束的公示中"):
        draw_notice(reviews, by=staff.unit_officer)


def test_only_the_desk_of_the_step_draws(staff):
    reviews = waiting(staff)
    for other in (staff.unit_reviewer, staff.county_officer, staff.outsider):
        with pytest.raises(NotAllowed):
            draw_notice(reviews, by=other)


def test_only_what_waits_for_a_notice_is_drawn(staff):
    with pytest.raises(Conflict, match="基层评议"):
        draw_notice(waiting(staff, step=2), by=staff.unit_officer)
    with pytest.raises(DomainError, match="勾选"):
        draw_notice([], by=staff.unit_officer)
    assert MOST == 500


def test_a_line_with_a_personal_number_refuses_the_notice_by_field(staff, said):
    reviews = waiting(staff, 2)
    said.notice_lines = lambda found: {r.pk: {"姓名": r.title, "备注": "电话１３９ ８７６５ ４３２１"} for r in found}
    with pytest.raises(DomainError, match="第 1 项的“备注”含有手机号码"):
        draw_notice(reviews, by=staff.unit_officer)
    assert not Notice.objects.exists()


def test_a_title_with_a_personal_number_is_refused_at_its_field(staff):
    with pytest.raises(DomainError, match="标题") as told:
        draw_notice(waiting(staff), by=staff.unit_officer, wording=Wording(title="关于 532524198001018310 的公示"))
    assert told.value.field == "title"


def test_the_hotline_of_the_last_notice_is_proposed(staff):
    reviews = waiting(staff, 2)
    draw_notice(reviews[:1], by=staff.unit_officer, wording=Wording(hotline="0873-7652345"))
    assert draw_notice(reviews[1:], by=staff.unit_officer).hotline == "0873-7652345"


def test_a_draft_is_changed_and_a_posted_notice_is_not(staff):
    notice, facts = drawn(staff), {"by": staff.unit_officer, "starts_on": clock.today() + 3 * DAY}
    edit_notice(notice, wording=Wording("公示一", "紫工〔2026〕1号", "110"), **facts)
    notice.refresh_from_db()
    assert (notice.title, notice.doc_number, notice.starts_on) == ("公示一", "紫工〔2026〕1号", clock.today() + 3 * DAY)
    posted(notice, staff)
    with pytest.raises(Conflict, match="不能再改"):
        edit_notice(notice, wording=Wording("公示二"), **facts)


def test_posting_lets_it_run_with_place_and_photo(staff):
    notice = running(staff)
    assert (notice.status, notice.starts_on, notice.posted_place) == ("running", clock.today(), "厂门口公示栏")
    assert (len(notice.photo_sha256), notice.posted_by) == (64, staff.unit_officer)
    assert posted(notice, staff, place="别处").posted_place == "厂门口公示栏"


def test_a_posting_of_the_last_days_needs_its_photo_and_is_limited(staff, settings):
    settings.NOTICE_POSTED_BEFORE_DAYS = 3
    with clock.at(clock.today() - 10 * DAY):
        notice = drawn(staff)
    with pytest.raises(DomainError, match="须附当时的张贴照片"):
        posted(notice, staff, photo=None, starts_on=clock.today() - 2 * DAY)
    with pytest.raises(DomainError, match="最近 3 天"):
        posted(notice, staff, starts_on=clock.today() - 4 * DAY)
    assert posted(notice, staff, starts_on=clock.today() - 3 * DAY).starts_on == clock.today() - 3 * DAY


@pytest.mark.parametrize(
    ("facts", "message", "field"),
    [
        ({"starts_on": clock.today() - DAY}, "不能早于申请日期", "starts_on"),
        ({"starts_on": clock.today() + 40 * DAY}, "最多提前 30 天", "starts_on"),
        ({"place": " "}, "张贴地点", "place"),
        ({"photo": upload(b"%PDF-1.4 x")}, "打不开", "photo"),
        ({"photo": upload(b"MZ")}, "文件内容", "photo"),
    ],
)
def test_what_cannot_be_posted_is_refused_at_its_field(staff, facts, message, field):
    with pytest.raises(DomainError, match=message) as told:
        posted(drawn(staff), staff, **facts)
    assert told.value.field == field


def test_only_the_desk_posts_and_takes_down(staff):
    notice = drawn(staff)
    for other in (staff.unit_reviewer, staff.county_officer, staff.outsider):
        with pytest.raises(NotAllowed):
            post_notice(notice, by=other, place="门口")
        with pytest.raises(NotAllowed):
            withdraw_notice(notice, by=other, reason="误")


def test_a_photo_may_follow_and_is_not_exchanged(staff):
    notice = running(staff, photo=None)
    add_photo(notice, by=staff.unit_officer, photo=upload(photo()))
    with pytest.raises(Conflict, match="不能更换"):
        add_photo(notice, by=staff.unit_officer, photo=upload(photo(colour="red")))


def test_a_notice_taken_down_lets_its_reviews_be_drawn_anew(staff):
    notice = running(staff, 2)
    reviews = [line.review for line in notice.lines.select_related("review")]
    with pytest.raises(DomainError, match="原因"):
        withdraw_notice(notice, by=staff.unit_officer, reason=" ")
    for _twice in range(2):
        withdraw_notice(notice, by=staff.unit_officer, reason="张贴的名单有误")
    assert draw_notice(reviews, by=staff.unit_officer) != notice
    with pytest.raises(Conflict, match="厂经办"):
        post_notice(notice, by=staff.unit_officer, place="门口")


def test_an_open_objection_keeps_it_from_being_taken_down(staff):
    notice = running(staff)
    found = objection(notice)
    with pytest.raises(DomainError, match="先答复"):
        withdraw_notice(notice, by=staff.unit_officer, reason="误")
    answered(found, staff)
    assert withdraw_notice(notice, by=staff.unit_officer, reason="误").status == "withdrawn"


def test_a_review_that_was_returned_is_marked_and_may_stand_on_a_new_notice(staff):
    notice = running(staff, 2)
    line = notice.lines.select_related("review__procedure").first()
    second = line.review.procedure.steps.get(number=2)
    return_review(line.review, by=staff.unit_officer, to_step=second, reason="名单有误")
    assert [line.has_left for line in notice.lines.select_related("review")] == [True, False]


def test_a_draft_of_which_nothing_is_left_is_not_posted(staff):
    notice = drawn(staff)
    review = notice.lines.get().review
    second = review.procedure.steps.get(number=2)
    return_review(review, by=staff.unit_officer, to_step=second, reason="再议")
    with pytest.raises(DomainError, match="没有可公示的内容"):
        posted(notice, staff)


@pytest.mark.parametrize("day", [datetime.date.min, datetime.date.max])
def test_a_start_in_another_age_is_refused_at_its_field(staff, day):
    notice, by = drawn(staff), staff.unit_officer
    other = bring_to(begin(staff, ref="other"), staff, 3)
    acts = (
        lambda: draw_notice([other], by=by, starts_on=day),
        lambda: edit_notice(notice, by=by, wording=Wording("公示"), starts_on=day),
        lambda: post_notice(notice, by=by, place="厂门口", starts_on=day),
    )
    for act in acts:
        with pytest.raises(DomainError, match="离今天太远") as told:
            act()
        assert told.value.field == "starts_on"
