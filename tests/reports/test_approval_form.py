"""The approval form: the calculation line by line, votes, notices, returns and decisions, as far as they have come."""

import pytest

from households.models import Member
from reports.forms.approval import load_approval
from reports.forms.loading import with_case
from reports.forms.printing import print_form
from reports.forms.render import render_form
from reviews.actions.closing import close_notice
from reviews.actions.deciding import assess_many, return_review
from reviews.actions.notices import Wording, draw_notice
from tests.reports.booklet_case import embedded_fonts, opened
from tests.reports.forms_case import printed, words_of
from tests.reports.review_case import case, entry, passed, refused
from tests.support.notices import after, answered, objection, posted
from tests.support.reviews import Staff, bring_to

pytestmark = pytest.mark.django_db
QUERIES = 11


@pytest.fixture
def staff():
    return Staff.hire()


def test_the_calculation_stands_there_line_by_line(staff):
    found = load_approval(case(entry(staff)), by=staff.county_officer).eligibility
    assert found.rules.startswith("困难职工认定规则")
    last = found.lines[-1]
    assert (last.title, last.words, last.met) == ("结论", "符合“深度困难职工”的认定条件。", "符合")
    assert any("每人每月 350 元" in line.words for line in found.lines)


def test_votes_and_decisions_are_filled_in(staff):
    form = load_approval(passed(entry(staff), staff), by=staff.county_officer)
    assert [vote.step for vote in form.votes] == ["基层评议", "县级评议"]
    assert form.votes[0].counted == "到会 5 人：同意 5，不同意 0，弃权 0"
    assert [opinion.by for opinion in form.opinions] == ["厂审核", "县审核", "州审批"]
    assert all("■符合 □不符合" in opinion.said for opinion in form.opinions)
    assert form.asked.stage == "已通过"


def test_a_refusal_ticks_the_other_choice_and_says_why(staff):
    form = load_approval(refused(entry(staff), staff), by=staff.county_officer)
    assert "□符合 ■不符合" in form.opinions[1].said
    assert "收入高于标准" in form.opinions[1].said
    assert (form.opinions[2].by, form.asked.stage) == ("", "未通过")


def test_a_notice_tells_its_days_place_and_objections(staff):
    review = bring_to(entry(staff), staff, 3)
    notice = posted(draw_notice([review], by=staff.unit_officer, wording=Wording(hotline="0873-7652345")), staff)
    (running,) = load_approval(case(review), by=staff.county_officer).notices
    assert running.period == f"{notice.starts_on} 至 {notice.ends_on}，5 个工作日"
    assert (running.place, running.objections, running.outcome) == ("厂门口公示栏", "无", "公示中")
    answered(objection(notice), staff)
    with after(notice):
        close_notice(notice, by=staff.unit_officer)
    (closed,) = load_approval(case(review), by=staff.county_officer).notices
    assert (closed.objections, closed.outcome) == ("1 件", "公示期满，异议已答复")


def test_a_return_is_told_with_its_reason(staff):
    review = bring_to(entry(staff), staff, 7)
    return_review(review, by=staff.county_reviewer, to_step=review.procedure.steps.get(number=2), reason="票据不全")
    (sent,) = load_approval(case(review), by=staff.county_officer).returns
    assert (sent.step, sent.by, sent.to, sent.reason) == ("县级复审", "县审核", "基层评议", "票据不全")


def test_the_assessment_stands_at_the_end(staff):
    review = passed(entry(staff), staff).review
    assess_many([review], by=staff.prefecture_registrar, opinion="程序齐全")
    assert "程序齐全（州统计" in load_approval(case(review), by=staff.county_officer).assessed


@pytest.mark.parametrize("count", [1, 3])
def test_loading_takes_the_same_queries_for_one_and_for_three(staff, count, django_assert_num_queries):
    first = entry(staff)
    asked = with_case(type(case(first)).objects.all())
    for _more in range(count - 1):
        entry(staff)
    list(staff.county_officer.scope.places)
    with django_assert_num_queries(QUERIES):
        forms = [load_approval(one, by=staff.county_officer) for one in asked]
    assert len(forms) == count


def test_rendering_asks_the_database_nothing_and_fills_two_sides(staff, django_assert_num_queries):
    form = load_approval(case(entry(staff)), by=staff.county_officer)
    with django_assert_num_queries(0):
        assert render_form(form).pages == 2


def test_it_can_be_searched_and_carries_its_fonts(staff):
    pdf = print_form(load_approval(passed(entry(staff), staff), by=staff.county_officer), by=staff.county_officer)
    for word in ("困难职工档案审批表", "认定测算", "赵一鸣", "350.00元/人·月", "县级总工会（产业工会）意见", "州审批"):
        assert word in words_of(pdf)
    assert embedded_fonts(opened(pdf))


def test_numbers_are_masked_for_who_may_not_have_them_on_paper(staff):
    asked = case(entry(staff))
    worker = Member.objects.get(household=asked.household, relation="self")
    text = printed(load_approval(asked, by=staff.prefecture_registrar), staff.prefecture_registrar)
    assert worker.identity_no not in text
    assert worker.masked_identity_no in text
    assert worker.identity_no in printed(load_approval(asked, by=staff.county_officer), staff.county_officer)
