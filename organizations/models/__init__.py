"""Unions, offices, accounts, roles and the access log."""

from organizations.models.access import AccessLog
from organizations.models.accounts import RoleAssignment, User
from organizations.models.unions import DivisionCode, Office, Union

__all__ = ["AccessLog", "DivisionCode", "Office", "RoleAssignment", "Union", "User"]
