"""The archive form: its sections in the paper's order, for a new archive and for changes."""

import copy
from collections.abc import Iterator
from typing import Any

from django import forms
from django.http import QueryDict

from core.errors import Conflict, DomainError
from households.actions.archives import Edit
from households.forms.filing import FilingForm, NewFilingForm
from households.forms.household import BankForm, CausesForm, FamilyForm, FiguresForm, HousingForm, RemarkForm
from households.forms.sections import SectionForm
from households.forms.worker import WorkerForm
from households.models import Household, Member
from organizations.models import User

SECTIONS: tuple[type[SectionForm], ...] = (
    FilingForm,
    WorkerForm,
    FamilyForm,
    HousingForm,
    FiguresForm,
    CausesForm,
    BankForm,
    RemarkForm,
)
KEYS = frozenset(form.key for form in SECTIONS)
NUMBERS = frozenset({"identity_no", "phone", "card_no"})  # masked on the pages, whole in the form


class ArchiveForm:
    """The whole form, or one section of it, over an archive with its worker or over a new one.

    To the templates it is one form: its fields and what is wrong with it, whichever section they belong to.
    """

    def __init__(
        self,
        data: QueryDict | None,
        *,
        user: User,
        household: Household | None = None,
        worker: Member | None = None,
        only: str = "",
    ) -> None:
        self.is_new = household is None
        self.data = data
        # Copies: a form writes what was typed into its row, and the head of the page shows the real one.
        rows = {False: copy.copy(household or Household()), True: copy.copy(worker or Member())}
        self.sections: list[SectionForm] = []
        for form in SECTIONS:
            if only in {"", form.key}:
                extra = {"user": user} if form is FilingForm else {}
                kind = NewFilingForm if form is FilingForm and self.is_new else form
                self.sections.append(kind(data, instance=rows[form.of_worker], **extra))

    def __iter__(self) -> Iterator[forms.BoundField]:
        return (field for section in self.sections for field in section)

    def non_field_errors(self) -> list[str]:
        """Return what is wrong with no field in particular."""
        return [str(error) for section in self.sections for error in section.non_field_errors()]

    def is_valid(self) -> bool:
        """Judge every section, so that all that is wrong is said at once."""
        judged = [section.is_valid() for section in self.sections]
        return self.data is not None and all(judged)

    @property
    def shows_numbers(self) -> bool:
        """Tell whether personal numbers stand in the form in full."""
        return any(not NUMBERS.isdisjoint(section.fields) for section in self.sections)

    def facts(self, *, of_worker: bool) -> dict[str, Any]:
        """Return what the sections state of the worker, or of the archive."""
        stated: dict[str, Any] = {}
        for section in self.sections:
            if section.of_worker == of_worker:
                stated |= section.facts
        return stated

    @property
    def edits(self) -> list[Edit]:
        """What was changed against what was on the screen."""
        return [section.edit for section in self.sections if section.is_touched]

    def refuse(self, error: DomainError) -> None:
        """Say what a rule refused, beside the field that it names.

        After a conflict has been shown, the person has seen what stands there now, and the next save counts.
        """
        place = next((section for section in self.sections if error.field in section.fields), self.sections[0])
        place.add_error(error.field if error.field in place.fields else None, error.message)
        if isinstance(error, Conflict):
            for section in self.sections:
                section.seen = section.version
