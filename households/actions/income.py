"""Recording income surveys: lines, per-head figure, and the standard that it is held against."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pghistory
from django.db import transaction

from core import clock
from core.errors import Conflict, DomainError
from households.actions.facts import KEPT, changed_facts, unless_taken, validate, write_facts
from households.actions.working import lock_to_edit
from households.enums import LineKind
from households.history import last_change, signed, values_of, version_of
from households.income import figures_of, standard_for
from households.models import Household, IncomeLine, IncomeSurvey
from households.summaries import refresh_summary
from organizations.models import User

FACTS = ("period_start", "period_end", "persons", "report_no", "surveyed_on", "surveyor", "remark")
ONE_PER_PERIOD = "该核算期已有收支调查，请修改原来的一份。"


@dataclass(frozen=True)
class Line:
    """What one line of the form says: the amount in 元 for the whole period, and its paper."""

    amount: Decimal
    note: str = ""


Lines = Mapping[str, Line]


@transaction.atomic
@signed
def record_survey(household: Household, *, by: User | None, facts: Mapping[str, Any], lines: Lines) -> IncomeSurvey:
    """Add the survey of one period, with the figure and the standard in force on the period's last day.

    ``facts`` are the columns of FACTS. The very same survey again is returned as on file. Raises DomainError for a
    second survey of a period, and for a period that runs backwards or into the future.
    """
    household = lock_to_edit(household, by=by)
    start, end = facts["period_start"], facts["period_end"]
    _check_period(start, end)
    if same := household.surveys.prefetch_related("lines").filter(period_start=start, period_end=end).first():
        if same.persons == facts["persons"] and lines_of(same) == _filled(lines):
            return same
        raise DomainError(ONE_PER_PERIOD, field="period_start")
    survey = IncomeSurvey(household=household, created_by=by, **facts, **_figures(household, facts, lines))
    validate(survey, facts)
    survey.save(force_insert=True)
    for kind, line in _filled(lines).items():
        IncomeLine.objects.create(survey=survey, kind=kind, amount=line.amount, note=line.note)
    refresh_summary(household)
    return survey


@transaction.atomic
@signed
def edit_survey(
    survey: IncomeSurvey, *, by: User | None, facts: Mapping[str, Any], lines: Lines, seen: str = ""
) -> IncomeSurvey:
    """Change a survey and work its figure out anew; nothing is written when nothing differs.

    Raises Conflict when somebody changed the survey since it was ``seen``.
    """
    household = lock_to_edit(survey.household, by=by)
    locked = IncomeSurvey.objects.select_for_update(of=("self",)).prefetch_related("lines").get(pk=survey.pk)
    changed = changed_facts(locked, facts, seen="")
    if not changed and lines_of(locked) == _filled(lines):
        return locked
    if seen and survey_version(locked) != seen:
        raise Conflict(f"您填写期间，{last_change(locked)}修改了这份收支调查。{KEPT}")
    merged = values_of(locked, FACTS) | dict(facts)
    _check_period(merged["period_start"], merged["period_end"])
    figures = changed_facts(locked, _figures(household, merged, lines), seen="")
    with unless_taken("one_survey_per_period", DomainError(ONE_PER_PERIOD, field="period_start")):
        write_facts(locked, changed | figures)
    _write_lines(locked, _filled(lines))
    refresh_summary(household)
    return locked


def lines_of(survey: IncomeSurvey) -> dict[str, Line]:
    """Return the lines of a survey as the form states them (from the prefetched lines)."""
    return {line.kind: Line(line.amount, line.note) for line in survey.lines.all()}


def survey_version(survey: IncomeSurvey) -> str:
    """Return the version of a survey with its lines, for a form to carry."""
    lines = {f"line:{kind}": f"{line.amount:.2f} {line.note}" for kind, line in lines_of(survey).items()}
    return version_of(values_of(survey, FACTS) | lines)


def _filled(lines: Lines) -> dict[str, Line]:
    return {kind: line for kind, line in lines.items() if line.amount or line.note}


def _check_period(start: datetime.date, end: datetime.date) -> None:
    if end <= start:
        raise DomainError("核算期止应晚于核算期起。", field="period_end")
    if end > clock.today():
        raise DomainError("核算期止不能晚于今天：收支按已经过去的月份核算。", field="period_end")


def _figures(household: Household, facts: Mapping[str, Any], lines: Lines) -> dict[str, Any]:
    start, end = facts["period_start"], facts["period_end"]
    amounts = {LineKind(kind): line.amount for kind, line in lines.items()}
    standard = standard_for(household.union, end)
    return figures_of(amounts, persons=facts["persons"], start=start, end=end, standard=standard)


def _write_lines(survey: IncomeSurvey, wanted: dict[str, Line]) -> None:
    """Bring the lines on file to what the form says; row by row, so that each change stands in the history."""
    on_file = {line.kind: line for line in survey.lines.all()}
    for kind, line in on_file.items():
        if kind not in wanted:
            line.delete()
        elif (line.amount, line.note) != (wanted[kind].amount, wanted[kind].note):
            line.amount, line.note = wanted[kind].amount, wanted[kind].note
            line.save(update_fields=["amount", "note"])
    for kind in wanted.keys() - on_file.keys():
        line = IncomeLine.objects.create(survey=survey, kind=kind, amount=wanted[kind].amount, note=wanted[kind].note)
        pghistory.create_event(line, label="add")
