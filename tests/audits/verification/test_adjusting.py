"""Field work that lasts longer, and errands that somebody else goes on with."""

import datetime

import pytest

from audits.actions.verification.adjusting import hand_over_errands, prolong_field_work
from audits.actions.verification.fieldwork import save_answers
from audits.models import Interview
from audits.verification.enums import ProjectStatus, Round
from core import clock
from core.errors import DomainError, NotAllowed
from tests.support.factories import HouseholdFactory
from tests.support.verification import assessors, in_the_field

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


@pytest.fixture
def people():
    return assessors(3)


@pytest.fixture
def running(provincial, people):
    """Four archives shared out between two of three assessors, each asked twice."""
    HouseholdFactory.create_batch(4)
    return in_the_field(provincial, people[:2], blind_share="1", phone_share="0")


def test_who_is_given_more_days_finds_the_errands_again(running, people, provincial):
    with clock.at(running.ends_on + DAY):
        assert not Interview.objects.in_hands_of(people[0]).exists()
        longer = prolong_field_work(running, by=provincial, ends_on=running.ends_on + 7 * DAY)
        assert Interview.objects.in_hands_of(people[0]).exists()
        assert prolong_field_work(longer, by=provincial, ends_on=longer.ends_on).ends_on == longer.ends_on


@pytest.mark.parametrize("who", ["assessor", "officer"])
def test_nobody_else_prolongs_or_hands_over(running, people, officer, who):
    by = {"assessor": people[0], "officer": officer}[who]
    with pytest.raises(NotAllowed):
        prolong_field_work(running, by=by, ends_on=running.ends_on + DAY)
    with pytest.raises(NotAllowed):
        hand_over_errands(running, by=by, giver=people[0], taker=people[2])


def test_it_is_never_shortened_and_not_touched_once_it_is_judged(running, provincial):
    with pytest.raises(DomainError, match="只能延长"):
        prolong_field_work(running, by=provincial, ends_on=running.ends_on - DAY)
    type(running).objects.filter(pk=running.pk).update(status=ProjectStatus.JUDGING)
    with pytest.raises(DomainError, match="正在入户"):
        prolong_field_work(running, by=provincial, ends_on=running.ends_on + DAY)


def test_unfinished_errands_go_over_with_what_was_answered(running, people, provincial):
    one = running.interviews.filter(assessor=people[0], round=Round.FIRST)[0]
    save_answers(one, by=people[0], raw={"persons": "2"}, version=0)
    mine = running.interviews.filter(assessor=people[0]).count()
    assert hand_over_errands(running, by=provincial, giver=people[0], taker=people[2]) == mine
    one.refresh_from_db()
    assert (one.assessor, one.answers) == (people[2], {"persons": "2"})
    assert not Interview.objects.in_hands_of(people[0]).exists()


def test_nobody_takes_over_a_household_that_they_ask_in_another_round(running, people, provincial):
    with pytest.raises(DomainError, match="不同的人"):
        hand_over_errands(running, by=provincial, giver=people[0], taker=people[1])
    type(people[2]).objects.filter(pk=people[2].pk).update(is_active=False)
    people[2].refresh_from_db()
    with pytest.raises(DomainError, match="请另选"):
        hand_over_errands(running, by=provincial, giver=people[0], taker=people[2])


def test_who_had_a_first_visit_is_never_given_the_second_of_that_household(running, people, provincial):
    hand_over_errands(running, by=provincial, giver=people[0], taker=people[2])
    with pytest.raises(DomainError, match="不同的人"):
        hand_over_errands(running, by=provincial, giver=people[1], taker=people[0])
    back = running.interviews.filter(assessor=people[2]).count()
    assert hand_over_errands(running, by=provincial, giver=people[2], taker=people[0]) == back


def test_the_page_does_both_and_says_so(running, people, provincial, as_user):
    client, path = as_user(provincial), f"/verification/{running.pk}/field/"
    until = running.ends_on + 7 * DAY
    assert f"延长到 {until}" in client.post(path, {"act": "prolong", "ends_on": until}, follow=True).content.decode()
    same = {"act": "over", "giver": people[0].pk, "taker": people[0].pk}
    assert "须是另一名" in client.post(path, same).content.decode()
    over = client.post(path, same | {"taker": people[2].pk}, follow=True)
    assert f"移交给{people[2].name}" in over.content.decode()
