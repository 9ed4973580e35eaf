"""Printing the forms of many reviews: one job, in scope, with what could not be printed left out and named."""

import pytest
from django.urls import reverse

from core.models import Job, JobStatus
from organizations.enums import AccessVerb
from organizations.models import AccessLog
from tests.reports.booklet_case import opened
from tests.reports.forms_case import words_of
from tests.reports.review_case import cancelling, entry, passed
from tests.support.reviews import Staff

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("reference")]
URL = reverse("papers_print")


@pytest.fixture
def staff(reference):
    return Staff.hire()


def test_each_review_comes_with_the_form_on_which_it_is_decided(as_user, staff):
    reviews = [cancelling(staff), cancelling(staff)]
    response = as_user(staff.county_officer).post(URL, {"review": [f"{review.pk}:7:1" for review in reviews]})
    job = Job.objects.get()
    assert response.url == job.get_absolute_url()
    assert (job.status, job.message, job.result["printed"]) == (JobStatus.DONE, "", 2)
    words = words_of(job.path.read_bytes())
    for review in reviews:
        assert words.count(f"档案编号：{review.subject_ref}打印时间") >= 1
    assert len(opened(job.path.read_bytes()).pages) == job.result["pages"] == 4


def test_every_review_has_its_line_in_the_log(as_user, staff):
    reviews = [cancelling(staff), cancelling(staff)]
    as_user(staff.county_officer).post(URL, {"review": [review.pk for review in reviews]})
    lines = AccessLog.objects.filter(verb=AccessVerb.PRINT, user=staff.county_officer)
    assert sorted(line.subject for line in lines) == sorted(review.subject_ref for review in reviews)


def test_letters_are_printed_of_what_is_decided_and_the_others_are_named(as_user, staff):
    done, running = passed(cancelling(staff), staff).review, cancelling(staff)
    as_user(staff.county_officer).post(URL, {"review": [done.pk, running.pk], "paper": "letter"})
    job = Job.objects.get()
    assert job.result["printed"] == 1
    assert running.number in job.message
    assert "还没有办结" in job.message
    assert "起注销。" in words_of(job.path.read_bytes())


def test_what_lies_outside_the_scope_is_not_printed(as_user, staff):
    review = cancelling(staff)
    response = as_user(staff.outsider).post(URL, {"review": [review.pk, "nothing", "9" * 40]}, follow=True)
    assert "请先勾选要打印的审核" in response.content.decode()
    assert not Job.objects.exists()


def test_an_entry_comes_as_its_approval_form(as_user, staff):
    as_user(staff.county_officer).post(URL, {"review": [entry(staff).pk]})
    assert "困难职工档案审批表" in words_of(Job.objects.get().path.read_bytes())
