"""The letter to the family: plain words, on one page, for each end that a review can have."""

import pytest

from audits.enums import CancelCause
from core.errors import DomainError
from reports.forms.letter import load_letter
from reports.forms.render import render_form
from tests.reports.forms_case import printed
from tests.reports.review_case import cancelling, case, entry, leaving, passed, refused
from tests.support.reviews import Staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff():
    return Staff.hire()


def letter_of(asked, staff) -> str:
    return printed(load_letter(asked, by=staff.county_officer), staff.county_officer)


def test_an_entry_is_told_with_its_figures_and_what_follows(staff):
    words = letter_of(passed(entry(staff), staff), staff)
    for said in (
        "赵小兰同志：",
        "列为全国级困难职工家庭",
        "每人每月350元，当地低保标准是每人每月640元",
        "每年复核一次",
    ):
        assert said in words
    assert "帮扶干部王建国，电话13887300002" in words
    assert "签收人" in words


def test_a_refused_entry_says_why_and_that_one_may_ask_again(staff):
    words = letter_of(refused(entry(staff), staff, "名下有两套住房"), staff)
    for said in ("经县级复审，没有通过", "审定意见：名下有两套住房。", "可以随时重新申请"):
        assert said in words


def test_an_exit_names_the_taper_and_the_visits_after_it(staff):
    words = letter_of(passed(leaving(staff), staff), staff)
    for said in ("脱困退出", "800元，退出标准是700元，已经连续12个月达到", "是渐退期，这期间保留：子女助学、医疗互助"):
        assert said in words
    assert "退出后第3、6、12个月，工会还会回访您家" in words


def test_a_refused_exit_leaves_all_as_it_was(staff):
    assert "您家继续在档，原来的帮扶不变。" in letter_of(refused(leaving(staff), staff), staff)


def test_a_cancellation_gives_its_cause(staff):
    words = letter_of(passed(cancelling(staff), staff), staff)
    assert "起注销。" in words
    assert "调离：2026年3月调往昆明工作。" in words
    assert "不再享受困难职工专项帮扶" in words


def test_after_a_death_the_family_is_addressed(staff):
    words = letter_of(passed(cancelling(staff, CancelCause.DIED, ""), staff), staff)
    assert "赵小兰同志家属：" in words
    assert "用本人的名义申请建档" in words


def test_it_says_in_how_many_working_days_one_may_object(staff, settings):
    settings.DECISION_OBJECTION_DAYS = 15
    assert "15个工作日内" in letter_of(passed(entry(staff), staff), staff)


def test_there_is_none_before_the_end(staff):
    with pytest.raises(DomainError, match="还没有办结"):
        load_letter(case(entry(staff)), by=staff.county_officer)


def test_the_cadres_number_is_left_out_where_numbers_are_masked(staff):
    asked = passed(entry(staff), staff)
    words = printed(load_letter(asked, by=staff.prefecture_registrar), staff.prefecture_registrar)
    assert "13887300002" not in words


@pytest.mark.parametrize("opinion", ["收入高于标准", "租金收入没有申报，" * 55])
def test_it_stays_on_one_page_however_long_the_reason(staff, opinion, django_assert_num_queries):
    form = load_letter(refused(entry(staff), staff, opinion), by=staff.county_officer)
    with django_assert_num_queries(0):
        assert render_form(form).pages == 1
