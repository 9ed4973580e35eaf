"""Reviews of households that have something in every part of their forms; all of it is made up."""

import datetime
from decimal import Decimal

from audits.actions.household_reviews import apply_for_cancel, apply_for_entry, apply_for_exit
from audits.enums import CancelCause, ExitChannel
from audits.models import HouseholdReview
from core import clock
from households.actions.eligibility import check_eligibility
from households.actions.income import Line, record_survey
from households.actions.standards import set_standard
from households.enums import LineKind, Relation, Sex, Status
from households.models import Household
from organizations.enums import Role
from pairing.models import Cadre
from reports.forms.loading import with_case
from reviews.actions.deciding import refuse_review
from reviews.models import Review
from tests.support.exits import checked, decided, ready
from tests.support.factories import CadreFactory, MemberFactory, PairingFactory, union, user_with
from tests.support.reviews import Staff, bring_to

LINES = {LineKind.WAGES: Line(Decimal(18000), "单位证明"), LineKind.MEDICAL: Line(Decimal(9600), "医保结算单")}


def _pair(household: Household) -> None:
    PairingFactory(
        household=household, cadre=Cadre.objects.filter(name="王建国").first() or CadreFactory(name="王建国")
    )


def draft(staff: Staff) -> Household:
    """Make a draft of two people whom the rules find in deep hardship (350 元 against 640 元), with a cadre."""
    household = ready(staff, status=Status.DRAFT, filed_on=None, cause_text="2021年确诊尿毒症，每周透析三次。")
    household.surveys.all().delete()
    MemberFactory(household=household, relation=Relation.SON, sex=Sex.MALE, health="良好", position="高中")
    _pair(household)
    province = user_with(Role.OFFICER, "530000")
    set_standard(by=province, union=union("532500"), valid_from=datetime.date(2025, 1, 1), amount=Decimal(640))
    first = clock.today().replace(day=1)
    period = {"period_start": first.replace(year=first.year - 1), "period_end": first - datetime.timedelta(days=1)}
    record_survey(household, by=staff.county_officer, facts={**period, "persons": 2}, lines=LINES)
    check_eligibility(household, by=staff.county_officer)
    return household


def entry(staff: Staff) -> Review:
    """Apply for an entry."""
    return apply_for_entry(draft(staff), by=staff.unit_officer, note="家庭因病致困")


def leaving(staff: Staff, **facts) -> Review:
    """Apply for an exit with a taper of six months."""
    household = ready(staff)
    _pair(household)
    checked(household, staff.unit_officer, school="na")
    usual = {"channel": ExitChannel.WORK, "taper_months": 6, "taper_aid": "子女助学、医疗互助"}
    return apply_for_exit(household, by=staff.unit_officer, **{**usual, **facts})


def cancelling(staff: Staff, cause: str = CancelCause.TRANSFERRED, note: str = "2026年3月调往昆明工作") -> Review:
    """Apply for a cancellation."""
    return apply_for_cancel(ready(staff), by=staff.unit_officer, cause=cause, note=note)


def passed(review: Review, staff: Staff) -> HouseholdReview:
    """Bring a review through and load it as forms print it."""
    return case(decided(review, staff))


def refused(review: Review, staff: Staff, opinion: str = "收入高于标准") -> HouseholdReview:
    """Have the county refuse a review, and load it."""
    return case(refuse_review(bring_to(review, staff, 7), by=staff.county_reviewer, opinion=opinion))


def case(review: Review) -> HouseholdReview:
    """Load a review as forms print it."""
    return with_case(HouseholdReview.objects.all()).get(pk=review.pk)
