"""The forms of a review by their address: who gets which, and what stays in the log."""

import pytest
from django.urls import reverse

from households.models import ArchiveGrant
from organizations.enums import AccessVerb, Role
from organizations.models import AccessLog
from tests.reports.booklet_case import text_of
from tests.reports.review_case import cancelling, entry, leaving, passed
from tests.support.factories import user_with
from tests.support.reviews import Staff

pytestmark = pytest.mark.django_db
HAS = {entry: {"approval", "letter"}, leaving: {"leaving", "letter"}, cancelling: {"cancelling", "letter"}}


@pytest.fixture
def staff():
    return Staff.hire()


def url(review, paper: str) -> str:
    return reverse("review_paper", args=[review.pk, paper])


@pytest.mark.parametrize("make", HAS)
def test_a_review_has_the_forms_of_its_subject_and_no_other(as_user, staff, make):
    review = passed(make(staff), staff).review
    client = as_user(staff.county_officer)
    papers = ["approval", "leaving", "cancelling", "letter", "unknown"]
    found = {paper for paper in papers if client.get(url(review, paper)).status_code == 200}
    assert found == HAS[make]


def test_it_opens_in_the_browser_and_leaves_a_line(as_user, staff):
    review = leaving(staff)
    response = as_user(staff.county_officer).get(url(review, "leaving"))
    assert response["Content-Type"] == "application/pdf"
    assert "脱困退出确认书" in text_of(response.getvalue())
    line = AccessLog.objects.get(verb=AccessVerb.PRINT)
    assert (line.user, line.subject) == (staff.county_officer, review.subject_ref)
    assert line.detail == "困难职工脱困退出确认书（完整号码）"


def test_a_letter_before_the_end_is_explained(as_user, staff):
    response = as_user(staff.county_officer).get(url(entry(staff), "letter"))
    assert response.status_code == 400
    assert "办结后才能打印告知书" in response.content.decode()
    assert not AccessLog.objects.filter(verb=AccessVerb.PRINT).exists()


def test_a_cadre_prints_the_letter_for_the_own_household(as_user, staff):
    asked = passed(leaving(staff), staff)
    cadre = user_with(Role.CADRE)
    assert as_user(cadre).get(url(asked.review, "letter")).status_code == 404
    ArchiveGrant.objects.create(household=asked.household, user=cadre, kind="pairing")
    assert as_user(cadre).get(url(asked.review, "letter")).status_code == 200


def test_for_an_outsider_there_is_no_such_form(as_user, staff):
    assert as_user(staff.outsider).get(url(entry(staff), "approval")).status_code == 404
    assert not AccessLog.objects.filter(verb=AccessVerb.PRINT).exists()


def test_it_is_only_read(as_user, staff):
    assert as_user(staff.county_officer).post(url(entry(staff), "approval")).status_code == 405
