"""Households on their way in and out: ready to be applied for, checked, decided."""

import datetime
import uuid
from decimal import Decimal

from audits.actions.exits import Found, record_exit_check
from audits.enums import ExitItem, Finding
from audits.models import ExitCheck
from core import clock
from households.enums import Relation
from households.models import Household, IncomeSurvey, LivingStandard
from reviews.models import Review
from tests.support.factories import HouseholdFactory, union
from tests.support.reviews import Staff, bring_to, step_on, unit

STARRED = {
    "ethnicity": "汉族",
    "politics": "群众",
    "health": "良好",
    "position": "在岗",
    "marriage": "已婚",
    "hukou": "非农业",
    "insurance": "城镇职工基本医保",
    "phone": "13987300001",
}
LONG_AGO = datetime.date(2015, 1, 1)
HOME = {"housing": "自建房", "persons": 1, "annual_income": Decimal(20000)}


def ready(staff: Staff, **facts) -> Household:
    """Make an archive of the unit with every starred field and a survey of a year above the standard, but no income."""
    household = HouseholdFactory(union=unit(), **HOME | facts)
    worker = household.members.get(relation=Relation.SELF)
    for name, value in STARRED.items():
        setattr(worker, name, value)
    worker.birth_date = datetime.date(1980, 1, 1)
    worker.save()
    survey(household)
    LivingStandard.objects.get_or_create(union=union("532500"), valid_from=LONG_AGO, defaults={"amount": 700})
    return household


def survey(household: Household, per_head: int = 800, standard: int | None = 700) -> IncomeSurvey:
    """Make a survey of the twelve months that ended with the month before."""
    first = clock.today().replace(day=1)
    return IncomeSurvey.objects.create(
        household=household,
        period_start=first.replace(year=first.year - 1),
        period_end=first - datetime.timedelta(days=1),
        persons=1,
        per_head=per_head,
        standard=standard,
    )


def findings(**other: str) -> dict[str, Found]:
    """Return all seven as secured, but for those named."""
    return {item.value: Found(other.get(item.value, Finding.YES), "到户查看") for item in ExitItem}


def checked(household: Household, by, on_day: datetime.date | None = None, **other: str) -> ExitCheck:
    """Make an exit check today."""
    return record_exit_check(
        household, by=by, client_id=uuid.uuid4(), on_day=on_day or clock.today(), findings=findings(**other)
    )


def decided(review: Review, staff: Staff) -> Review:
    """Bring a review through all its steps up to the last decision."""
    return step_on(bring_to(review, staff, 9), staff)
