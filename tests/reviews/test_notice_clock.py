"""The clock of a notice: the table of docs/algorithms/notices.md, objections that stop it, and how it is closed."""

import datetime

import pytest

from core import clock
from core.errors import Conflict, DomainError, NotAllowed
from reviews.actions.closing import close_due_notices, close_notice, recount_notices
from reviews.actions.deciding import return_review
from reviews.actions.notices import add_photo, draw_notice, withdraw_notice
from reviews.enums import NoticeStage
from reviews.models import Notice, Review
from tests.support.files import photo, upload
from tests.support.notices import after, answered, objection, posted, running
from tests.support.reviews import Staff

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("said")]
CLOSE_QUERIES = 24
DAYS = [
    ("2026-03-02", "2026-03-09", False),
    ("2026-09-24", "2026-10-09", False),
    ("2026-09-28", "2026-10-10", False),
    ("2026-09-30", "2026-10-13", False),
    ("2026-02-11", "2026-02-25", False),
    ("2026-02-12", "2026-02-26", False),
    ("2026-02-14", "2026-02-28", False),
    ("2027-12-30", "2028-01-06", True),
]


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


@pytest.fixture
def staff():
    return Staff.hire()


@pytest.mark.parametrize(("starts", "ends", "provisional"), DAYS)
def test_a_notice_ends_on_the_day_that_the_official_calendar_gives(starts, ends, provisional):
    with clock.at(day(starts)):
        notice = running(Staff.hire())
    assert (notice.ends_on, notice.provisional) == (day(ends), provisional)


def test_it_is_not_closed_on_its_last_day_but_on_the_next(staff):
    notice = running(staff)
    with clock.at(notice.ends_on), pytest.raises(DomainError, match="届满后才能结束"):
        close_notice(notice, by=staff.unit_officer)
    with after(notice):
        batch = close_notice(notice, by=staff.unit_officer)
    assert [review.step.name for review in batch.done] == ["基层初审"]
    record = batch.done[0].records.get(step__number=3)
    assert (record.opinion, record.by) == ("公示期满，无异议", staff.unit_officer)


def test_it_is_not_closed_without_a_photo(staff):
    notice = running(staff, photo=None)
    with after(notice):
        with pytest.raises(DomainError, match="张贴照片"):
            close_notice(notice, by=staff.unit_officer)
        add_photo(notice, by=staff.unit_officer, photo=upload(photo()))
        assert len(close_notice(notice, by=staff.unit_officer).done) == 1


def test_only_its_desk_closes_it_and_a_second_time_changes_nothing(staff):
    notice = running(staff)
    with after(notice):
        for other in (staff.unit_reviewer, staff.county_officer, staff.outsider):
            with pytest.raises(NotAllowed):
                close_notice(notice, by=other)
        assert [len(close_notice(notice, by=staff.unit_officer).done) for _twice in range(2)] == [1, 0]


@pytest.mark.parametrize("count", [1, 3])
def test_closing_costs_the_same_for_one_and_for_many(staff, count, django_assert_num_queries):
    notice = running(staff, count)
    with after(notice), django_assert_num_queries(CLOSE_QUERIES):
        assert len(close_notice(notice, by=Staff.again(staff.unit_officer)).done) == count


def test_an_open_objection_stops_the_clock_and_the_next_step(staff):
    notice = running(staff)
    objection(notice)
    notice.refresh_from_db()
    assert (notice.paused_on, notice.stage) == (clock.today(), NoticeStage.PAUSED)
    with after(notice), pytest.raises(DomainError, match="1 件异议没有答复"):
        close_notice(notice, by=staff.unit_officer)


@pytest.mark.parametrize(
    ("objected", "answer", "ends"),
    [
        ("2026-03-02", "2026-03-02", "2026-03-09"),  # on the first day, answered at once: nothing was lost
        ("2026-03-04", "2026-03-04", "2026-03-09"),  # two days had run, three are left
        ("2026-03-04", "2026-03-11", "2026-03-16"),
        ("2026-03-09", "2026-03-12", "2026-03-12"),  # on its last day: none is left, it ends with the answer
        ("2026-03-04", "2026-09-30", "2026-10-10"),  # three left, counted over 国庆
        ("2026-03-07", "2026-03-10", "2026-03-11"),  # objected on a Saturday: four had run
    ],
)
def test_what_was_left_is_counted_from_the_answer(objected, answer, ends):
    with clock.at(day("2026-03-02")):
        staff = Staff.hire()
        notice = running(staff)
    with clock.at(day(objected)):
        found = objection(notice)
    with clock.at(day(answer)):
        answered(found, staff)
    notice.refresh_from_db()
    assert (notice.ends_on, notice.paused_on) == (day(ends), None)


