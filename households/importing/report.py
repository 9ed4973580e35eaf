"""What became of a workbook, as the page, the command and the workbook of refused rows need it."""

from collections import Counter
from dataclasses import asdict, dataclass, field
from typing import Any

from households.enums import ImportOutcome
from households.importing.cases import Case, Remark, Source


@dataclass
class Entry:
    """One household of the workbook in a list: what happened to it, and the words for what changed."""

    archive_no: str
    head: str
    row: int
    outcome: str
    changes: str = ""


@dataclass
class Report:
    """Counts and lists of one check or import.

    ``refused`` has every fault of every refused household, ``flagged`` the flags of the others. ``waiting`` counts the
    rows of the other sheets that wait for their household, ``strays`` those among them whose household the workbook
    does not have.
    """

    households: list[Entry] = field(default_factory=list)
    refused: list[Remark] = field(default_factory=list)
    flagged: list[Remark] = field(default_factory=list)
    strays: list[Remark] = field(default_factory=list)
    waiting: dict[str, int] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def count(self, outcome: ImportOutcome) -> int:
        """Return the number of households with an outcome."""
        return sum(entry.outcome == outcome for entry in self.households)

    def counts(self) -> dict[str, int]:
        """Return the number of households by outcome, of flags and of waiting rows."""
        households = Counter(entry.outcome for entry in self.households)
        outcomes = {str(outcome): households[outcome] for outcome in ImportOutcome}
        return outcomes | {"flagged": len(self.flagged), "waiting": self.waiting_rows}

    @property
    def waiting_rows(self) -> int:
        return sum(self.waiting.values())

    def as_command_json(self) -> dict[str, Any]:
        """Return the object that ``import_archives --json`` prints.

        ``accepted`` are the households written, new or changed; with ``unchanged`` they are all whose data are in the
        system as the workbook has them.
        """
        return {
            "accepted": self.count(ImportOutcome.NEW) + self.count(ImportOutcome.CHANGED),
            "unchanged": self.count(ImportOutcome.UNCHANGED),
            "refused": [asdict(remark) for remark in self.refused],
            "flagged": [asdict(remark) for remark in self.flagged],
            "waiting": self.waiting_rows,
        }

    def as_json(self) -> dict[str, Any]:
        """Return what is kept with the run."""
        return asdict(self)

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> "Report":
        """Return the report that was kept with a run."""
        return cls(
            households=[Entry(**entry) for entry in kept.get("households", [])],
            refused=[Remark(**remark) for remark in kept.get("refused", [])],
            flagged=[Remark(**remark) for remark in kept.get("flagged", [])],
            strays=[Remark(**remark) for remark in kept.get("strays", [])],
            waiting=kept.get("waiting", {}),
            notes=kept.get("notes", []),
        )


def report_of(source: Source) -> Report:
    """Sum up a workbook whose households were checked, previewed or written."""
    report = Report(strays=source.strays, notes=source.notes)
    waiting = Counter(remark.sheet for remark in source.strays)
    for case in source.cases:
        report.households.append(_entry(case))
        if case.faults:
            report.refused += case.faults
            waiting.update({sheet: len(rows) for sheet, rows in case.children.items()})
        else:
            report.flagged += case.flags
    report.waiting = dict(waiting)
    return report


def _entry(case: Case) -> Entry:
    # No outcome: the import was stopped before it came to this household.
    outcome = ImportOutcome.REFUSED if case.faults else case.outcome or ""
    changes = "、".join(case.changes) if outcome == ImportOutcome.CHANGED else ""
    return Entry(case.archive_no, case.head_name, case.row.number, outcome, changes)
