"""Loading what several forms print: a review with its steps and records, a household with its people and surveys."""

from django.db.models import Prefetch, QuerySet, prefetch_related_objects

from households.models import Household, IncomeSurvey
from organizations.models import DivisionCode
from reviews.models import Record, Review


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
