"""The confirmation of an exit and the form of a cancellation."""

import pytest

from audits.enums import CancelCause
from reports.forms.cancelling import load_cancelling
from reports.forms.leaving import load_leaving
from reports.forms.render import render_form
from tests.reports.forms_case import printed
from tests.reports.review_case import cancelling, case, leaving, passed
from tests.support.reviews import Staff

pytestmark = pytest.mark.django_db
ITEMS = ["有吃", "有穿", "就业有保障", "就医有保障", "就学有保障", "社会保险有保障", "住房有保障"]


@pytest.fixture
def staff():
    return Staff.hire()


def test_an_exit_shows_the_income_test_and_the_seven_items_with_their_evidence(staff):
    check = load_leaving(case(leaving(staff)), by=staff.county_officer).check
    assert (check.per_head, check.threshold, check.income) == ("800.00", "700.00", "达到")
    assert check.months == "12（要求 6）"
    assert [item.name for item in check.items] == ITEMS
    assert {item.finding for item in check.items} == {"有保障", "不涉及"}
    assert {item.evidence for item in check.items} == {"到户查看"}


def test_an_exit_says_what_goes_on_and_until_when(staff):
    review = leaving(staff)
    before = load_leaving(case(review), by=staff.county_officer)
    assert (before.channel, before.taper, before.keeps) == ("就业安置", "6 个月", "子女助学、医疗互助")
    asked = passed(review, staff)
    after = load_leaving(asked, by=staff.county_officer)
    assert after.taper == f"6 个月，至 {asked.household.taper_until}"
    assert after.monitored == "退出后第 3、6、12 个月"


def test_without_a_taper_it_says_so(staff):
    review = leaving(staff, taper_months=0, taper_aid="")
    assert load_leaving(case(review), by=staff.county_officer).taper == "不设渐退期"


def test_the_family_confirms_beside_the_blank_opinions(staff):
    words = printed(load_leaving(case(leaving(staff)), by=staff.county_officer), staff.county_officer)
    assert "职工签字（指模）" in words
    assert words.count("□达到□未达到") == 3
    assert "□同意□不同意脱困退出" in words


def test_a_cancellation_ticks_its_cause_among_all(staff):
    form = load_cancelling(case(cancelling(staff)), by=staff.county_officer)
    assert form.causes.count("■") == 1
    assert "■调离" in form.causes
    assert form.causes.count("□") == len(CancelCause) - 1
    assert "2026年3月调往昆明工作" in printed(form, staff.county_officer)


def test_a_decided_cancellation_ticks_what_each_level_decided(staff):
    form = load_cancelling(passed(cancelling(staff), staff), by=staff.county_officer)
    assert [opinion.by for opinion in form.opinions] == ["厂审核", "县审核", "州审批"]
    assert all("■同意 □不同意" in opinion.said for opinion in form.opinions)


@pytest.mark.parametrize(("make", "load"), [(leaving, load_leaving), (cancelling, load_cancelling)])
def test_rendering_asks_the_database_nothing_and_fills_two_sides(staff, make, load, django_assert_num_queries):
    form = load(passed(make(staff), staff), by=staff.county_officer)
    with django_assert_num_queries(0):
        assert render_form(form).pages == 2
