"""What the tests of services share: today is in September 2026, and a course is under way."""

import datetime

import pytest

from core import clock
from organizations.enums import Role
from tests.support.factories import user_with
from tests.support.services import a_service


@pytest.fixture(autouse=True)
def _today():
    """Six months after the course of the tests."""
    with clock.at(datetime.date(2026, 9, 10)):
        yield


@pytest.fixture
def finance(db):
    """财务 of 红河州."""
    return user_with(Role.FINANCE, "532500", username="finance", name="财务员")


@pytest.fixture
def prefect(db):
    """经办 of 红河州."""
    return user_with(Role.OFFICER, "532500", username="prefect", name="州级经办")


@pytest.fixture
def service(officer):
    """A course of 建水县 without a limit of places."""
    return a_service(officer)
