"""Two assessors find in the same moment that a household cannot be asked; two submit from two windows."""

import pytest

from audits.actions.verification.fieldwork import save_answers, submit_interview
from audits.actions.verification.leaving import leave_sample
from audits.models import Interview
from audits.verification.enums import InterviewStatus, LeftReason, Round
from core.errors import Conflict
from tests.support.factories import HouseholdFactory
from tests.support.races import at_once, one_before_the_other, told_apart
from tests.support.verification import answers_of, assessors, in_the_field

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("reference")]
LEFT = {"reason": LeftReason.MOVED, "note": "邻居证实已迁往昆明。"}


@pytest.fixture
def rounds(reference, provincial):
    """Both visits to one household, of ten that are in the sample of twenty."""
    HouseholdFactory.create_batch(20)
    found = in_the_field(provincial, assessors(2), margin="0.22", blind_share="1", phone_share="0")
    first = found.interviews.filter(round=Round.FIRST).order_by("pk")[0]
    return [first, found.interviews.get(sample=first.sample, round=Round.BLIND)]


def test_two_who_leave_a_household_at_once_are_replaced_once(rounds):
    before = rounds[0].verification.sample.count()
    taken = at_once(*(lambda one=one: leave_sample(one, by=one.assessor, **LEFT) for one in rounds))
    assert (taken[0], taken[0].replaces) == (taken[1], rounds[0].sample)
    assert rounds[0].verification.sample.count() == before + 1
    assert set(Interview.objects.filter(sample=taken[0]).values_list("round", flat=True)) == {Round.FIRST, Round.BLIND}


def test_one_of_two_windows_that_save_at_once_is_told(rounds):
    one = rounds[0]
    acts = [lambda text=text: save_answers(one, by=one.assessor, raw={"persons": text}, version=0) for text in "23"]
    done, refused = told_apart(at_once(*acts))
    assert (len(done), [type(error) for error in refused]) == (1, [Conflict])


def test_what_is_saved_while_the_other_leaves_the_household_is_refused(rounds):
    first, second = rounds
    with pytest.raises(Exception, match="不在您的核查任务中|不能再改"):
        one_before_the_other(
            lambda: leave_sample(second, by=second.assessor, **LEFT),
            lambda: save_answers(first, by=first.assessor, raw={"persons": "2"}, version=0),
        )
    first.refresh_from_db()
    assert (first.status, first.answers) == (InterviewStatus.DROPPED, {})


def test_who_leaves_while_the_other_hands_in_waits_for_them(rounds):
    first, second = rounds
    raw = answers_of(first)
    left = one_before_the_other(
        lambda: submit_interview(first, by=first.assessor, raw=raw, version=0),
        lambda: leave_sample(second, by=second.assessor, **LEFT),
    )
    assert left is None
    statuses = [Interview.objects.get(pk=one.pk).status for one in rounds]
    assert statuses == [InterviewStatus.SUBMITTED, InterviewStatus.DROPPED]
