"""One measure for the difficulties of several households at once."""

import datetime

import pytest
from django.utils import timezone

from assistance.actions.measures import add_measures
from assistance.enums import MeasureKind
from assistance.models import Measure
from core.errors import DomainError, NotAllowed
from households.actions.difficulties import strike_off_difficulty
from organizations.enums import Department
from tests.support.factories import DifficultyFactory, HouseholdFactory, MeasureFactory
from tests.support.life import put

pytestmark = pytest.mark.django_db
FACTS = {
    "kind": MeasureKind.MEDICAL_INSURANCE,
    "text": "纳入大病保险报销",
    "lead_department": Department.MEDICAL_INSURANCE,
    "co_departments": [Department.HEALTH],
    "deadline": datetime.date(2026, 12, 31),
    "expected": "自付部分下降",
}


@pytest.fixture
def several(difficulty):
    return [difficulty, *(DifficultyFactory(household__worker=name) for name in ("钱一", "孙二"))]


def test_each_gets_the_measure_with_who_planned_it(several, officer):
    assert add_measures(several, by=officer, facts=FACTS) == 3
    made = Measure.objects.order_by("difficulty")
    assert [(row.difficulty, row.kind, row.co_departments, row.created_by) for row in made] == [
        (row, "medical_insurance", ["health"], officer) for row in several
    ]
    assert {row.planned_on for row in made} == {timezone.localdate()}


def test_again_adds_nothing_and_one_that_lacks_it_gets_it(several, officer):
    add_measures(several[:2], by=officer, facts=FACTS)
    assert [add_measures(several, by=officer, facts=FACTS) for _press in range(2)] == [1, 0]


def test_struck_off_meanwhile_it_is_named_and_nothing_is_written(several, officer):
    strike_off_difficulty(several[1], by=officer, on=timezone.localdate(), reason="已报销")
    with pytest.raises(DomainError, match="困难已销号，请取消勾选后再保存：钱一。"):
        add_measures(several, by=officer, facts=FACTS)
    assert not Measure.objects.exists()


def test_a_closed_archive_is_named(several, officer):
    put(several[2].household, "exited")
    with pytest.raises(DomainError, match="孙二（已脱困）"):
        add_measures(several, by=officer, facts=FACTS)


def test_a_deadline_before_one_was_found_names_the_household(several, officer):
    several[1].found_on = datetime.date(2026, 11, 1)
    several[1].save(update_fields=["found_on"])
    with pytest.raises(DomainError, match="早于以下各户困难的发现日期：钱一") as refusal:
        add_measures(several, by=officer, facts=FACTS | {"deadline": datetime.date(2026, 10, 1)})
    assert refusal.value.field == "deadline"


def test_a_cadre_plans_for_the_own_households_only(several, cadre):
    assert add_measures(several[:1], by=cadre, facts=FACTS) == 1
    with pytest.raises(NotAllowed):
        add_measures(several, by=cadre, facts=FACTS)


def test_readers_and_outsiders_plan_nothing(several, reviewer, outsider):
    for user in (reviewer, outsider):
        with pytest.raises(NotAllowed):
            add_measures(several, by=user, facts=FACTS)


def test_the_lead_does_not_work_along_with_itself(several, officer):
    with pytest.raises(DomainError, match="不必再列为协办部门"):
        add_measures(several, by=officer, facts=FACTS | {"co_departments": [Department.MEDICAL_INSURANCE]})


@pytest.mark.parametrize("count", [1, 3])
def test_many_cost_as_much_as_one(officer, count, django_assert_num_queries):
    rows = [DifficultyFactory(household=HouseholdFactory()) for _row in range(count)]
    MeasureFactory(difficulty=rows[0])
    officer.scope  # noqa: B018 -- read once for each request
    with django_assert_num_queries(9):
        add_measures(rows, by=officer, facts=FACTS)
