"""What the tests of assistance share."""

import datetime

import pytest
from django.urls import reverse

from assistance.enums import AidProject, AidSource, Delivery
from organizations.enums import Department
from tests.support.factories import DifficultyFactory, MeasureFactory
from tests.support.life import put


@pytest.fixture
def aid_facts():
    """Return what the form states of a sum, changed by keywords."""

    def make(**changed):
        return {
            "year": 2019,
            "received_on": datetime.date(2019, 9, 10),
            "project": AidProject.LIVING,
            "project_detail": "中秋慰问",
            "source": AidSource.UNION,
            "department": Department.UNION,
            "amount": 1500,
            "delivery": Delivery.CARD,
            "beneficiary": "赵小兰",
            "voucher_no": "记2019-12",
            "remark": "",
        } | changed

    return make


@pytest.fixture
def difficulty(household):
    """A difficulty of the household, with advice and without a measure."""
    return DifficultyFactory(household=household, number=1)


@pytest.fixture
def measure(difficulty):
    """A measure against it that fell due, not judged."""
    return MeasureFactory(difficulty=difficulty, text="协助报销")


@pytest.fixture
def closed(household):
    """The household after its exit; nothing of it is written any more."""
    put(household, "exited")
    return household


@pytest.fixture
def address(household):
    """Return the path of a page of the household."""
    return lambda name, *args: reverse(name, args=[household.archive_no, *args])


@pytest.fixture
def statuses(as_user, reviewer, outsider):
    """Return what a reader and somebody of another prefecture get for sending a form."""

    def ask(path):
        return [as_user(user).post(path, {}).status_code for user in (reviewer, outsider)]

    return ask
