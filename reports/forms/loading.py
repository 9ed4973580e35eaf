"""Loading what several forms print: a review with its steps and records, a household with its people and surveys."""

from django.db.models import Prefetch, QuerySet, prefetch_related_objects

from audits.models import HouseholdReview
from households.models import Household, IncomeSurvey
from households.querysets import in_scope
from organizations.models import DivisionCode, User
from reviews.models import NoticeLine, Record, Review


def with_records(reviews: QuerySet[Review]) -> QuerySet[Review]:
    """Load the records and the steps of the procedure beside reviews; two queries more."""
    records = Record.objects.select_related(
        "step", "returned_to", "by", "for_user", "appraisal__meeting__union"
    ).order_by("id")
    return reviews.select_related("union", "procedure", "step", "applied_by").prefetch_related(
        Prefetch("records", records), "procedure__steps"
    )


def latest_review(household: Household, subject: str) -> Review | None:
    """Return the household's latest review of a subject, with what the opinion boxes print; up to three queries."""
    return with_records(Review.objects.filter(subject_ref=household.archive_no, subject=subject)).first()


def load_people(household: Household) -> None:
    """Load the members, and the surveys with their lines; three queries."""
    prefetch_related_objects(
        [household], "members", Prefetch("surveys", IncomeSurvey.objects.prefetch_related("lines"))
    )


def division_of(household: Household) -> dict[str, str]:
    """Return the name of the division of the household's hukou, by code."""
    return dict(DivisionCode.objects.filter(code=household.hukou_division).values_list("code", "name"))


def cases_for(user: User) -> QuerySet[HouseholdReview]:
    """Return the reviews of households that the user may print: those he sees, and those of a household he helps."""
    helped = HouseholdReview.objects.filter(in_scope(user, "household"))
    return with_case(HouseholdReview.objects.visible_to(user) | helped)


def with_case(cases: QuerySet[HouseholdReview]) -> QuerySet[HouseholdReview]:
    """Load everything that the forms print of reviews of households; 11 queries for any number."""
    lines = NoticeLine.objects.select_related("notice").prefetch_related("notice__objections")
    reviews = with_records(Review.objects.all()).prefetch_related(Prefetch("notice_lines", lines))
    return cases.select_related(
        "household__union", "household__created_by", "survey", "eligibility__rule_set", "exit_check__rule"
    ).prefetch_related(
        Prefetch("review", reviews),
        "household__members",
        "household__aid_records",
        "household__pairings__cadre__unit",
        "survey__lines",
        "exit_check__findings",
    )
