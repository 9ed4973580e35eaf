"""A verification of four archives of 建水县 that has been asked and proposed, and who judges it."""

import datetime

import pytest

from households.models import LivingStandard
from organizations.enums import Role
from tests.support.factories import HouseholdFactory, union, user_with
from tests.support.verification import assessors, in_the_field, judged

POOR, RICH = {"amount_wages": "6000"}, {"amount_wages": "60000"}


@pytest.fixture
def judges(db):
    return [user_with(Role.REVIEWER, "530000"), user_with(Role.APPROVER, "530000")]


@pytest.fixture
def third(db):
    return user_with(Role.APPROVER, "530000")


@pytest.fixture
def archives(db):
    LivingStandard.objects.create(union=union("530000"), valid_from=datetime.date(2015, 1, 1), amount=700)
    return HouseholdFactory.create_batch(4)


@pytest.fixture
def found(provincial, archives):
    """Four archives judged: poor, rich, rich with a car, one with other people in it than the archive says."""
    poor, rich, barred, other = (archive.archive_no for archive in archives)
    said = {poor: POOR, rich: RICH, barred: POOR | {"vetoes": ["vehicle"]}, other: POOR | {"persons": "2"}}
    return judged(in_the_field(provincial, assessors(2)), provincial, said=said)
