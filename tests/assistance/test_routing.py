"""Which department leads on a difficulty: the table of docs/algorithms/routing.md."""

import pytest

from assistance.enums import LEAD_OF, NEED_OF
from assistance.routing import proposed_lead
from households.enums import Cause, Need
from households.models import Difficulty, Household
from organizations.enums import Department

D = Department
# need, main cause of the household → who leads, who works along
TABLE = [
    (Need.LIVING, Cause.ILLNESS, D.CIVIL_AFFAIRS, []),
    (Need.EMPLOYMENT, Cause.ILLNESS, D.HUMAN_RESOURCES, []),
    (Need.MEDICAL, Cause.SCHOOLING, D.MEDICAL_INSURANCE, [D.HEALTH]),
    (Need.EDUCATION, Cause.ILLNESS, D.EDUCATION, []),
    (Need.HOUSING, Cause.ILLNESS, D.HOUSING, []),
    (Need.INSURANCE, Cause.ILLNESS, D.HUMAN_RESOURCES, []),
    (Need.FUNDS, Cause.ILLNESS, D.FINANCE, []),
    (Need.OTHER, Cause.UNEMPLOYED, D.HUMAN_RESOURCES, []),
    (Need.OTHER, Cause.LAID_OFF, D.HUMAN_RESOURCES, []),
    (Need.OTHER, Cause.UNINSURED, D.HUMAN_RESOURCES, []),
    (Need.OTHER, Cause.UNDERINSURED, D.HUMAN_RESOURCES, []),
    (Need.OTHER, Cause.ILLNESS, D.MEDICAL_INSURANCE, [D.HEALTH]),
    (Need.OTHER, Cause.SCHOOLING, D.EDUCATION, []),
    (Need.OTHER, Cause.NO_CAPACITY, D.CIVIL_AFFAIRS, []),
    (Need.OTHER, Cause.DISASTER, D.UNION, []),
    (Need.OTHER, Cause.ACCIDENT, D.UNION, []),
    (Need.OTHER, Cause.OTHER, D.UNION, []),
    (Need.OTHER, "", D.UNION, []),
]


@pytest.mark.parametrize(("need", "cause", "lead", "along"), TABLE)
def test_the_worked_table(need, cause, lead, along):
    difficulty = Difficulty(household=Household(main_cause=cause), need=need)
    assert proposed_lead(difficulty) == (lead, along)


def test_every_need_has_a_leading_department():
    assert set(LEAD_OF) == set(Need)
    assert {need for need, *_rest in TABLE} == set(Need)
    assert set(NEED_OF) | {Cause.DISASTER, Cause.ACCIDENT, Cause.OTHER} == set(Cause)
