"""Forms as tests read them."""

import re

from reports.forms.data import PrintedForm
from reports.forms.printing import print_form
from tests.reports.booklet_case import text_of


def words_of(pdf: bytes) -> str:
    """Return the text of a PDF without spaces and line breaks, which depend on where lines end."""
    return re.sub(r"\s", "", text_of(pdf))


def printed(form: PrintedForm, by) -> str:
    """Print a form and return its words."""
    return words_of(print_form(form, by=by))
