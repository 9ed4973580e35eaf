"""Checking at the household whether it may leave: what is kept, what is refused, and that it can be recomputed."""

import datetime
import uuid
from decimal import Decimal

import pytest
from django.db import InternalError, transaction

from audits.actions.exits import Found, record_exit_check, set_exit_rule
from audits.enums import ExitItem
from audits.exitrules import RuleBook
from audits.incometest import recompute
from audits.models import ExitCheck, ExitRule
from audits.proposals import propose
from core import clock
from core.errors import DomainError, NotAllowed
from households.enums import Level, Relation, Status
from tests.support.exits import checked, findings, survey
from tests.support.factories import DifficultyFactory, HouseholdFactory, MemberFactory, union

pytestmark = pytest.mark.django_db
RULE = {"multiple": Decimal("1.5"), "months": 6, "survey_age": 12, "check_days": 30, "taper_months": 3}


def test_a_check_keeps_the_income_test_and_the_seven_findings(household, officer):
    latest = survey(household)
    made = checked(household, officer)
    assert (made.passed, made.income_passed, made.survey, made.months_met) == (True, True, latest, 12)
    assert (made.per_head, made.threshold) == (Decimal(800), Decimal(700))
    assert [found.item for found in made.findings.all()] == ExitItem.values


def test_one_item_that_is_wanting_or_too_little_income_does_not_pass(household, officer):
    survey(household)
    assert not checked(household, officer, medical="no").passed
    household.surveys.update(per_head=699)
    made = checked(household, officer)
    assert (made.passed, made.is_secured) == (False, True)


def test_what_does_not_concern_the_household_does_not_stand_in_the_way(household, officer):
    survey(household)
    assert checked(household, officer, school="na").passed


def test_the_result_is_computed_again_from_what_the_check_keeps(household, officer):
    survey(household)
    made = ExitCheck.objects.get(pk=checked(household, officer).pk)
    household.surveys.update(per_head=1)
    again = recompute(made)
    assert (again.passed, again.words, again.threshold) == (True, made.income_words, made.threshold)


def test_the_same_form_again_is_the_same_check(household, officer):
    key, facts = uuid.uuid4(), {"on_day": clock.today(), "findings": findings(), "by": officer}
    first = record_exit_check(household, client_id=key, **facts)
    assert record_exit_check(household, client_id=key, **facts) == first


def test_a_check_is_never_changed(household, officer):
    made = checked(household, officer)
    with pytest.raises(InternalError, match="append_only|Cannot update"), transaction.atomic():
        ExitCheck.objects.filter(pk=made.pk).update(passed=True)


@pytest.mark.parametrize(
    ("day", "change", "field"),
    [
        (datetime.timedelta(days=1), {}, "on_day"),
        (datetime.timedelta(days=-9999), {}, "on_day"),
        (datetime.timedelta(), {"food": Found("", "看过")}, "food_finding"),
        (datetime.timedelta(), {"housing": Found("yes", " ")}, "housing_evidence"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(household, officer, day, change, field):
    with pytest.raises(DomainError) as refusal:
        record_exit_check(
            household,
            by=officer,
            client_id=uuid.uuid4(),
            on_day=clock.today() + day,
            findings=findings() | change,
        )
    assert refusal.value.field == field


def test_who_does_not_work_with_the_household_checks_nothing(household, reviewer, outsider):
    for user in (reviewer, outsider):
        with pytest.raises(NotAllowed):
            checked(household, user)


def test_only_households_in_care_are_checked(officer):
    with pytest.raises(NotAllowed):
        checked(HouseholdFactory(status=Status.EXITED), officer)


def test_the_nearest_narrowest_latest_rule_holds(household, officer, provincial):
    today = clock.today()
    shipped = RuleBook.on(today).rule_of(household)
    assert (shipped.union, shipped.multiple, shipped.months) == (union("530000"), Decimal(1), 6)
    facts = {**RULE, "monitor_months": [6], "valid_from": today}
    county = set_exit_rule(by=officer, union=household.union, level="", **facts)
    assert RuleBook.on(today).rule_of(household) == county
    national = set_exit_rule(by=officer, union=household.union, level=Level.NATIONAL, **facts)
    assert RuleBook.on(today).rule_of(household) == national
    assert RuleBook.on(today - datetime.timedelta(days=1)).rule_of(household) == shipped


def test_a_rule_is_entered_once_for_a_day_by_an_officer_there(household, officer, outsider):
    facts = {**RULE, "monitor_months": [6], "valid_from": clock.today(), "union": household.union, "level": ""}
    assert set_exit_rule(by=officer, **facts) == set_exit_rule(by=officer, **facts)
    with pytest.raises(DomainError, match="不能重复登记"):
        set_exit_rule(by=officer, **facts | {"months": 3})
    with pytest.raises(NotAllowed):
        set_exit_rule(by=outsider, **facts)
    assert ExitRule.objects.count() == 2


def proposals(household):
    return {item: found.finding for item, found in propose(household, datetime.date(2026, 4, 1)).items()}


def worker(household, **facts):
    household.members.filter(relation=Relation.SELF).update(birth_date=datetime.date(1980, 1, 1), **facts)


@pytest.mark.parametrize(
    ("facts", "item", "finding"),
    [
        ({"position": "在岗"}, "work", "yes"),
        ({"position": "失（无）业"}, "work", "no"),
        ({"position": "退休"}, "work", "na"),
        ({"insurance": "城镇职工基本医保"}, "medical", "yes"),
        ({"insurance": "未参保"}, "insurance", "no"),
        ({"insurance": ""}, "medical", ""),
        ({}, "school", "na"),
        ({}, "food", ""),
    ],
)
def test_what_the_archive_knows_of_the_worker_is_proposed(household, facts, item, finding):
    worker(household, **facts)
    assert proposals(household)[item] == finding


@pytest.mark.parametrize(("position", "finding"), [("小学", "yes"), ("失（无）业", "no")])
def test_a_child_of_school_age_is_in_school_or_not(household, position, finding):
    MemberFactory(household=household, birth_date=datetime.date(2015, 1, 1), position=position)
    assert proposals(household)["school"] == finding


@pytest.mark.parametrize(("housing", "finding"), [("自建房", "yes"), ("无房", "no"), ("", "")])
def test_the_home_is_proposed(household, housing, finding):
    household.housing = housing
    assert proposals(household)["housing"] == finding


def test_an_open_difficulty_outweighs_what_else_is_known(household):
    worker(household, insurance="城镇职工基本医保")
    difficulty = DifficultyFactory(household=household, description="自付部分高")
    found = propose(household, datetime.date(2026, 4, 1))["medical"]
    assert (found.finding, found.evidence) == ("no", f"尚有未销号的医疗困难：{difficulty.number} 号 自付部分高")
