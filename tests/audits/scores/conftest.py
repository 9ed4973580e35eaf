"""The cast of the assessment: two who check for 红河州."""

import pytest

from organizations.enums import Role
from tests.support.factories import user_with


@pytest.fixture
def checker(db):
    """审批 of 红河州."""
    return user_with(Role.APPROVER, "532500", username="checker", name="州审批")


@pytest.fixture
def other_checker(db):
    """审核 of 红河州."""
    return user_with(Role.REVIEWER, "532500", username="other", name="州审核")
