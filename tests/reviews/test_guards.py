"""What the database itself refuses, whoever asks."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import F

from reviews.models import Appraisal, Procedure, Record, Review, Submission
from tests.support.reviews import Staff, begin, bring_to

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff():
    return Staff.hire()


@pytest.fixture
def review(staff):
    return bring_to(begin(staff), staff, 4)


def refused(sql, *values):
    """Return what the database says to raw SQL."""
    with pytest.raises(DatabaseError) as told, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)
    return str(told.value)


def test_a_step_cannot_be_jumped(review):
    target = review.procedure.steps.get(number=9)
    told = refused("UPDATE reviews_review SET step_id = %s WHERE id = %s", target.pk, review.pk)
    assert "no record for the step" in told


def test_not_even_the_next_step_without_a_record(review):
    target = review.procedure.steps.get(number=5)
    assert "no record" in refused("UPDATE reviews_review SET step_id = %s WHERE id = %s", target.pk, review.pk)


@pytest.mark.parametrize("status", ["passed", "refused", "withdrawn", "returned"])
def test_a_state_cannot_be_jumped(review, status):
    assert "no record" in refused("UPDATE reviews_review SET status = %s WHERE id = %s", status, review.pk)


def test_a_record_for_the_step_does_not_let_it_be_skipped_further(review, staff):
    Record.objects.create(review=review, step=review.step, round=1, outcome="pass", by=staff.unit_reviewer)
    target = review.procedure.steps.get(number=6)
    told = refused("UPDATE reviews_review SET step_id = %s WHERE id = %s", target.pk, review.pk)
    assert "only move to the next step" in told
    told = refused("UPDATE reviews_review SET step_id = NULL, status = 'passed' WHERE id = %s", review.pk)
    assert "only move to the next step" in told


def test_one_record_for_a_step_and_round(review):
    record = review.records.first()
    told = refused(
        "INSERT INTO reviews_record (review_id, step_id, round, outcome, opinion, by_id, acting_path, at)"
        " VALUES (%s, %s, 1, 'pass', '', %s, '', now())",
        review.pk,
        record.step_id,
        record.by_id,
    )
    assert "does not wait for this step" in told


def test_a_record_is_of_the_step_that_waits(review, staff):
    last = review.procedure.steps.get(number=9)
    with pytest.raises(DatabaseError, match="does not wait for this step"), transaction.atomic():
        Record.objects.create(review=review, step=last, round=1, outcome="pass", by=staff.prefecture_approver)
    with pytest.raises(DatabaseError, match="does not wait for this step"), transaction.atomic():
        Record.objects.create(review=review, step=review.step, round=2, outcome="pass", by=staff.unit_reviewer)


@pytest.mark.parametrize("who", ["unit_officer", "unit_reviewer"])
@pytest.mark.parametrize("column", ["by", "for_user"])
def test_nobody_decides_what_he_applied_for_or_decided_before(review, staff, who, column):
    review = bring_to(review, staff, 7)
    facts = {"by": staff.county_reviewer} | {column: getattr(staff, who)}
    with pytest.raises(DatabaseError, match="the same person"), transaction.atomic():
        Record.objects.create(review=review, step=review.step, round=1, outcome="pass", **facts)


BEGIN = (
    "INSERT INTO reviews_review (subject, procedure_id, union_id, union_path, title, subject_ref, status, step_id,"
    " acting_path, acting_role, entered_at, due_provisional, round, applied_by_id, applied_on)"
    " SELECT subject, procedure_id, union_id, '', title, 'other', %s, %s, '', '', now(), false, 1, applied_by_id,"
    " applied_on FROM reviews_review WHERE id = %s"
)


def test_a_review_does_not_come_in_decided_or_half_way(review):
    first, last = review.procedure.steps.get(number=1), review.procedure.steps.get(number=9)
    for status, step in (("passed", None), ("open", last.pk), ("returned", first.pk)):
        assert "begins at the first step" in refused(BEGIN, status, step, review.pk)


@pytest.mark.parametrize("model", [Record, Submission, Appraisal])
def test_what_was_decided_and_submitted_never_changes(review, model):
    rows = model.objects.filter(pk=model.objects.first().pk)
    for act in (lambda: rows.update(id=F("id")), rows.delete):
        with pytest.raises(DatabaseError, match="Cannot update or delete"), transaction.atomic():
            act()


def test_a_review_is_not_deleted(review):
    Review.objects.get(pk=review.pk)
    assert "Cannot delete" in refused("DELETE FROM reviews_review WHERE id = %s", review.pk)


def test_votes_are_those_who_came(review):
    record = review.records.first()
    meeting = Appraisal.objects.first().meeting
    told = refused(
        "INSERT INTO reviews_appraisal (record_id, meeting_id, attended, votes_for, votes_against, votes_abstain)"
        " VALUES (%s, %s, 5, 4, 0, 0)",
        record.pk,
        meeting.pk,
    )
    assert "votes_are_those_who_came" in told


def test_a_published_procedure_and_its_steps_are_frozen():
    procedure = Procedure.objects.published().first()
    assert "Cannot update" in refused("UPDATE reviews_procedure SET name = 'x' WHERE id = %s", procedure.pk)
    assert "keeps its steps" in refused("UPDATE reviews_step SET quorum = 9 WHERE procedure_id = %s", procedure.pk)
    assert "keeps its steps" in refused("DELETE FROM reviews_step WHERE procedure_id = %s", procedure.pk)
