"""Income surveys and 低保 standards on screen."""

import datetime
from decimal import Decimal

import pytest
from django.urls import reverse

from households.actions.income import Line, edit_survey, record_survey
from households.actions.standards import set_standard
from households.enums import LineKind
from households.models import IncomeSurvey, LivingStandard
from organizations.models import AccessLog
from tests.support.factories import union

pytestmark = pytest.mark.django_db
STANDARDS = reverse("standards")
FACTS = {"period_start": datetime.date(2025, 4, 1), "period_end": datetime.date(2026, 3, 31), "persons": 4}
LINES = {LineKind.WAGES: Line(Decimal(36000), "工资条"), LineKind.MEDICAL: Line(Decimal(12000))}
TYPED = {
    "period_start": "2025-04-01",
    "period_end": "2026-03-31",
    "persons": "4",
    "amount_wages": "3,6000",
    "note_wages": "工资条",
    "amount_medical": "12000元",
    "surveyor": "李经办",
}


@pytest.fixture
def standard(provincial):
    day = datetime.date(2025, 7, 1)
    return set_standard(by=provincial, union=union("532500"), valid_from=day, amount=Decimal(740), source="红民发9号")


@pytest.fixture
def survey(household, officer, standard):
    return record_survey(household, by=officer, facts=FACTS, lines=LINES)


def url(name, household, *args):
    return reverse(name, args=[household.archive_no, *args])


def test_a_survey_is_recorded_with_its_figure(as_user, officer, household, standard):
    response = as_user(officer).post(url("survey_add", household), TYPED, follow=True)
    survey = IncomeSurvey.objects.get()
    assert (survey.per_head, survey.standard, survey.surveyor) == (500, 740, "李经办")
    assert "家庭月人均纯收入 500.00 元" in response.content.decode()


def test_the_page_shows_how_the_figure_came_about(as_user, officer, household, survey):
    content = as_user(officer).get(url("household_income", household)).content.decode()
    for words in (
        "36,000.00 − 12,000.00",
        "24,000.00",
        "÷ 4 人",
        "500.00",
        "740.00",
        "低于低保标准",
        "68%",
        "红民发9号",
    ):
        assert words.replace("÷ 4 人", "共同生活人口 4 人") in content


def test_a_region_without_a_standard_says_so(as_user, officer, household):
    record_survey(household, by=officer, facts=FACTS, lines=LINES)
    assert "没有登记低保标准" in as_user(officer).get(url("household_income", household)).content.decode()


def test_a_new_survey_begins_with_the_last_twelve_months(as_user, officer, household):
    form = as_user(officer).get(url("survey_add", household)).context["form"]
    start, end = form["period_start"].value(), form["period_end"].value()
    assert (start.day, (end + datetime.timedelta(days=1)).day) == (1, 1)
    assert (end - start).days in {364, 365}
    assert form["persons"].value() == 1


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"amount_wages": "很多"}, "请填写金额"),
        ({"amount_wages": "-5"}, "amount_wages"),
        ({"persons": "0"}, "persons"),
        ({"period_end": "2025-03-01"}, "核算期止应晚于核算期起"),
        ({"period_end": "2099-03-01"}, "核算期止不能晚于今天"),
        ({"period_end": ""}, "请填写核算期止"),
        ({"amount_transfer": "900", "amount_basic_pension": "901"}, "合计不能大于转移净收入"),
    ],
)
def test_what_is_wrong_is_said_and_the_typed_is_kept(as_user, officer, household, change, words):
    content = as_user(officer).post(url("survey_add", household), {**TYPED, **change}).content.decode()
    assert words in content
    assert "李经办" in content
    assert not IncomeSurvey.objects.exists()


def test_a_second_survey_of_the_period_is_refused(as_user, officer, household, survey):
    content = as_user(officer).post(url("survey_add", household), {**TYPED, "persons": "3"}).content.decode()
    assert "该核算期已有收支调查" in content


