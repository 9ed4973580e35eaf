"""What the tests of banks share."""

import pytest

from organizations.enums import Role
from tests.support.factories import user_with


@pytest.fixture
def finance(db):
    """财务 of 建水县."""
    return user_with(Role.FINANCE, "532524", username="county-finance", name="财务员")
