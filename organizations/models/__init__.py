"""Unions, offices, accounts, roles and the access log."""

from organizations.models.access import AccessLog
from organizations.models.accounts import RoleAssignment, User
from organizations.models.tokens import ApiToken
from organizations.models.unions import Agency, DivisionCode, Office, Union

__all__ = ["AccessLog", "Agency", "ApiToken", "DivisionCode", "Office", "RoleAssignment", "Union", "User"]
