"""Patterns that take many rows: what most people do, and the one who stands out."""

import datetime
from collections.abc import Callable, Iterable

from django.utils import timezone

from households.enums import LineKind, Relation
from households.models import Household, IncomeLine, IncomeSurvey
from pairing.models import Cadre, Visit
from tests.audits.quality.planting import NUMBER, WORKER, ago, worker
from tests.support.factories import CadreFactory, HouseholdFactory

OTHERS, EACH = 20, 10
KINDS = (LineKind.WAGES, LineKind.BUSINESS, LineKind.PROPERTY, LineKind.MEDICAL, LineKind.SCHOOLING)
Days = Iterable[tuple[datetime.date, datetime.date]]


def entered(on: datetime.date) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(on, datetime.time(10)))


def visits_of(cadre: Cadre, household: Household, days: Days) -> None:
    """Log visits of a cadre at one household: the day of each, and the day on which it was entered."""
    facts = {"cadre": cadre, "household": household, "visitor_name": cadre.name, "method": "home", "met": "worker"}
    Visit.objects.bulk_create(
        Visit(on=on, created_at=entered(noted), situation=f"入户第{place}次", **facts)
        for place, (on, noted) in enumerate(days)
    )


def beside_others(days: Days) -> Callable[[Household], None]:
    """Plant the visits of one cadre beside twenty others, who visit on other days and note it at once."""

    def plant(household: Household) -> None:
        elsewhere, unit = HouseholdFactory(), CadreFactory().unit
        for cadre in CadreFactory.create_batch(OTHERS, unit=unit):
            visits_of(cadre, elsewhere, [(ago(day), ago(day)) for day in range(20, 20 + EACH)])
        visits_of(CadreFactory(unit=unit), household, days)

    return plant


def equal_incomes(household: Household) -> None:
    """Have one person survey five households, who live on the same to the cent."""
    for home in (household, *HouseholdFactory.create_batch(4)):
        home.surveys.all().delete()
        period = {"period_start": ago(400), "period_end": ago(40)}
        IncomeSurvey.objects.create(household=home, persons=2, per_head="512.34", surveyor="赵调查", **period)


def surveys_by(surveyor: str, household: Household, amount: int, *, before: int = 0) -> None:
    """Enter twenty amounts by one person."""
    periods = [(ago(500 - 40 * place + before), ago(450 - 40 * place)) for place in range(4)]
    facts = {"household": household, "persons": 2, "per_head": 500, "surveyor": surveyor}
    surveys = IncomeSurvey.objects.bulk_create(
        IncomeSurvey(period_start=start, period_end=end, **facts) for start, end in periods
    )
    IncomeLine.objects.bulk_create(
        IncomeLine(survey=survey, kind=kind, amount=amount) for survey in surveys for kind in KINDS
    )


def round_incomes(household: Household) -> None:
    elsewhere = HouseholdFactory()
    for place in range(OTHERS):
        surveys_by(f"调查员{place}", elsewhere, 1_234, before=place)
    surveys_by("钱估计", household, 2_000)


def twice_with_a_digit_changed(household: Household) -> None:
    other = HouseholdFactory()
    number = f"{NUMBER[:16]}{(int(NUMBER[16]) + 2) % 10}{NUMBER[17]}"
    worker(birth_date=WORKER["birth_date"], phone=WORKER["phone"], identity_no=number)(other)
    name = household.members.get(relation=Relation.SELF).name
    assert other.members.get(relation=Relation.SELF).name == name


PATTERNS = {
    "visits-on-one-day": beside_others([(ago(30), ago(30))] * EACH),
    "visits-entered-at-once": beside_others([(ago(40 + place), ago(15)) for place in range(EACH)]),
    "incomes-equal": equal_incomes,
    "incomes-round": round_incomes,
    "person-twice": twice_with_a_digit_changed,
}
