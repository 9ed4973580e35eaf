"""Who works on grievances in these tests."""

import pytest
from django.test import Client

from organizations.enums import Role
from tests.support.factories import user_with


@pytest.fixture
def second(db):
    """Another 审核 of 建水县."""
    return user_with(Role.REVIEWER, "532524", username="second", name="复审员")


@pytest.fixture
def prefecture(db):
    """审批 of 红河州."""
    return user_with(Role.APPROVER, "532500", username="prefecture", name="州审批")


@pytest.fixture
def elsewhere(db):
    """审核 of 石屏县, a county beside."""
    return user_with(Role.REVIEWER, "532525", username="elsewhere", name="外县审核")


@pytest.fixture
def stranger():
    """A browser in which nobody is logged in."""
    return Client()
