"""The finance users of a prefecture, of one of its counties, and of another prefecture."""

import pytest

from organizations.enums import Role
from tests.support.factories import user_with


@pytest.fixture
def finance(db):
    """财务 of 红河州."""
    return user_with(Role.FINANCE, "532500", username="finance", name="财务员")


@pytest.fixture
def county_finance(db):
    """财务 of 建水县."""
    return user_with(Role.FINANCE, "532524", username="county-finance", name="县财务员")


@pytest.fixture
def other_finance(db):
    """财务 of 昆明市, which is another prefecture."""
    return user_with(Role.FINANCE, "530100", username="other-finance", name="外州财务员")
