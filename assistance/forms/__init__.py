"""Forms of aid, difficulties and measures."""

from collections.abc import Callable
from typing import TypeVar

from core.errors import Conflict
from core.forms import attempt
from households.forms.sections import SectionForm

Result = TypeVar("Result")


def attempt_edit(form: SectionForm, act: Callable[[], Result]) -> Result | None:
    """Do an act with a valid form, as ``attempt``; after a conflict the form goes on from what is on file by now."""

    def watched() -> Result:
        try:
            return act()
        except Conflict:
            form.seen = form.version
            raise

    return attempt(form, watched)
