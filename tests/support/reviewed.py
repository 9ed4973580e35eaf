"""What the reviews add to the world of tests/test_access.py."""

import datetime

from django.utils import timezone

from households.models import Household
from organizations.enums import Role
from organizations.models import User
from reviews.actions.appraising import Votes, record_appraisal
from reviews.actions.deciding import decide_many
from reviews.actions.delegating import delegate
from reviews.actions.procedures import copy_procedure
from reviews.actions.starting import start_review
from reviews.enums import Outcome, StepKind, Subject
from reviews.models import Procedure, Review
from tests.support.factories import union
from tests.support.files import photo, upload
from tests.support.notice_runs import run_notice
from tests.support.reviews import sitting


def reviewed(household: Household, title: str, users: dict[str, User]) -> dict[str, object]:
    """Make a review that waits for the county's reviewer, a draft of the prefecture, and a delegation that comes."""
    facts = {"subject": Subject.RELIEF, "union": household.union, "title": title, "subject_ref": household.archive_no}
    review = start_review(**facts, content=[["家庭", [["家庭人口", "2"]]]], facts={}, by=users["off"])
    record_appraisal(review, by=users["off"], sitting=sitting(), votes=Votes(5), minutes=upload(photo()))
    run_notice(Review.objects.filter(pk=review.pk), by=users["off"])
    decide_many([review], Outcome.PASS, [StepKind.NOTICE], by=users["off"], opinion="公示期满")
    shipped = Procedure.objects.published().first()
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)
    period = {"starts_on": tomorrow, "ends_on": tomorrow}
    lent = delegate(by=users["rev"], to_user=users["off"], role=Role.REVIEWER, union=household.union, **period)
    return {
        "review": review.pk,
        "record": review.records.get(step__kind=StepKind.APPRAISE).pk,
        "procedure": shipped.pk,
        "drawn": copy_procedure(shipped, by=users["app"], union=union("532500")).pk,
        "delegation": lent.pk,
    }
