"""Many at once: said in words first, then done, and each that was not is told with the reason."""

import pytest
from django.urls import reverse

from core import clock
from organizations.models import AccessLog
from reviews.actions.deciding import pass_step
from reviews.enums import ReviewStatus
from reviews.models import Meeting, Review
from tests.support.factories import user_with
from tests.support.reviews import UNIT_CODE, begin, bring_to

MEETING = {"place": "会议室", "chair": "主席", "attendees": "甲乙丙丁戊", "attended": 5}


@pytest.fixture
def send(as_user):
    """Send a selection to a batch; ``values`` as the boxes of the list have them."""

    def sent(user, name, reviews, query="", **data):
        values = {"review": [f"{review.pk}:{review.step_id}:{review.round}" for review in reviews]}
        return as_user(user).post(reverse("reviews_batch", args=[name]) + query, values | data)

    return sent


def at_step(staff, number, count=3):
    return [bring_to(begin(staff, ref=str(n), title=f"第{n}户"), staff, number) for n in range(count)]


def numbers():
    return list(Review.objects.order_by("pk").values_list("step__number", flat=True))


def test_what_is_going_to_be_done_is_said_in_words_and_nothing_is_done(send, staff):
    reviews = at_step(staff, 4)
    shown = send(staff.unit_reviewer, "decide", reviews).content.decode()
    assert "将同意 3 件：基层初审 3 件。" in shown
    assert numbers() == [4, 4, 4]
    assert AccessLog.objects.filter(detail="审核：批量同意").count() == 3


def test_confirmed_all_are_decided_with_the_common_opinion(send, staff):
    reviews = at_step(staff, 4)
    shown = send(staff.unit_reviewer, "decide", reviews, confirmed="1", opinion="均同意")
    assert "已同意 3 件。" in shown.content.decode()
    assert {r.records.get(step__number=4).opinion for r in reviews} == {"均同意"}
    assert numbers() == [5, 5, 5]


def test_those_that_cannot_be_decided_are_set_apart_with_the_reason(send, staff):
    ready, elsewhere = at_step(staff, 4, 1)[0], begin(staff, ref="9", title="别处")
    shown = send(staff.unit_reviewer, "decide", [ready, elsewhere]).context["selection"]
    assert shown.reviews == [ready]
    assert [(review, "不是审定环节" in words) for review, words in shown.refused] == [(elsewhere, True)]


def test_what_somebody_else_decided_meanwhile_is_told_and_the_rest_is_done(send, staff):
    reviews = at_step(staff, 4, 2)
    pass_step(reviews[0], by=user_with("reviewer", UNIT_CODE, username="second", name="厂审核二"))
    done = send(staff.unit_reviewer, "decide", reviews, confirmed="1").context["batch"]
    assert done.done == [reviews[1]]
    assert [(review, "厂审核二" in words) for review, words in done.told] == [(reviews[0], True)]


def test_what_the_person_may_not_see_is_not_in_the_selection(send, staff):
    reviews = at_step(staff, 4, 1)
    assert send(staff.outsider, "decide", reviews).status_code == 302
    assert send(staff.outsider, "decide", reviews, confirmed="1").status_code == 302
    assert numbers() == [4]


def test_one_meeting_appraises_many_with_own_votes_for_one(send, staff):
    reviews = [begin(staff, ref=str(n)) for n in range(3)]
    own = {f"votes_for_{reviews[1].pk}": 1, f"votes_against_{reviews[1].pk}": 4}
    votes = {"votes_for": 5, "votes_against": 0, "votes_abstain": 0, **own}
    send(staff.unit_officer, "appraise", reviews, confirmed="1", held_on=clock.today(), **MEETING, **votes)
    assert Meeting.objects.count() == 1
    statuses = list(Review.objects.order_by("pk").values_list("status", flat=True))
    assert statuses == [ReviewStatus.OPEN, ReviewStatus.REFUSED, ReviewStatus.OPEN]


def test_a_meeting_without_quorum_comes_back_filled_in(send, staff):
    reviews = [begin(staff, ref=str(n)) for n in range(2)]
    votes = {"votes_for": 2, "votes_against": 0, "votes_abstain": 0}
    facts = MEETING | {"attended": 2, "held_on": clock.today()}
    shown = send(staff.unit_officer, "appraise", reviews, confirmed="1", **facts, **votes)
    assert "少于规定的 3 人" in str(shown.context["form"].errors["attended"])
    assert (numbers(), shown.context["form"]["place"].value()) == ([2, 2], "会议室")


def test_many_are_assessed(send, staff):
    reviews = at_step(staff, 10, 2)
    send(staff.prefecture_registrar, "assess", reviews, confirmed="1")
    assert numbers() == [None, None]


def test_all_that_the_list_holds_are_taken_as_it_is_narrowed(send, staff):
    at_step(staff, 4, 2)
    begin(staff, ref="9")
    shown = send(staff.unit_reviewer, "decide", [], all="1", query="?subject=entry").context["selection"]
    assert len(shown.reviews) == 2
    assert send(staff.unit_reviewer, "decide", [], all="1", query="?subject=exit").status_code == 302


@pytest.mark.parametrize("count", [1, 3])
def test_asking_costs_the_same_for_any_number(as_user, staff, count, django_assert_num_queries):
    values = [f"{review.pk}:{review.step_id}:{review.round}" for review in at_step(staff, 4, count)]
    client = as_user(staff.unit_reviewer)
    with django_assert_num_queries(9):
        client.post(reverse("reviews_batch", args=["decide"]), {"review": values})


@pytest.mark.parametrize("value", ["{}:1:1", "1:{}:1", "1:1:{}"])
@pytest.mark.parametrize("name", ["decide", "appraise", "assess"])
def test_a_number_of_thousands_of_digits_selects_nothing(as_user, staff, name, value):
    data = {"review": value.format("9" * 5000)}
    assert as_user(staff.unit_reviewer).post(reverse("reviews_batch", args=[name]), data).status_code == 302
