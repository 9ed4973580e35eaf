"""Forms of visits, pairings, cadres and helping units, and of the filters of their lists."""

from collections.abc import Callable
from typing import TypeVar

from django import forms

from core.errors import DomainError, NotAllowed

Result = TypeVar("Result")


def attempt(form: forms.BaseForm, act: Callable[[], Result]) -> Result | None:
    """Do an act with a valid form; what a rule refuses becomes an error of the field that it names, and None."""
    try:
        return act()
    except NotAllowed:
        raise
    except DomainError as error:
        form.add_error(error.field if error.field in form.fields else None, error.message)
        return None
