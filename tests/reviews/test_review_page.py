"""The page of a review: the evidence, the step that waits, who works on it, and how it went so far."""

import pytest
from django.urls import reverse

from organizations.enums import AccessVerb
from organizations.models import AccessLog
from reviews.actions.appraising import Votes, record_appraisal
from reviews.actions.deciding import return_review
from reviews.actions.starting import resubmit_review
from reviews.changes import Change
from tests.support.files import photo, upload
from tests.support.reviews import begin, bring_to, sitting


@pytest.fixture
def page(as_user):
    def opened(user, review, **query):
        return as_user(user).get(reverse("review", args=[review.pk]), query)

    return opened


def back_to_the_start(review, staff):
    """Return a review to its applicant."""
    review = bring_to(review, staff, 4)
    return return_review(review, by=staff.unit_reviewer, to_step=review.procedure.steps.get(number=1), reason="补收入")


def test_an_outsider_does_not_find_it(page, review, staff):
    assert page(staff.outsider, review).status_code == 404


def test_a_look_leaves_a_line_under_the_number_of_the_review(page, review, staff):
    page(staff.county_officer, review)
    line = AccessLog.objects.get(user=staff.county_officer, verb=AccessVerb.VIEW)
    assert (line.subject, line.detail) == (review.number, "审核：赵小兰")


def test_whose_turn_it_is_gets_the_forms_of_the_step(page, review, staff):
    assert set(page(staff.unit_officer, review).context["forms"]) == {"appraise", "return", "withdraw"}
    review = bring_to(review, staff, 4)
    assert set(page(staff.unit_reviewer, review).context["forms"]) == {"pass", "return", "refuse"}


def test_others_are_told_who_works_on_it(page, review, staff):
    shown = page(staff.county_reviewer, review)
    assert shown.context["forms"] == {}
    assert [person.name for person in shown.context["people"]] == ["厂经办"]
    assert "由建水县紫陶厂工会的经办人员办理" in shown.content.decode()


def test_a_desk_without_people_is_said(page, review, staff):
    staff.unit_officer.role_assignments.all().delete()
    assert "目前没有人担任这个角色" in page(staff.county_officer, review).content.decode()


def test_who_has_decided_before_is_told_why_he_may_not(page, staff):
    review = bring_to(begin(staff), staff, 7)
    place = staff.county_reviewer.role_assignments.get()
    staff.unit_reviewer.role_assignments.create(
        role=place.role, union=place.union, valid_from=place.valid_from, expires_on=place.expires_on
    )
    assert "同一人不能再作审定" in page(staff.unit_reviewer, review).context["obstacle"]


def test_what_is_submitted_again_shows_what_changed(page, review, staff):
    back = back_to_the_start(review, staff)
    after = [["家庭", [["家庭人口", "4"], ["主要致困原因", "患重特大疾病"]]]]
    resubmit_review(back, content=after, facts={}, by=staff.unit_officer)
    shown = page(staff.county_officer, review)
    assert shown.context["changes"] == [Change("家庭", "家庭人口", "3", "4")]
    assert "与第 1 轮提交相比" in shown.content.decode()


def test_a_returned_one_leads_its_officer_to_mend_it_and_shows_the_reason(page, review, staff):
    shown = page(staff.unit_officer, back_to_the_start(review, staff))
    assert "补收入" in shown.content.decode()
    assert set(shown.context["forms"]) == {"resubmit", "withdraw"}
    assert shown.context["pending"] == []


def test_the_to_do_list_is_walked_in_its_order_and_as_it_was_narrowed(page, staff):
    first, second, third = [begin(staff, ref=str(n)) for n in range(3)]
    shown = page(staff.unit_officer, second).context
    assert (shown["before"], shown["after"]) == (first, third)
    bring_to(third, staff, 3)
    shown = page(staff.unit_officer, second, kind="appraise").context
    assert (shown["before"], shown["after"]) == (first, None)


def test_of_one_that_waits_no_longer_the_next_is_the_first_of_the_list(page, staff):
    done, waiting = [begin(staff, ref=str(n)) for n in range(2)]
    bring_to(done, staff, 4)
    assert page(staff.unit_officer, done).context["after"] == waiting


def test_the_minutes_open_for_whoever_sees_the_review(as_user, review, staff):
    facts = {"sitting": sitting(), "votes": Votes(5), "minutes": upload(photo())}
    record_appraisal(review, by=staff.unit_officer, **facts)
    record = review.records.get(step__number=2)
    address = reverse("review_minutes", args=[review.pk, record.pk])
    assert as_user(staff.county_officer).get(address)["Content-Type"] == "image/jpeg"
    assert as_user(staff.outsider).get(address).status_code == 404
    assert AccessLog.objects.filter(verb=AccessVerb.DOWNLOAD, subject=review.number).exists()


def test_the_page_costs_the_same_however_long_the_way_was(as_user, review, staff, django_assert_num_queries):
    client = as_user(staff.prefecture_registrar)
    for number in (2, 9):
        bring_to(review, staff, number)
        with django_assert_num_queries(14):
            client.get(reverse("review", args=[review.pk]))
