"""What an interview says of a household, put through the calculations of any archive, for many with few queries."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.conf import settings

from audits.enums import CancelCause, ExitItem
from audits.enums import Finding as Secured
from audits.exitrules import RuleBook
from audits.incometest import IncomeTest, Period, Terms, income_test
from audits.models import ExitRule, HouseholdReview, Interview
from audits.verification.judging import Case
from audits.verification.questions import NO
from core import clock
from core.errors import DomainError
from households.eligibility.calculator import calculate
from households.eligibility.checks import lines_to_json
from households.eligibility.facts import Finding, Line, Veto
from households.eligibility.loading import Desk, Ground, Stated
from households.enums import LineKind
from households.income import MONTHS_OF_A_YEAR, figures_of
from households.models import Household
from reviews.enums import Subject

AMOUNT, ITEM = "amount_", "item_"
# What an archive is cancelled for that figures can speak against.
FOR_MEANS = {"", CancelCause.NOT_QUALIFIED, CancelCause.CONCEALED, CancelCause.ASSETS, CancelCause.OTHER}
DIFFERING = {"identity_same": "姓名、身份证号", "members_same": "家庭成员", "cause_same": "致困原因"}
PERSONS = "家庭人口"


@dataclass(frozen=True)
class Weighed:
    """A household weighed by an interview: the case, and everything that it was calculated from."""

    case: Case
    ground: Ground | None = None
    finding: Finding | None = None
    test: IncomeTest | None = None
    rule: ExitRule | None = None

    @property
    def lines(self) -> list[dict[str, Any]]:
        """The calculation line by line, as JSON."""
        made = self.finding.lines if self.finding else ()
        exit_line = (Line("退出标准", self.test.words, self.test.passed),) if self.test else ()
        return lines_to_json((*made, *exit_line))


def weigh(interviews: Sequence[Interview]) -> dict[int, Weighed]:
    """Weigh interviews, by their keys; a dozen queries for each day on which they were made."""
    by_day: dict[datetime.date, list[Interview]] = defaultdict(list)
    for interview in interviews:
        if interview.on_day is not None:
            by_day[interview.on_day].append(interview)
    return {pk: weighed for day, group in by_day.items() for pk, weighed in _weigh_day(day, group)}


def _weigh_day(day: datetime.date, interviews: Sequence[Interview]) -> Iterator[tuple[int, Weighed]]:
    homes = {interview.pk: _household(interview) for interview in interviews}
    desk, book = Desk(list(homes.values()), day), RuleBook.on(day)
    reviews = _reviews([home.pk for home in homes.values() if home.pk])
    for interview in interviews:
        home = homes[interview.pk]
        yield interview.pk, _weigh(interview, home, desk, book, reviews.get(home.pk, {}))


def _household(interview: Interview) -> Household:
    """Return the archive; for a household without one, an archive of its place that is kept nowhere."""
    unit = interview.sample.unit
    if unit.household is not None:
        return unit.household
    return Household(union=unit.union, union_path=unit.union.path)


def _reviews(households: Iterable[int]) -> dict[int, dict[str, HouseholdReview]]:
    """Return the last decided entry and cancellation of each archive; one query."""
    found: dict[int, dict[str, HouseholdReview]] = defaultdict(dict)
    rows = HouseholdReview.objects.filter(
        household__in=list(households), subject__in=[Subject.ENTRY, Subject.CANCEL], applied_at__isnull=False
    )
    for row in rows.select_related("eligibility").order_by("pk"):
        found[row.household_id][row.subject] = row
    return found


def _weigh(
    interview: Interview, home: Household, desk: Desk, book: RuleBook, reviews: dict[str, HouseholdReview]
) -> Weighed:
    stated = stated_of(interview)
    ground = desk.ground_of(home, stated, _vetoes(interview)) if stated else None
    ground = None if isinstance(ground, str) else ground
    finding = calculate(ground.facts, ground.rules) if ground else None
    test, rule = _exit(home, stated, ground, book, desk.on) if stated and ground and home.pk else (None, None)
    entry, cancel = reviews.get(Subject.ENTRY), reviews.get(Subject.CANCEL)
    case = Case(
        population_class=interview.sample.stratum.population_class,
        qualified=finding.passed if finding else None,
        barred=finding.vetoes if finding else (),
        reached=test.passed if test else None,
        lacking=tuple(_lacking(interview)),
        wrong=tuple(_wrong(interview, home)),
        qualified_then=entry.eligibility.passed if entry and entry.eligibility else None,
        is_fresh=_is_fresh(home, desk.on),
        left_for_means=(cancel.cause if cancel else "") in FOR_MEANS,
    )
    return Weighed(case, ground, finding, test, rule)


def stated_of(interview: Interview) -> Stated | None:
    """Return what was told of the money of the twelve whole months before the day of the interview, None for no day."""
    answers, day = interview.answers, interview.on_day
    if day is None or not answers.get("persons"):
        return None
    end = day.replace(day=1) - datetime.timedelta(days=1)
    start = clock.months_after(end.replace(day=1), 1 - MONTHS_OF_A_YEAR)
    said = {code.removeprefix(AMOUNT): Decimal(text) for code, text in answers.items() if code.startswith(AMOUNT)}
    amounts = {str(kind): said[kind] for kind in LineKind if kind in said}
    return Stated(amounts, int(answers["persons"]), start, end)


def _vetoes(interview: Interview) -> list[Veto]:
    """Return the situations of the negative list that were ticked, in the words of the question."""
    questions = interview.verification.questionnaire.questions.all()
    labels = {value: label for row in questions if row.code == "vetoes" for value, label in row.options}
    return [Veto(code, labels.get(code, code), "第三方核查发现") for code in interview.answers.get("vetoes", [])]


def _exit(
    home: Household, stated: Stated, ground: Ground, book: RuleBook, day: datetime.date
) -> tuple[IncomeTest | None, ExitRule | None]:
    try:
        rule = book.rule_of(home)
    except DomainError:
        return None, None
    amounts = {LineKind(kind): amount for kind, amount in stated.amounts.items()}
    start, end = stated.start, stated.end
    figures = figures_of(amounts, persons=stated.persons, start=start, end=end, standard=ground.standard)
    period = Period(start, end, figures["per_head"], figures["standard"], figures["standard_source"])
    return income_test([period], Terms.of(rule), day), rule


def _lacking(interview: Interview) -> Iterator[str]:
    for item in ExitItem:
        if interview.answers.get(f"{ITEM}{item.value}") == Secured.NO:
            yield str(item.label)


def _wrong(interview: Interview, home: Household) -> Iterator[str]:
    yield from (label for code, label in DIFFERING.items() if interview.answers.get(code) == NO)
    if home.persons and interview.answers.get("persons") not in (None, home.persons):
        yield PERSONS


def _is_fresh(home: Household, day: datetime.date) -> bool:
    return bool(home.filed_on and clock.months_after(home.filed_on, settings.VERIFIED_AS_FILED_MONTHS) > day)
