"""The finding on screen, making it anew, and the forms of what bars a household."""

import datetime
from decimal import Decimal

import pytest
from django.urls import reverse

from households.actions.eligibility import check_eligibility, flag_veto
from households.actions.income import Line, edit_survey, record_survey
from households.actions.standards import set_standard
from households.enums import EconomicItem, LineKind
from households.models import EconomicCheck, EconomicLine, EligibilityCheck, VetoFinding, VetoRule
from organizations.models import AccessLog
from tests.support.factories import union

pytestmark = pytest.mark.django_db
FACTS = {"period_start": datetime.date(2025, 4, 1), "period_end": datetime.date(2026, 3, 31), "persons": 2}
LINES = {LineKind.WAGES: Line(Decimal(18000)), LineKind.MEDICAL: Line(Decimal(9600))}
SEEN, WHY = "车管所查询，名下小型轿车 1 辆", "残疾人代步车，见购车发票"


@pytest.fixture
def survey(household, officer, provincial):
    set_standard(by=provincial, union=union("532500"), valid_from=datetime.date(2025, 7, 1), amount=Decimal(640))
    return record_survey(household, by=officer, facts=FACTS, lines=LINES)


@pytest.fixture
def veto(household, officer, survey):
    rule = VetoRule.objects.get(rule_set__regime="B2020", code="vehicle")
    return flag_veto(household, by=officer, rule=rule, evidence=SEEN)


def url(name, household, *args):
    return reverse(name, args=[household.archive_no, *args])


def page(client, household):
    return client.get(url("household_eligibility", household)).content.decode()


def test_a_household_is_checked_and_the_finding_told_line_by_line(as_user, officer, household, survey):
    client = as_user(officer)
    assert "还没有测算" in page(client, household)
    response = client.post(url("eligibility_check", household), follow=True)
    content = response.content.decode()
    for words in (
        "已按“困难职工认定规则（2020 年版）”测算：符合认定条件：深度困难职工。",
        "家庭年收入 18,000 元 − 刚性支出 9,600 元",
        "每人每月 350 元，应低于 640 元",
    ):
        assert words in content
    assert "符合认定条件：深度困难职工" in client.get(url("household_income", household)).content.decode()


def test_what_is_missing_is_said_on_the_page_and_when_tried(as_user, officer, household):
    client = as_user(officer)
    assert "还没有收支调查" in page(client, household)
    response = client.post(url("eligibility_check", household))
    assert (response.status_code, EligibilityCheck.objects.count()) == (400, 0)


def test_a_finding_that_no_longer_agrees_says_so(as_user, officer, household, survey):
    client = as_user(officer)
    check_eligibility(household, by=officer)
    assert "请重新测算" not in page(client, household)
    edit_survey(survey, by=officer, facts=FACTS, lines={LineKind.WAGES: Line(Decimal(90000))})
    assert "有变动，请重新测算" in page(client, household)


def test_the_finding_before_is_listed_and_an_old_archive_keeps_its_category(as_user, officer, household, survey):
    check_eligibility(household, by=officer)
    edit_survey(survey, by=officer, facts=FACTS, lines={LineKind.WAGES: Line(Decimal(90000))})
    check_eligibility(household, by=officer)
    type(household).objects.filter(pk=household.pk).update(rule_version="A2016", category="low_income")
    content = page(as_user(officer), household)
    assert "以前的测算" in content
    assert "本档案的类别“低保户”按 2016 年版规则认定，保持不变" in content


def test_looking_leaves_a_line_and_who_only_reads_has_no_buttons(as_user, registrar, household, survey):
    content = page(as_user(registrar), household)
    assert AccessLog.objects.get(subject=household.archive_no).detail == "认定测算"
    assert url("eligibility_check", household) not in content
    assert url("veto_flag", household) not in content


def test_vetoes_are_ticked_with_their_evidence(as_user, officer, household, survey):
    client = as_user(officer)
    typed = {"tick_vehicle": "on", "evidence_vehicle": SEEN, "tick_shop": "on", "evidence_shop": "工商登记 1 户"}
    response = client.post(url("veto_flag", household), typed, follow=True)
    assert "已登记 2 项否决情形，并重新测算" in response.content.decode()
    assert set(VetoFinding.objects.values_list("code", "evidence")) == {("vehicle", SEEN), ("shop", "工商登记 1 户")}
    assert EligibilityCheck.objects.get().passed is False
    assert "tick_vehicle" not in client.get(url("veto_flag", household)).context["form"].fields


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({}, "请勾选核查到的情形"),
        ({"tick_vehicle": "on", "evidence_shop": "写错了行"}, "请写明核查情况和依据"),
    ],
)
def test_a_tick_without_evidence_is_refused_and_the_typed_kept(as_user, officer, household, typed, words):
    response = as_user(officer).post(url("veto_flag", household), typed)
    assert words in response.content.decode()
    assert not VetoFinding.objects.exists()


def test_what_the_report_of_the_civil_affairs_office_says_is_proposed(as_user, officer, household, survey):
    day = datetime.date(2026, 5, 6)
    facts = {"sent_on": day, "reported_on": day, "report_no": "核〔2026〕3号", "created_by": officer}
    report = EconomicCheck.objects.create(household=household, **facts)
    EconomicLine.objects.create(check_made=report, item=EconomicItem.VEHICLE, found=True, count=1)
    content = as_user(officer).get(url("veto_flag", household)).content.decode()
    assert "核对报告 核〔2026〕3号（2026-05-06）：" in content
    assert "核对报告有记载" in content


def test_a_reviewer_overrides_with_the_reason(as_user, officer, reviewer, household, veto):
    override = url("veto_override", household, veto.pk)
    assert override not in page(as_user(officer), household)
    client = as_user(reviewer)
    assert override in page(client, household)
    assert "请填写不作否决的理由" in client.post(override, {"reason": ""}).content.decode()
    content = client.post(override, {"reason": WHY}, follow=True).content.decode()
    assert "不作否决，并重新测算" in content
    assert WHY in content
    veto.refresh_from_db()
    assert (veto.overridden_by, EligibilityCheck.objects.latest("pk").passed) == (reviewer, True)
    assert client.get(override).status_code == 403


def test_the_page_costs_the_same_for_any_number_of_findings(
    as_user, officer, household, veto, django_assert_max_num_queries
):
    client = as_user(officer)
    page(client, household)
    for amount in (90000, 18000, 70000):
        edit_survey(
            veto.household.surveys.get(), by=officer, facts=FACTS, lines={LineKind.WAGES: Line(Decimal(amount))}
        )
        check_eligibility(household, by=officer)
        with django_assert_max_num_queries(21):
            page(client, household)