def test_a_survey_is_corrected(as_user, officer, household, survey):
    client, page = as_user(officer), url("survey_edit", household, survey.pk)
    seen = client.get(page).context["form"].seen
    client.post(page, {**TYPED, "amount_medical": "0", "seen": seen})
    survey.refresh_from_db()
    assert (survey.per_head, survey.lines.count()) == (750, 1)


def test_somebody_elses_correction_in_between_is_shown(as_user, officer, provincial, household, survey):
    client, page = as_user(officer), url("survey_edit", household, survey.pk)
    seen = client.get(page).context["form"].seen
    edit_survey(survey, by=provincial, facts=FACTS, lines={LineKind.WAGES: Line(Decimal(1))})
    response = client.post(page, {**TYPED, "seen": seen})
    assert "省级经办 于" in response.content.decode()
    client.post(page, {**TYPED, "seen": response.context["form"].seen})
    survey.refresh_from_db()
    assert survey.per_head == 500


def test_opening_a_survey_to_correct_it_leaves_a_line(as_user, officer, household, survey):
    as_user(officer).get(url("survey_edit", household, survey.pk))
    assert AccessLog.objects.get(subject=household.archive_no).detail == "修改收支调查"


def test_standards_of_the_region_and_of_those_above_are_listed(as_user, officer, outsider, standard):
    assert "740.00" in as_user(officer).get(STANDARDS).content.decode()
    assert "740.00" not in as_user(outsider).get(STANDARDS).content.decode()


def test_an_officer_enters_a_standard_for_the_own_region(as_user, officer):
    typed = {"union": "532524", "valid_from": "2026-07-01", "amount": "760", "source": "建民发〔2026〕3号"}
    assert as_user(officer).post(STANDARDS, typed).url == STANDARDS
    assert LivingStandard.objects.get().amount == 760


def test_a_standard_of_a_region_above_is_not_for_the_county_to_enter_or_remove(as_user, officer, standard):
    client = as_user(officer)
    typed = {"union": "532500", "valid_from": "2026-07-01", "amount": "760"}
    assert "union" in client.post(STANDARDS, typed).context["form"].errors
    assert client.post(reverse("standard_remove", args=[standard.pk])).status_code == 403


def test_another_amount_for_a_day_is_refused_in_words(as_user, provincial, standard):
    typed = {"union": "532500", "valid_from": "2025-07-01", "amount": "760"}
    assert "起已登记 740.00 元" in as_user(provincial).post(STANDARDS, typed).content.decode()


@pytest.mark.parametrize(("who", "status"), [("reviewer", 403), ("registrar", 403), ("cadre", 403), ("sysadmin", 403)])
def test_only_officers_enter_standards(who, status, request, as_user):
    assert as_user(request.getfixturevalue(who)).post(STANDARDS, {}).status_code == status


@pytest.mark.parametrize(("who", "status"), [("reviewer", 200), ("registrar", 200), ("cadre", 403), ("sysadmin", 403)])
def test_who_reads_standards(who, status, request, as_user):
    assert as_user(request.getfixturevalue(who)).get(STANDARDS).status_code == status


def test_a_wrong_standard_is_removed_by_post_only_and_by_who_may_see_it(as_user, provincial, outsider, standard):
    page = reverse("standard_remove", args=[standard.pk])
    assert as_user(provincial).get(page).status_code == 405
    assert as_user(outsider).post(page).status_code == 404
    assert as_user(provincial).post(page).url == STANDARDS
    assert not LivingStandard.objects.exists()


def test_a_standard_in_use_is_not_removed(as_user, provincial, survey, standard):
    response = as_user(provincial).post(reverse("standard_remove", args=[standard.pk]))
    assert (response.status_code, LivingStandard.objects.count()) == (400, 1)
    assert "不能移除" in response.content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_standards_cost_the_same_for_any_number(rows, as_user, provincial, django_assert_max_num_queries):
    for number in range(rows):
        day = datetime.date(2020 + number, 7, 1)
        set_standard(by=provincial, union=union("532500"), valid_from=day, amount=Decimal(600 + number))
    client = as_user(provincial)
    client.get(STANDARDS)
    with django_assert_max_num_queries(6):
        client.get(STANDARDS)
