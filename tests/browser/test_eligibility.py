"""A household is checked, found barred and cleared again; and the next version of the rules is written."""

import datetime
from decimal import Decimal

import pytest
from django.urls import reverse

from households.actions.eligibility import flag_veto
from households.actions.income import Line, record_survey
from households.actions.standards import set_standard
from households.enums import LineKind
from households.models import RuleSet, VetoRule
from organizations.enums import Role
from organizations.models import User
from tests.support.factories import HouseholdFactory, union, user_with

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("reference")]
FACTS = {"period_start": datetime.date(2025, 4, 1), "period_end": datetime.date(2026, 3, 31), "persons": 2}
LINES = {LineKind.WAGES: Line(Decimal(18000)), LineKind.MEDICAL: Line(Decimal(9600))}


@pytest.fixture
def home(reference):
    """A household by whose survey it is 深度困难."""
    officer = user_with(Role.OFFICER, "532500", username="officer", name="经办员")
    user_with(Role.REVIEWER, username="reviewer", name="审核员")
    set_standard(by=officer, union=union("532500"), valid_from=datetime.date(2025, 7, 1), amount=Decimal(640))
    household = HouseholdFactory()
    record_survey(household, by=officer, facts=FACTS, lines=LINES)
    return household


def test_a_household_is_checked_and_found_barred_on_a_phone(phone, home):
    finding = reverse("household_eligibility", args=[home.archive_no])
    phone.log_in("officer")
    page = phone.open(finding)
    page.get_by_role("button", name="开始测算").click()
    page.get_by_text("每人每月 350 元，应低于 640 元").wait_for()
    phone.assert_well_made()
    page.get_by_role("link", name="登记否决情形").click()
    page.get_by_label("拥有机动车辆").first.check()
    page.locator("[name=evidence_vehicle]").fill("车管所查询，小型轿车 1 辆")
    phone.assert_well_made()
    page.get_by_role("button", name="登记").click()
    page.locator("dialog .btn-primary").click()
    page.get_by_text("但有否决情形").wait_for()
    phone.assert_well_made()


def test_a_veto_is_overridden_at_a_desk(desk, home):
    rule = VetoRule.objects.get(rule_set__regime="B2020", code="vehicle")
    flag_veto(home, by=User.objects.get(username="officer"), rule=rule, evidence="车管所查询")
    desk.log_in("reviewer")
    page = desk.open(reverse("household_eligibility", args=[home.archive_no]))
    page.get_by_role("link", name="复核否决情形").click()
    page.get_by_label("不作否决的理由").fill("残疾人代步车，见购车发票")
    desk.assert_well_made()
    page.get_by_role("button", name="不作否决").click()
    page.locator("dialog .btn-primary").click()
    page.get_by_text("经复核不作否决，理由：残疾人代步车").wait_for()
    desk.assert_well_made()


def test_a_version_of_the_rules_is_written_and_published(desk, home):
    desk.log_in("officer")
    page = desk.open(reverse("rule_set", args=[RuleSet.objects.get(regime="B2020").pk]))
    page.get_by_role("link", name="复制为新版本").click()
    page.locator("[name=union]").select_option(label="红河州总工会")
    page.locator("[name=valid_from]").fill("2027-01-01")
    page.get_by_role("button", name="新建草稿").click()
    page.locator("[name=case-0-limit]").fill("1.2")
    desk.assert_well_made()
    page.get_by_role("button", name="保存草稿").click()
    page.get_by_text("扣减支出后人均低于低保标准的 1.2 倍").wait_for()
    desk.assert_well_made()
    page.get_by_role("button", name="发布").click()
    page.locator("dialog .btn-primary").click()
    page.get_by_text("自 2027-01-01 起执行").first.wait_for()
    assert RuleSet.objects.published().filter(union__code="532500").count() == 1
