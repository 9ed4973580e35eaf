"""The reviews that the first start makes: something waits at every desk."""

import pytest

from households.enums import Status
from households.models import Household
from organizations.models import User
from reports.demo.accounts import ensure_accounts
from reports.demo.reviewing import Reviews
from reports.demo.seeding import seed_households
from reviews.enums import ReviewStatus
from reviews.models import Objection, Review

pytestmark = pytest.mark.django_db
DESKS = ("works-officer", "works-reviewer", "county-officer", "county-second", "prefecture-officer")


def test_every_desk_finds_something(settings, tmp_path):
    settings.APP_HOME, settings.DEMO_PASSWORD = tmp_path, ""
    ensure_accounts()
    seed_households(200, 1)
    Reviews(1).make()
    for name in (*DESKS, "prefecture-approver", "prefecture-registrar"):
        assert Review.objects.waiting_for(User.objects.get(username=name)).exists(), name
    assert Review.objects.filter(status=ReviewStatus.RETURNED).count() == 1
    assert Objection.objects.open().count() == 1
    made = Household.objects.filter(household_reviews__isnull=False)
    assert {Status.TAPERING, Status.CANCELLED, Status.UNDER_REVIEW} <= set(made.values_list("status", flat=True))
    assert Household.objects.exclude(previous=None).get().status == Status.DRAFT
    assert seed_households(210, 1) == 10
