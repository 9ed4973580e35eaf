"""The plan sheet: goal, open difficulties with their measures, and room for the signatures."""

import datetime

import pytest
from django.urls import reverse

from assistance.actions.plans import write_plan
from core import clock
from households.actions.difficulties import strike_off_difficulty
from households.models import Household
from organizations.enums import AccessVerb, Department
from organizations.models import AccessLog
from reports.forms.printing import print_form
from reports.forms.render import render_form
from reports.plans.sheet import load_plan_sheet
from tests.reports.booklet_case import opened
from tests.reports.forms_case import printed, words_of
from tests.support.factories import DifficultyFactory, MeasureFactory

pytestmark = pytest.mark.django_db
GOAL = {"goal": "人均收入达到退出标准", "target_on": datetime.date(2026, 12, 31), "agreed_on": None}


@pytest.fixture
def planned(household, cadre):
    """The household with a goal, two open difficulties, of which one has a measure, and one struck off."""
    write_plan(household, by=cadre, facts=GOAL)
    first, _second, gone = (
        DifficultyFactory(household=household, number=number, description=f"第{number}项困难") for number in (1, 2, 3)
    )
    MeasureFactory(difficulty=first, text="报销医药费", co_departments=[Department.HEALTH], expected="报销到账")
    strike_off_difficulty(gone, by=cadre, on=clock.today(), reason="已解决")
    return household


def test_it_shows_goal_measures_and_helper_and_at_the_end_what_was_struck_off(planned, officer):
    sheet = load_plan_sheet(planned, by=officer)
    assert (sheet.goal, sheet.target_on, sheet.helpers[0].name) == ("人均收入达到退出标准", "2026-12-31", "帮扶干部甲")
    assert [(line.number, line.measure, line.department, line.progress) for line in sheet.lines] == [
        ("1", "报销医药费", "医保\n协办：卫健", "未开始"),
        ("2", "协助办理大病保险报销", "", ""),
        ("3", "协助办理大病保险报销", "", f"已销号\n{clock.today():%Y-%m-%d}"),
    ]
    words = printed(sheet, officer)
    for said in ("困难职工帮扶计划书", "预期效果：报销到账", "职工签字（指模）：", "负责人签字（盖章）："):
        assert said in words


def test_a_year_later_what_was_struck_off_is_left_out(planned, officer):
    with clock.at(clock.today() + datetime.timedelta(days=365)):
        assert [line.number for line in load_plan_sheet(planned, by=officer).lines] == ["1", "2"]


def test_before_anything_is_planned_it_is_blank_to_be_filled_in_by_hand(household, officer):
    sheet = load_plan_sheet(household, by=officer)
    assert (sheet.goal, len(sheet.line_blanks)) == ("", 5)
    assert "一式三份" in printed(sheet, officer)


def test_a_cadre_prints_it_masked_and_the_print_leaves_a_line(as_user, cadre, planned):
    response = as_user(cadre).get(reverse("plan_sheet", args=[planned.archive_no]))
    words = words_of(b"".join(response.streaming_content))
    identity_no = planned.head.identity_no
    assert (identity_no in words, f"{identity_no[:6]}********{identity_no[-4:]}" in words) == (False, True)
    line = AccessLog.objects.get(verb=AccessVerb.PRINT)
    assert (line.subject, line.detail) == (planned.archive_no, "困难职工帮扶计划书（号码已隐去）")


def test_it_takes_a_fixed_number_of_queries_and_rendering_none(planned, officer, django_assert_num_queries):
    found = Household.objects.visible_to(officer).select_related("union").get(pk=planned.pk)
    with django_assert_num_queries(7):
        sheet = load_plan_sheet(found, by=officer)
    with django_assert_num_queries(0):
        render_form(sheet)


def test_it_fills_one_or_two_sides_of_a4(planned, officer):
    with opened(print_form(load_plan_sheet(planned, by=officer), by=officer)) as pdf:
        assert len(pdf.pages) in (1, 2)


def test_an_outsider_finds_nothing(as_user, outsider, planned):
    assert as_user(outsider).get(reverse("plan_sheet", args=[planned.archive_no])).status_code == 404
