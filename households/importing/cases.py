"""What a workbook says about its households: rows, what is wrong with them, and one case for each household."""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model

from households.enums import ImportOutcome
from households.models import Household
from organizations.models import Union


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing wrong or odd in a workbook, and where: sheet, Excel row (from 1), head of the column."""

    archive_no: str
    sheet: str
    row: int
    column: str
    reason: str


@dataclass(slots=True)
class Row:
    """One row of a sheet: its Excel number, what its cells were read as (None for blank), and what was made of it."""

    sheet: str
    number: int
    values: dict[str, Any]
    made: Any = None

    def __getitem__(self, column: str) -> Any:
        """Return the value of a column; None for a blank cell and for a column that the workbook does not have."""
        return self.values.get(column)


@dataclass(slots=True)
class Case:
    """One household of a workbook: its rows, what was found about it, and what is planned to be written.

    A case with a fault is refused whole; flags are told and do no harm. ``changes`` are the words for what differs
    from the database. ``extras`` is where one part leaves something for another.
    """

    archive_no: str
    row: Row
    children: dict[str, list[Row]] = field(default_factory=dict)
    faults: list[Remark] = field(default_factory=list)
    flags: list[Remark] = field(default_factory=list)
    union: Union | None = None
    household: Household | None = None
    outcome: ImportOutcome | None = None
    changes: list[str] = field(default_factory=list)
    created: list[Model] = field(default_factory=list)
    updated: dict[Model, set[str]] = field(default_factory=dict)
    extras: dict[str, Any] = field(default_factory=dict)
    checked_flags: int = 0

    def rows(self, sheet: str) -> list[Row]:
        """Return this household's rows of a sheet other than the first."""
        return self.children.get(sheet, [])

    def fault(self, column: str, reason: str, *, row: Row | None = None) -> None:
        """Refuse the household for something in one cell."""
        self.faults.append(self._remark(row or self.row, column, reason))

    def flag(self, column: str, reason: str, *, row: Row | None = None) -> None:
        """Tell of something odd that does not keep the household out."""
        self.flags.append(self._remark(row or self.row, column, reason))

    def _remark(self, row: Row, column: str, reason: str) -> Remark:
        return Remark(self.archive_no, row.sheet, row.number, column, reason)

    def create(self, instance: Model, change: str) -> None:
        """Plan to insert a row; ``change`` says in a word what is new."""
        self.created.append(instance)
        self._note(change)

    def update(self, instance: Model, wanted: dict[str, Any], change: str = "") -> bool:
        """Plan to change the fields that differ from what is wanted; None wants nothing. Tell whether any differs.

        The word for the change is each field's own name unless one is given for all.
        """
        differing = {k: v for k, v in wanted.items() if v is not None and getattr(instance, k) != v}
        for name, value in differing.items():
            setattr(instance, name, value)
            self._note(change or str(instance._meta.get_field(name).verbose_name))  # type: ignore[union-attr]
        if differing:
            self.updated.setdefault(instance, set()).update(differing)
        return bool(differing)

    def _note(self, change: str) -> None:
        if change not in self.changes:
            self.changes.append(change)

    def reset(self) -> None:
        """Forget what was planned, so that the household can be planned anew; what the check found stays."""
        del self.flags[self.checked_flags :]
        self.household, self.outcome = None, None
        self.changes, self.created, self.updated, self.extras = [], [], {}, {}

    def release(self) -> None:
        """Let go of the rows and of what was made of them, once the household is done; the report needs neither."""
        self.household, self.children = None, {}
        self.created, self.updated, self.extras = [], {}, {}

    @property
    def archive(self) -> Household:
        """The archive that was found or planned; there is none before ArchivePart has planned the batch."""
        if self.household is None:
            raise LookupError(f"household {self.archive_no} is not planned")
        return self.household

    @property
    def is_new(self) -> bool:
        """Whether the archive is not in the database yet."""
        return self.archive._state.adding

    @property
    def head_name(self) -> str:
        return self.row["姓名"] or ""


@dataclass
class Source:
    """Everything that was read from a workbook.

    ``sheets`` are those of the layout that it has; ``strays`` are rows of no household of the workbook; ``notes`` say
    what was left out, for the person who loads it.
    """

    cases: list[Case] = field(default_factory=list)
    sheets: set[str] = field(default_factory=set)
    strays: list[Remark] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
