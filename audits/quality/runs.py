"""What the pages tell of the runs."""

from dataclasses import dataclass

from audits.models import QualityRun
from audits.quality.catalogue import BY_CODE, RULES
from audits.quality.rule import Rule


@dataclass(frozen=True)
class RuleTime:
    """How long one rule of a run took, None when it was not run, and whether the database refused it."""

    rule: Rule
    seconds: float | None
    failed: bool


def latest_runs() -> tuple[QualityRun | None, QualityRun | None]:
    """Return the last run that was ended after all its rules, and the one that runs; one query."""
    recent = list(QualityRun.objects.select_related("by")[:20])
    running = next((run for run in recent if run.is_open), None)
    return next((run for run in recent if not run.is_open and run.is_whole), None), running


def times_of(run: QualityRun) -> list[RuleTime]:
    """Return the rules of a run, the slowest first; those that were not run at the end."""
    known = [rule for rule in RULES if rule.code in BY_CODE]
    rows = [RuleTime(rule, run.seconds.get(rule.code), rule.code in run.failed) for rule in known]
    return sorted(rows, key=lambda row: -1.0 * (row.seconds if row.seconds is not None else -1.0))
