"""The income surveys of the sheet 家庭收支."""

from decimal import Decimal
from typing import Any

from households.enums import LineKind
from households.importing import cells
from households.importing.archive import PERSONS, persons_listed
from households.importing.batches import Batch, Desk
from households.importing.cases import Case, Row
from households.importing.layout import SURVEYS, Column
from households.importing.registry import Part
from households.income import figures_of
from households.models import IncomeLine, IncomeSurvey

START, END, REPORT_NO = "核算期起", "核算期止", "核对报告编号"
LINES = {kind: Column(str(kind.label), cells.amount(digits=8), note="元，全核算期合计") for kind in LineKind}
CHANGE = "收支调查"


class SurveyPart(Part):
    """Creates and updates income surveys, one for each period, with the figure and the standard of the day."""

    columns = {
        SURVEYS: (
            Column(START, cells.day(), required=True, note="如 2019-04-01"),
            Column(END, cells.day(past=True), required=True, note="如 2020-03-31"),
            *LINES.values(),
            Column(REPORT_NO, cells.text(40)),
        )
    }
    models = (IncomeSurvey, IncomeLine)

    def check(self, case: Case, desk: Desk) -> None:
        """Refuse a period that runs backwards or stands twice."""
        seen: dict[tuple[Any, Any], Row] = {}
        for row in case.rows(SURVEYS):
            if row[START] and row[END] and row[END] <= row[START]:
                case.fault(END, "核算期止应晚于核算期起", row=row)
            first = seen.setdefault((row[START], row[END]), row)
            if first is not row:
                case.fault(START, f"同一核算期重复（第 {first.number} 行）", row=row)

    def plan(self, batch: Batch) -> None:
        """Compare each survey with the one on file of the same period; two queries."""
        kept = IncomeSurvey.objects.filter(household__in=batch.known).prefetch_related("lines")
        on_file = {(survey.household_id, survey.period_start, survey.period_end): survey for survey in kept}
        for case in batch.cases:
            for row in case.rows(SURVEYS):
                survey = on_file.get((case.archive.pk, row[START], row[END]))
                if survey is None:
                    _plan_new(case, row, batch.desk)
                else:
                    _plan_update(case, row, survey, batch.desk)


def _facts(case: Case, row: Row) -> tuple[dict[str, Any], dict[LineKind, Decimal]]:
    amounts = {kind: row[column.name] for kind, column in LINES.items() if row[column.name] is not None}
    persons = case.row[PERSONS] or persons_listed(case)
    return {"persons": persons, "report_no": row[REPORT_NO]}, amounts


def _figures(case: Case, row: Row, amounts: dict[LineKind, Decimal], persons: int, desk: Desk) -> dict[str, Any]:
    standard = desk.standard_on(case.union, row[END]) if case.union else None
    return figures_of(amounts, persons=persons, start=row[START], end=row[END], standard=standard)


def _plan_new(case: Case, row: Row, desk: Desk) -> None:
    stated, amounts = _facts(case, row)
    survey = IncomeSurvey(
        household=case.household,
        period_start=row[START],
        period_end=row[END],
        persons=stated["persons"],
        report_no=stated["report_no"] or "",
        created_by=desk.by,
        **_figures(case, row, amounts, stated["persons"], desk),
    )
    case.create(survey, CHANGE)
    for kind, amount in amounts.items():
        if amount:
            case.create(IncomeLine(survey=survey, kind=kind, amount=amount), CHANGE)


def _plan_update(case: Case, row: Row, survey: IncomeSurvey, desk: Desk) -> None:
    stated, amounts = _facts(case, row)
    lines = {line.kind: line for line in survey.lines.all()}
    changed = case.update(survey, stated, CHANGE)
    for kind, amount in amounts.items():
        if line := lines.get(kind):
            changed |= case.update(line, {"amount": amount}, CHANGE)
        elif amount:
            case.create(IncomeLine(survey=survey, kind=kind, amount=amount), CHANGE)
            changed = True
    if changed:
        # Only now: a standard that came later must not make an unchanged survey look changed.
        merged = {LineKind(kind): line.amount for kind, line in lines.items()} | amounts
        case.update(survey, _figures(case, row, merged, survey.persons, desk), CHANGE)
