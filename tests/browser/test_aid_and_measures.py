"""Repairing the six-clear on a phone and at a desk: years without aid, difficulties, measures and their outcomes."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from assistance.models import AidRecord, Measure
from households.enums import GrantKind
from households.models import ArchiveGrant, Difficulty
from organizations.enums import Role
from tests.support.factories import (
    AidRecordFactory,
    CadreFactory,
    DifficultyFactory,
    HouseholdFactory,
    MeasureFactory,
    PairingFactory,
    user_with,
)

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("reference")]


@pytest.fixture
def home(reference):
    """A household of 赵小兰 with its cadre ``cadre``."""
    household = HouseholdFactory()
    user = user_with(Role.CADRE, username="cadre", name="帮扶干部甲")
    PairingFactory(household=household, cadre=CadreFactory(name=user.name, user=user))
    ArchiveGrant.objects.create(household=household, user=user, kind=GrantKind.PAIRING)
    return household


@pytest.fixture
def visit(phone, home):
    """Return a page of the household on the phone of its cadre."""
    phone.log_in("cadre")
    return lambda name, *args: phone.open(reverse(name, args=[home.archive_no, *args]))


def agree(page):
    page.locator("dialog .btn-primary").click()


def test_one_empty_year_is_confirmed_and_then_all_the_others_at_once(phone, visit, home):
    page = visit("household_aid")
    phone.assert_well_made()
    page.locator("#year-2018").get_by_role("button", name="确认该年无帮扶").click()
    agree(page)
    page.get_by_text("已确认 2018 年没有帮扶。").wait_for()
    page.get_by_text("全选", exact=True).click()
    page.get_by_role("button", name="确认所选年度无帮扶").click()
    agree(page)
    page.get_by_text("年没有帮扶。").wait_for()
    assert home.years_without_aid.count() == timezone.localdate().year - 2017
    assert not page.get_by_text("没有记录，未确认").count()
    phone.picture("aid-years-phone", whole=True)
    phone.assert_well_made()


def test_a_difficulty_and_its_measure_are_added_in_one_go(phone, visit, home):
    page = visit("difficulty_add")
    page.get_by_role("button", name="保存并添加措施").click()
    assert page.locator("#id_need:focus").get_attribute("aria-describedby") == "id_need_error"
    phone.assert_well_made()
    page.get_by_label("类别").select_option(label="医疗")
    page.get_by_label("问题描述").fill("透析费用高")
    page.get_by_label("帮扶建议").fill("协助办理大病保险报销")
    page.get_by_role("button", name="保存并添加措施").dblclick()
    page.wait_for_url("**/measures/new/")
    assert page.get_by_label("帮扶措施").input_value() == "协助办理大病保险报销"
    phone.assert_well_made()
    page.get_by_role("button", name="保存").click()
    page.get_by_text("已添加第 1 号困难的措施：医保").wait_for()
    phone.picture("difficulties-phone", whole=True)
    phone.assert_well_made()
    measure = Measure.objects.get()
    assert (measure.difficulty.household, measure.lead_department) == (home, "medical_insurance")
    assert Difficulty.objects.count() == 1


def test_one_tap_makes_a_measure_of_the_advice_and_its_outcome_is_judged(phone, visit, home):
    DifficultyFactory(household=home, number=1)
    page = visit("household_difficulties")
    page.get_by_role("button", name="按建议添加措施").click()
    page.get_by_role("link", name="评价成效").click()
    page.get_by_text("困难已缓解", exact=True).click()
    phone.assert_well_made()
    page.get_by_role("button", name="保存").click()
    page.get_by_text("已评价成效：困难已缓解。").wait_for()
    assert Measure.objects.get().outcome == "relieved"


def test_the_year_follows_the_day_until_somebody_sets_another(phone, visit, home):
    page = visit("aid_add")
    day, year = page.get_by_label("发放（落实）日期"), page.get_by_label("年度")
    day.fill("2019-09-10")
    assert year.input_value() == "2019"
    year.fill("2020")
    day.fill("2021-01-05")
    assert year.input_value() == "2020"
    phone.assert_well_made()


def test_a_record_is_saved_once_and_removed_after_a_question(phone, visit, home):
    page = visit("aid_add")
    page.get_by_label("帮扶项目").select_option(label="医疗救助")
    page.get_by_label("金额（元）").fill("1,500")
    page.get_by_role("button", name="保存", exact=True).dblclick()
    page.get_by_text("医疗救助 1,500.00 元").wait_for()
    assert AidRecord.objects.get().beneficiary == "赵小兰"
    page.get_by_role("button", name="移除").click()
    agree(page)
    page.get_by_text("已移除").wait_for()
    assert not AidRecord.objects.exists()


def test_at_a_desk_years_and_measures_stand_in_tables(desk, home):
    AidRecordFactory.create_batch(2, household=home)
    MeasureFactory(difficulty=DifficultyFactory(household=home, number=1), deadline=datetime.date(2026, 2, 1))
    user_with(Role.OFFICER, username="officer")
    desk.log_in("officer")
    for name in ("household_aid", "household_difficulties"):
        desk.open(reverse(name, args=[home.archive_no]))
        desk.picture(name, whole=True)
        desk.assert_well_made()
