"""The request as every view behind the login gets it."""

from django.http import HttpRequest

from organizations.models import User


class UserRequest(HttpRequest):
    """A request whose user is an account, never anonymous: the LoginRequired middleware sees to that."""

    user: User
