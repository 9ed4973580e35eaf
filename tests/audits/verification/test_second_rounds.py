"""Second visits and calls: asked blind, by another; what is brought back beside the answers."""

import pytest
from django.db.utils import InternalError

from audits.actions.verification.fieldwork import Unanswered, submit_interview
from audits.actions.verification.leaving import leave_sample
from audits.actions.verification.photos import add_photo, remove_photo
from audits.models import Interview, InterviewPhoto
from audits.verification.enums import InterviewStatus, LeftReason, PhotoKind, QuestionKind, Round
from audits.verification.questions import Ask, Lists, read_all
from core.errors import DomainError, NotAllowed
from tests.support.factories import HouseholdFactory
from tests.support.files import paper, photo, photo_with_place, upload
from tests.support.verification import agency, answers_of, assessors, in_the_field

pytestmark = pytest.mark.django_db
LEFT = {"reason": LeftReason.MOVED, "note": "邻居证实已迁往昆明。"}


@pytest.fixture
def people():
    return assessors(2)


@pytest.fixture
def running(provincial, people):
    """Four archives, each asked twice and called once."""
    HouseholdFactory.create_batch(4)
    return in_the_field(provincial, people, blind_share="1", phone_share="1")


def of_round(running, which):
    return running.interviews.filter(round=which).order_by("pk")[0]


def handed_in(interview):
    raw = answers_of(interview)
    return submit_interview(interview, by=interview.assessor, raw=raw, version=interview.version)


def test_on_the_telephone_a_part_of_the_questions_is_asked(running):
    call = of_round(running, Round.PHONE)
    with pytest.raises(Unanswered) as refusal:
        submit_interview(call, by=call.assessor, raw={}, version=0)
    assert set(refusal.value.wrong) == {"persons", "knows_cadre", "visits", "satisfaction"}
    assert handed_in(call).status == InterviewStatus.SUBMITTED


def test_who_visits_second_leaves_alone_where_the_first_has_asked(running):
    second = of_round(running, Round.BLIND)
    handed_in(running.interviews.get(sample=second.sample, round=Round.FIRST))
    before = running.sample.count()
    assert leave_sample(second, by=second.assessor, **LEFT) is None
    second.refresh_from_db()
    assert (second.status, second.left_reason, second.left_note) == (InterviewStatus.DROPPED, *LEFT.values())
    assert (running.sample.count(), running.sample.asked().count()) == (before, before)
    assert leave_sample(second, by=second.assessor, **LEFT) is None


def test_who_visits_first_is_not_told_that_the_second_has_asked(running):
    first = of_round(running, Round.FIRST)
    handed_in(running.interviews.get(sample=first.sample, round=Round.BLIND))
    with pytest.raises(DomainError, match="请与其联系") as refusal:
        leave_sample(first, by=first.assessor, **LEFT)
    assert not [word for word in ("提交", "复访", "问卷") if word in refusal.value.message]


def test_nobody_else_leaves_a_household(running, people):
    first = of_round(running, Round.FIRST)
    (other,) = [person for person in people if person != first.assessor]
    with pytest.raises(NotAllowed):
        leave_sample(first, by=other, **LEFT)


def test_a_photo_is_kept_once_and_without_the_place_where_it_was_taken(running):
    first = of_round(running, Round.FIRST)
    kept = add_photo(first, by=first.assessor, upload=upload(photo_with_place()))
    assert add_photo(first, by=first.assessor, upload=upload(photo_with_place())) == kept
    assert b"Secret phone" not in kept.path.read_bytes()
    remove_photo(kept, by=first.assessor)
    assert remove_photo(kept, by=first.assessor).removed_at is not None
    assert not first.photos.present().exists()


def test_a_second_signature_takes_the_place_of_the_first(running):
    first = of_round(running, Round.FIRST)
    for colour in ("red", "blue"):
        picture = upload(photo(colour=colour))
        last = add_photo(first, by=first.assessor, kind=PhotoKind.SIGNATURE, upload=picture)
    assert list(first.photos.present()) == [last]


def test_no_paper_no_tenth_photo_and_nobody_elses(running, people):
    first = of_round(running, Round.FIRST)
    with pytest.raises(DomainError, match="JPG 或 PNG"):
        add_photo(first, by=first.assessor, upload=upload(paper(), "a.pdf"))
    for number in range(9):
        add_photo(first, by=first.assessor, upload=upload(photo(size=(20 + number, 20))))
    with pytest.raises(DomainError, match="最多 9 张"):
        add_photo(first, by=first.assessor, upload=upload(photo(colour="green")))
    (other,) = [person for person in people if person != first.assessor]
    with pytest.raises(NotAllowed):
        remove_photo(first.photos.present()[0], by=other)


def test_a_photo_is_seen_by_its_assessor_in_time_and_by_keepers(running, people, provincial, officer):
    first = of_round(running, Round.FIRST)
    kept = add_photo(first, by=first.assessor, upload=upload(photo()))
    (other,) = [person for person in people if person != first.assessor]
    seen = {who: kept in InterviewPhoto.objects.visible_to(who) for who in (first.assessor, other, provincial, officer)}
    assert seen == {first.assessor: True, other: False, provincial: True, officer: False}
    with pytest.raises(InternalError, match="Cannot delete"):
        kept.delete()


def test_of_a_payment_in_another_sum_the_sum_is_asked():
    ask = Ask("aid", QuestionKind.EACH_AID, options=(("received", "相符"), ("less", "不符")))
    lists = Lists(payments=["7", "8"])
    said = {"aid": {"7": "received", "8": "less"}}
    assert read_all([ask], said, lists)[1] == {"aid": "金额不符的，请填写实际收到的金额。"}
    answers, wrong = read_all([ask], said | {"aid_amounts": {"7": "1", "8": "1,200"}}, lists)
    assert (answers, wrong) == (said | {"aid_amounts": {"8": "1200.00"}}, {})


def test_who_has_gone_over_to_another_agency_has_no_errands(running, people):
    mine = Interview.objects.in_hands_of(people[0])
    assert mine.exists()
    people[0].agency = agency("昆明另一家公司")
    assert not Interview.objects.in_hands_of(people[0]).exists()


def test_an_assessor_finds_what_was_given_and_not_what_was_taken_over(running):
    first = of_round(running, Round.FIRST)
    leave_sample(first, by=first.assessor, **LEFT)
    assert not Interview.objects.in_hands_of(first.assessor).filter(pk=first.pk).exists()
    assert Interview.objects.given_to(first.assessor).filter(pk=first.pk).exists()
