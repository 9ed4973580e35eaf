"""The pages of a review and of a household lead to the forms that there are."""

import pytest
from django.urls import reverse

from reviews.models import Meeting
from tests.reports.review_case import cancelling, entry, passed
from tests.support.reviews import Staff, bring_to

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff():
    return Staff.hire()


def links(as_user, staff, url: str) -> set[str]:
    """Return which printed forms a page leads to."""
    page = as_user(staff.county_officer).get(url).content.decode()
    return {part.split('"')[0] for part in page.split('href="') if "/papers/" in part or "/application/" in part}


def test_a_running_entry_leads_to_application_and_approval(as_user, staff):
    review = entry(staff)
    expected = {f"/households/{review.subject_ref}/application/", f"/reviews/{review.pk}/papers/approval/"}
    assert links(as_user, staff, review.get_absolute_url()) == expected
    assert links(as_user, staff, reverse("household_reviews", args=[review.subject_ref])) == expected


def test_a_decided_cancellation_leads_to_its_form_and_the_letter(as_user, staff):
    review = passed(cancelling(staff), staff).review
    expected = {f"/reviews/{review.pk}/papers/{paper}/" for paper in ("cancelling", "letter")}
    assert links(as_user, staff, review.get_absolute_url()) == expected


def test_an_appraisal_leads_to_its_minutes(as_user, staff):
    review = bring_to(cancelling(staff), staff, 3)
    page = as_user(staff.county_officer).get(review.get_absolute_url()).content.decode()
    assert reverse("meeting_minutes", args=[Meeting.objects.get().pk]) in page