def test_the_clock_runs_again_with_the_last_answer_only(staff):
    notice = running(staff)
    first, second = objection(notice), objection(notice, text="该户有车。")
    answered(first, staff)
    notice.refresh_from_db()
    assert notice.paused_on == clock.today()
    answered(second, staff)
    notice.refresh_from_db()
    assert notice.paused_on is None


def test_an_upheld_objection_leaves_its_review_at_the_step_and_the_others_go_on(staff):
    notice = running(staff, 3)
    lines = list(notice.lines.select_related("review"))
    answered(objection(notice, line=lines[0]), staff, upheld=True)
    answered(objection(notice, line=lines[1]), staff)
    with after(notice):
        batch = close_notice(notice, by=staff.unit_officer)
    assert [(review.title, "请退回" in error.message) for review, error in batch.refused] == [("职工1", True)]
    said = {r.title: r.records.get(step__number=3).opinion for r in batch.done}
    assert said == {"职工2": "公示期满，异议已答复，经查不成立", "职工3": "公示期满，无异议"}
    with pytest.raises(DomainError, match="异议成立，不能再次公示"):
        draw_notice([lines[0].review], by=staff.unit_officer)
    second = lines[0].review.procedure.steps.get(number=2)
    return_review(lines[0].review, by=staff.unit_officer, to_step=second, reason="异议成立")


def test_a_notice_whose_whole_was_objected_to_rightly_is_posted_anew(staff):
    notice = running(staff)
    answered(objection(notice, text="没有张贴在公示栏。"), staff, upheld=True)
    with after(notice):
        with pytest.raises(DomainError, match="请撤下本公示"):
            close_notice(notice, by=staff.unit_officer)
        withdraw_notice(notice, by=staff.unit_officer, reason="未按规定张贴")
        assert draw_notice([notice.lines.get().review], by=staff.unit_officer).pk != notice.pk


def test_what_was_returned_meanwhile_is_left_alone(staff):
    notice = running(staff, 2)
    review = notice.lines.first().review
    return_review(review, by=staff.unit_officer, to_step=review.procedure.steps.get(number=2), reason="再议")
    with after(notice):
        batch = close_notice(notice, by=staff.unit_officer)
    assert ([r.title for r in batch.done], batch.refused) == (["职工2"], [])
    assert Review.objects.get(pk=review.pk).step.number == 2


def test_the_job_closes_what_is_due_in_the_name_of_who_posted_it(staff):
    notice = running(staff)
    assert close_due_notices() == 0
    with after(notice):
        assert (close_due_notices(), close_due_notices()) == (1, 0)
    notice.refresh_from_db()
    assert notice.closed_by == staff.unit_officer


def test_the_job_leaves_what_has_no_photo_or_an_open_objection(staff):
    notice = running(staff, photo=None)
    objection(notice)
    with after(notice):
        assert close_due_notices() == 0


def test_a_provisional_end_is_counted_again_and_never_drawn_nearer():
    with clock.at(day("2027-12-30")):
        notice = running(Staff.hire())
    assert recount_notices() == 0
    Notice.objects.filter(pk=notice.pk).update(ends_on=day("2028-01-10"))
    assert recount_notices() == 0
    Notice.objects.filter(pk=notice.pk).update(counted_from=day("2026-09-28"))
    assert recount_notices() == 1
    notice.refresh_from_db()
    assert (notice.ends_on, notice.provisional) == (day("2028-01-10"), False)


def test_a_person_who_is_second_is_told_who_was_first(staff):
    notice = running(staff)
    with after(notice):
        close_notice(notice, by=staff.unit_officer)
        with pytest.raises(Conflict, match="厂经办"):
            withdraw_notice(notice, by=staff.unit_officer, reason="误")
        with pytest.raises(Conflict, match="厂经办"):
            posted(notice, staff)
