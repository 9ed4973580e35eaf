"""Checking eligibility: what is kept, who may, what is missing, many at once, and the same found again."""

import datetime
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command
from django.db import Error, connection, transaction

from core import clock
from core.errors import DomainError, NotAllowed
from households.actions.departures import depart_member
from households.actions.eligibility import check_eligibility, check_many, missing_inputs
from households.actions.income import Line, edit_survey, record_survey
from households.actions.standards import remove_standard, set_standard
from households.eligibility.checks import latest_check, lines_to_json, recompute
from households.enums import Departure, LineKind, Status
from households.models import EligibilityCheck, Household, IncomeSurvey, LivingStandard, Member, RuleSet
from tests.support.factories import HouseholdFactory, MemberFactory, union

pytestmark = pytest.mark.django_db
FACTS = {"period_start": datetime.date(2025, 4, 1), "period_end": datetime.date(2026, 3, 31), "persons": 2}
LINES = {LineKind.WAGES: Line(Decimal(18000)), LineKind.MEDICAL: Line(Decimal(9600))}
ON = datetime.date(2026, 5, 6)


@pytest.fixture
def standard(provincial):
    return set_standard(by=provincial, union=union("532500"), valid_from=datetime.date(2025, 7, 1), amount=Decimal(640))


@pytest.fixture
def survey(household, officer, standard):
    return record_survey(household, by=officer, facts=FACTS, lines=LINES)


def test_a_check_keeps_the_finding_with_all_that_it_was_made_of(household, officer, survey, standard):
    with clock.at(ON):
        check = check_eligibility(household, by=officer)
    assert (check.category, check.passed, check.on_day, check.by) == ("deep", True, ON, officer)
    assert (check.survey, check.standard, check.minimum_wage) == (survey, standard, None)
    assert check.rule_set.regime == "B2020"
    assert check.facts["amounts"] == {"medical": "9600.00", "wages": "18000.00"}
    assert check.facts["people"][0]["relation"] == "self"
    assert check.lines[-1]["text"] == "符合“深度困难职工”的认定条件。"
    assert latest_check(household) == check


def test_the_archive_keeps_its_category_and_no_name_is_stored(household, officer, survey):
    Household.objects.filter(pk=household.pk).update(rule_version="A2016", category="low_income")
    check = check_eligibility(household, by=officer)
    household.refresh_from_db()
    assert (household.category, household.rule_version, check.category) == ("low_income", "A2016", "deep")
    assert household.head_name not in f"{check.facts}{check.lines}"


def test_the_rules_of_the_day_decide(household, officer, provincial):
    since = datetime.date(2018, 1, 1)
    set_standard(by=provincial, union=union("530000"), valid_from=since, amount=Decimal(640))
    facts = {**FACTS, "period_start": datetime.date(2018, 4, 1), "period_end": datetime.date(2019, 3, 31)}
    record_survey(household, by=officer, facts=facts, lines={LineKind.WAGES: Line(Decimal(15000))})
    days = [datetime.date(2019, 12, 31), datetime.date(2020, 1, 1)]
    found = [check_eligibility(household, by=officer, on=day) for day in days]
    assert [check.category for check in found] == ["low_income", "deep"]
    assert latest_check(household) == found[1]


def test_the_same_again_is_the_same_check_and_a_change_a_new_one(household, officer, reviewer, survey):
    first = check_eligibility(household, by=officer)
    assert check_eligibility(household, by=reviewer) == first
    edit_survey(survey, by=officer, facts=FACTS, lines={LineKind.WAGES: Line(Decimal(90000))})
    second = check_eligibility(household, by=officer)
    assert (second.pk != first.pk, second.passed, second.category) == (True, False, "")
    assert EligibilityCheck.objects.count() == 2


def test_who_has_left_does_not_count_and_a_survey_of_later_does_not_either(household, officer, survey):
    son = MemberFactory(household=household)
    depart_member(son, by=officer, on=datetime.date(2026, 1, 5), why=Departure.INDEPENDENT)
    check = check_eligibility(household, by=officer, on=ON)
    assert [person["relation"] for person in check.facts["people"]] == ["self"]
    with pytest.raises(DomainError, match="还没有收支调查"):
        check_eligibility(household, by=officer, on=datetime.date(2026, 3, 30))


def test_the_age_is_that_of_the_day(household, officer, survey):
    Member.objects.filter(household=household).update(birth_date=datetime.date(1975, 5, 7))
    ages = [check_eligibility(household, by=None, on=ON + datetime.timedelta(days=days)) for days in (0, 1)]
    assert [check.facts["people"][0]["age"] for check in ages] == [50, 51]


