"""Part two: the income survey, with the calculation as in households.income."""

from core.money import format_money
from households.enums import INCOME_KINDS, RIGID_KINDS, LineKind
from households.income import formula_of
from households.models import IncomeSurvey
from reports.booklet.data import Line, Survey
from reports.booklet.parts.words import day

PLACES = {kind: place for place, kind in enumerate(LineKind)}


def survey_of(survey: IncomeSurvey) -> Survey:
    """Return one survey with its formula and how it compares to the standard that it was held against."""
    lines = sorted(survey.lines.all(), key=lambda line: PLACES[LineKind(line.kind)])
    return Survey(
        period=f"{day(survey.period_start)} 至 {day(survey.period_end)}",
        persons=str(survey.persons),
        report_no=survey.report_no,
        surveyed_on=day(survey.surveyed_on),
        surveyor=survey.surveyor,
        income=tuple(_line(line) for line in lines if line.kind in INCOME_KINDS),
        rigid=tuple(_line(line) for line in lines if line.kind in RIGID_KINDS),
        income_total=format_money(survey.income),
        rigid_total=format_money(survey.rigid),
        formula=formula_of(survey).formula,
        per_head=format_money(survey.per_head),
        standard=format_money(survey.standard),
        standard_source=survey.standard_source,
        comparison=_comparison(survey),
        rule_version=survey.rule_version,
        remark=survey.remark,
    )


def _line(line) -> Line:
    return Line(kind=line.get_kind_display(), amount=format_money(line.amount), note=line.note)


def _comparison(survey: IncomeSurvey) -> str:
    if survey.standard is None:
        return ""
    ratio = survey.per_head / survey.standard
    return f"{'低于' if survey.per_head < survey.standard else '不低于'}低保标准，为标准的 {ratio:.2f} 倍"
