"""Faults of income, days, status and aid."""

import datetime
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from assistance.enums import AidProject, AidSource
from assistance.models import AidRecord, AidYearNone, Payment
from core import clock
from households.enums import Category, Cause, LineKind, Status
from households.models import Household, IncomeLine, IncomeSurvey, StatusChange
from organizations.enums import Department
from reports.demo.faults.ground import Ground, NotHere, Plant, archive, change, need, put, survey_of, worker

DAY = datetime.timedelta(days=1)
LONG_AGO = 1200 * DAY
SURVEYED = 6  # archives of one who rounds, so that there are amounts enough


def line(household: Household, kind: str, amount: int) -> None:
    """Set a line of the latest survey."""
    IncomeLine.objects.update_or_create(survey=survey_of(household), kind=kind, defaults={"amount": amount})


def lines(**amounts: int) -> Plant:
    def plant(household: Household, ground: Ground) -> None:
        for kind, amount in amounts.items():
            line(household, kind, amount)

    return plant


def to_survey(columns: Callable[[IncomeSurvey, Ground], dict[str, Any]]) -> Plant:
    """Plant in the latest survey what follows from it."""

    def plant(household: Household, ground: Ground) -> None:
        found = survey_of(household)
        change(found, **columns(found, ground))

    return plant


def long_surveyed(household: Household, ground: Ground) -> None:
    """Let all surveys have been made years ago."""
    survey_of(household)
    for survey in household.surveys.all():
        change(survey, period_start=survey.period_start - LONG_AGO, period_end=survey.period_end - LONG_AGO)


def unchanged(household: Household, ground: Ground) -> None:
    long_surveyed(household, ground)
    household.visits.update(on=ground.years(2))
    change(household, updated_at=clock.now() - 400 * DAY)


def overlapping(household: Household, ground: Ground) -> None:
    latest = survey_of(household)
    facts = {"persons": latest.persons, "per_head": latest.per_head, "standard": latest.standard}
    start, end = latest.period_start - 70 * DAY, latest.period_end - 70 * DAY
    IncomeSurvey.objects.create(household=household, period_start=start, period_end=end, **facts)


def unpaid_work(household: Household, ground: Ground) -> None:
    lines(wages=0, transfer=9_000)(household, ground)
    worker(position="在岗")(household, ground)


def of_cause(cause: str, kind: str) -> Plant:
    """Let a household be poor for what costs it nothing."""

    def plant(household: Household, ground: Ground) -> None:
        need(survey_of(household).lines.exclude(kind=kind).exists())
        change(household, main_cause=cause)
        survey_of(household).lines.filter(kind__in=[kind, LineKind.REHABILITATION, LineKind.CARE]).delete()

    return plant


def deep_but_rich(household: Household, ground: Ground) -> None:
    found = survey_of(household)
    change(household, category=Category.DEEP, rule_version="B2020")
    change(found, per_head=3 * need(found.standard))


def equal_incomes(household: Household, ground: Ground) -> None:
    name = f"演示调查甲{ground.number()}"
    for home in (household, *ground.beside(household, 4)):
        change(survey_of(home), per_head=Decimal("512.34"), surveyor=name)


def round_incomes(household: Household, ground: Ground) -> None:
    name, survey_of_own = f"演示调查乙{ground.number()}", survey_of(household)
    need(survey_of_own.lines.exists())
    for home in (household, *ground.beside(household, SURVEYED)):
        home.surveys.update(surveyor=name)
        IncomeLine.objects.filter(survey__household=home, amount__gt=0).update(amount=2000)
        for kind in (LineKind.WAGES, LineKind.MEDICAL, LineKind.SCHOOLING, LineKind.WORK):
            line(home, kind, 2000)


def aid(**facts: Any) -> Callable[[Household, datetime.date | None], AidRecord]:
    """Return what records aid."""
    usual: dict[str, Any] = {"project": AidProject.LIVING, "source": AidSource.UNION, "department": Department.UNION}

    def record(household: Household, on: datetime.date | None) -> AidRecord:
        return AidRecord.objects.create(household=household, received_on=on, **{"amount": 1500} | usual | facts)

    return record


