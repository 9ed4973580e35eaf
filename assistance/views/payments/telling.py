"""Saying on the next page what a rule refused."""

from collections.abc import Callable
from typing import TypeVar

from django.contrib import messages

from core.errors import DomainError, NotAllowed
from organizations.http import UserRequest

Result = TypeVar("Result")


def told(request: UserRequest, act: Callable[[], Result]) -> Result | None:
    """Do an act; what a rule refuses is said on the next page, and None. Somebody without the role gets 403."""
    try:
        return act()
    except NotAllowed:
        raise
    except DomainError as refusal:
        messages.error(request, refusal.message)
        return None
