"""A seasonal action of 红河州, and who keeps it."""

import pytest

from organizations.enums import Role
from tests.support.drives import planned
from tests.support.factories import user_with


@pytest.fixture
def prefectural(db):
    """经办 of 红河州."""
    return user_with(Role.OFFICER, "532500", username="prefectural", name="州经办")


@pytest.fixture
def drive(prefectural):
    return planned(prefectural)