def test_what_is_missing_is_said(household, officer):
    with pytest.raises(DomainError, match="还没有收支调查"):
        check_eligibility(household, by=officer)
    record_survey(household, by=officer, facts=FACTS, lines=LINES)
    with pytest.raises(DomainError, match="没有登记低保标准"):
        check_eligibility(household, by=officer)
    assert "低保标准" in missing_inputs([household])[household.pk]
    assert not EligibilityCheck.objects.exists()


@pytest.mark.parametrize(
    ("who", "may"), [("officer", True), ("reviewer", True), ("registrar", False), ("outsider", False)]
)
def test_who_checks(who, may, request, household, survey):
    user = request.getfixturevalue(who)
    if may:
        assert check_eligibility(household, by=user).by == user
        return
    with pytest.raises(NotAllowed, match="经办、审核、审批"):
        check_eligibility(household, by=user)
    with pytest.raises(NotAllowed, match="经办、审核、审批"):
        check_many([household], by=user)


def test_before_the_first_version_there_is_no_finding(household, officer):
    facts = {**FACTS, "period_start": datetime.date(2014, 1, 1), "period_end": datetime.date(2014, 12, 31)}
    record_survey(household, by=officer, facts=facts, lines=LINES)
    with pytest.raises(DomainError, match="没有已发布的认定规则"):
        check_eligibility(household, by=officer, on=datetime.date(2015, 12, 31))


def test_a_closed_archive_may_be_checked_too(officer, standard):
    closed = HouseholdFactory(status=Status.EXITED)
    IncomeSurvey.objects.create(household=closed, per_head=0, **FACTS)
    assert check_eligibility(closed, by=officer).passed


def test_checks_are_only_added(household, officer, survey):
    check = check_eligibility(household, by=officer)
    for change in (lambda rows: rows.update(passed=False), lambda rows: rows.delete()):
        with pytest.raises(Error, match="Cannot"), transaction.atomic():
            change(EligibilityCheck.objects.filter(pk=check.pk))


def surveyed(officer, count):
    made = [HouseholdFactory() for _number in range(count)]
    for household in made:
        record_survey(household, by=officer, facts=FACTS, lines=LINES)
    return made


def test_many_are_found_as_one_by_one_in_the_order_given_and_those_that_lack_something_left_out(officer, standard):
    made = surveyed(officer, 3)
    bare = HouseholdFactory()
    checks = check_many([made[2], bare, made[0], made[1]], by=officer, on=ON)
    assert [check.household for check in checks] == [made[2], made[0], made[1]]
    assert [check_eligibility(row, by=officer, on=ON) for row in made] == [checks[1], checks[2], checks[0]]
    assert missing_inputs([*made, bare]) == {bare.pk: "还没有收支调查，请先登记收支调查，再做认定测算。"}


@pytest.mark.parametrize("rows", [1, 3])
def test_many_cost_the_same_for_any_number(rows, officer, standard, django_assert_num_queries):
    made = surveyed(officer, rows)
    assert officer.scope
    with django_assert_num_queries(15):
        assert len(check_many(made, by=officer, on=ON)) == rows


def test_a_standard_that_a_check_was_held_against_is_not_removed(household, officer, provincial, survey):
    since = datetime.date(2025, 8, 1)
    later = set_standard(by=provincial, union=union("532524"), valid_from=since, amount=Decimal(655))
    assert check_eligibility(household, by=officer).standard == later
    with pytest.raises(DomainError, match="认定测算使用"):
        remove_standard(later, by=provincial)
    assert LivingStandard.objects.filter(pk=later.pk).exists()


def test_every_finding_is_found_again_whatever_has_changed_since(household, officer, survey, capsys):
    check = check_eligibility(household, by=officer)
    edit_survey(survey, by=officer, facts=FACTS, lines={LineKind.WAGES: Line(Decimal(90000))})
    Member.objects.filter(household=household).update(health="糖尿病")
    check_eligibility(household, by=officer)
    finding = recompute(EligibilityCheck.objects.get(pk=check.pk))
    assert (finding.category, finding.passed, lines_to_json(finding.lines)) == ("deep", True, check.lines)
    call_command("recompute_checks")
    assert "2 checks, 0 differences" in capsys.readouterr().out


def test_a_finding_that_comes_out_otherwise_is_named(household, officer, survey, capsys):
    check = check_eligibility(household, by=officer)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("UPDATE households_eligibilitycheck SET category = 'relative' WHERE id = %s", [check.pk])
        cursor.execute("SET LOCAL session_replication_role = origin")
    with pytest.raises(CommandError, match="1 findings differ"):
        call_command("recompute_checks")
    assert household.archive_no in capsys.readouterr().out
    assert RuleSet.objects.count() == 2
