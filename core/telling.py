"""Saying on the next page what a rule refused."""

from collections.abc import Callable
from typing import TypeVar

from django.contrib import messages
from django.http import HttpRequest

from core.errors import DomainError, NotAllowed

Result = TypeVar("Result")


def told(request: HttpRequest, act: Callable[[], Result]) -> Result | None:
    """Do an act; what a rule refuses is said on the next page, and None. Somebody without the role gets 403."""
    try:
        return act()
    except NotAllowed:
        raise
    except DomainError as refusal:
        messages.error(request, refusal.message)
        return None