def aid_twice(household: Household, ground: Ground) -> None:
    on = ground.ago(40)
    for _time in range(2):
        aid(amount=713, year=on.year)(household, on)


def aid_and_none(household: Household, ground: Ground) -> None:
    year = need(household.aid_records.order_by("-year").first()).year
    AidYearNone.objects.get_or_create(household=household, year=year, defaults={"stated_by": ground.by})


def never_helped(household: Household, ground: Ground) -> None:
    if household.filed_on is None or household.filed_on > ground.years(1) - DAY:
        raise NotHere
    if household.aid_records.filter(payment__isnull=False).exists():
        raise NotHere
    household.aid_records.all()._raw_delete("default")


def paid_while_exited(household: Household, ground: Ground) -> None:
    """Let a household have left a month before it was paid."""
    paid = Payment.objects.filter(household=household, status="paid", refunded=0).order_by("-paid_on").first()
    left = need(paid).paid_on - 30 * DAY
    put(household, Status.EXITED)
    _note(household, Status.ON_FILE, Status.EXITED, left)


def stuck(household: Household, ground: Ground) -> None:
    put(household, Status.UNDER_REVIEW)
    _note(household, Status.DRAFT, Status.UNDER_REVIEW, ground.ago(100))


def _note(household: Household, before: str, after: str, on: datetime.date) -> None:
    facts = {"union_path": household.union_path, "level": household.level, "category": household.category}
    StatusChange.objects.filter(household=household, on__gte=on, to_status=after).delete()
    StatusChange.objects.create(
        household=household, from_status=before, to_status=after, on=on, at=clock.now(), **facts
    )


MEANS: dict[str, Plant] = {
    "survey-missing": lambda household, ground: (survey_of(household), household.surveys.all().delete()),
    "survey-old": long_surveyed,
    "survey-future": to_survey(lambda survey, ground: {"period_end": ground.ago(-5)}),
    "survey-long": to_survey(lambda survey, ground: {"period_start": survey.period_end - 800 * DAY}),
    "survey-persons": to_survey(lambda survey, ground: {"persons": survey.persons + 1}),
    "survey-empty": lambda household, ground: survey_of(household).lines.all().delete(),
    "income-huge": lambda household, ground: line(household, LineKind.WAGES, 200_000 * survey_of(household).persons),
    "income-parts": lines(transfer=1_000, basic_pension=2_000),
    "work-without-wages": unpaid_work,
    "illness-without-cost": of_cause(Cause.ILLNESS, LineKind.MEDICAL),
    "schooling-without-cost": of_cause(Cause.SCHOOLING, LineKind.SCHOOLING),
    "deep-but-rich": deep_but_rich,
    "surveys-overlap": overlapping,
    "incomes-equal": equal_incomes,
    "incomes-round": round_incomes,
    "filed-future": lambda household, ground: change(household, filed_on=ground.ago(-5)),
    "filed-missing": archive(filed_on=None),
    "filed-early": archive(filed_on=datetime.date(1999, 1, 1)),
    "taper-over": lambda household, ground: put(household, Status.TAPERING, taper_until=ground.ago(20)),
    "taper-without-end": lambda household, ground: put(household, Status.TAPERING, taper_until=None),
    "on-file-never-helped": never_helped,
    "on-file-untouched": unchanged,
    "review-stuck": stuck,
    "draft-old": lambda household, ground: put(household, Status.DRAFT, created_at=clock.now() - 200 * DAY),
    "paid-while-exited": paid_while_exited,
    "aid-future": lambda household, ground: aid(year=ground.ago(-5).year)(household, ground.ago(-5)),
    "aid-year": lambda household, ground: aid(year=ground.today.year)(household, ground.years(1)),
    "aid-huge": lambda household, ground: aid(year=ground.today.year, amount=60_000)(household, None),
    "aid-twice": aid_twice,
    "aid-and-none": aid_and_none,
}
