"""The administrators: three of the province, two of 建水县, and the marks of their buttons."""

import pytest

from organizations.actions.passwords import new_press
from organizations.enums import Role
from organizations.models import AccessLog
from tests.support.factories import UserFactory, user_with


@pytest.fixture
def secadmin(db):
    """安全管理员 of the province."""
    return user_with(Role.SECURITY_ADMIN, "530000", username="secadmin", name="安全员")


@pytest.fixture
def auditadmin(db):
    """审计管理员 of the province."""
    return user_with(Role.AUDIT_ADMIN, "530000", username="auditadmin", name="审计员")


@pytest.fixture
def county_sysadmin(db):
    """系统管理员 of 建水县."""
    return user_with(Role.SYSTEM_ADMIN, "532524", username="county-sys", name="县系统员")


@pytest.fixture
def county_secadmin(db):
    """安全管理员 of 建水县."""
    return user_with(Role.SECURITY_ADMIN, "532524", username="county-sec", name="县安全员")


@pytest.fixture
def clerk(db):
    """An account of 建水县 without any role."""
    return UserFactory(username="clerk", name="新来的")


@pytest.fixture
def press():
    """The mark of one press of a button that hands out a password."""
    return new_press()


@pytest.fixture
def log_lines():
    """Return (user name, subject, detail) of every line of a verb, the oldest first."""

    def lines(verb):
        return list(
            AccessLog.objects.filter(verb=verb).order_by("id").values_list("user__username", "subject", "detail")
        )

    return lines
