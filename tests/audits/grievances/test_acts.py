"""What the office does with a grievance: whom it is given to, longer, elsewhere, answered, appealed, ended."""

import datetime

import pytest

from audits.actions.grievances.answering import (
    answer_grievance,
    close_expired_grievances,
    close_grievance,
    decline_grievance,
    extend_grievance,
)
from audits.actions.grievances.appealing import appeal_grievance, decide_appeal
from audits.actions.grievances.assigning import assign_grievance, avoid_person, hand_over_grievance, link_archive
from audits.grievances.terms import last_day
from audits.models import Grievance
from core import clock
from core.errors import DomainError, NotAllowed
from tests.support.factories import HouseholdFactory, union
from tests.support.grievances import answered, appealed, assigned, complained

pytestmark = pytest.mark.django_db
ANSWER = {"finding": "founded", "text": "已补发。"}
WORD = {"upheld": True, "text": "应予补发。"}


def kinds(grievance):
    return list(grievance.steps.order_by("pk").values_list("kind", flat=True))


def test_it_is_given_to_an_owner_once(officer, reviewer):
    made = assigned(officer, reviewer)
    assert (made.status, made.owner) == ("assigned", officer)
    assert assign_grievance(made, by=reviewer, owner=officer).owner == officer
    assert kinds(made) == ["received", "assigned"]


def test_an_officer_gives_it_to_nobody(officer):
    with pytest.raises(NotAllowed):
        assign_grievance(complained(), by=officer, owner=officer)


def test_whom_it_is_about_is_refused_as_owner_and_as_handler(officer, reviewer, second):
    made = complained(about=f"{officer.name} {second.name}")
    with pytest.raises(DomainError, match="反映的是经办员") as refused:
        assign_grievance(made, by=reviewer, owner=officer)
    assert refused.value.field == "owner"
    with pytest.raises(NotAllowed):
        assign_grievance(made, by=second, owner=reviewer)


def test_not_this_person_takes_it_from_its_owner(officer, reviewer):
    made = avoid_person(assigned(officer, reviewer), by=reviewer, person=officer, reason="反映的就是此人")
    assert (made.status, made.owner, made.steps.last().words) == ("received", None, "经办员：反映的就是此人")
    assert not Grievance.objects.visible_to(officer).exists()
    assert avoid_person(made, by=reviewer, person=officer, reason="再次") == made
    assert kinds(made).count("avoided") == 1


def test_handed_over_it_waits_there_and_keeps_its_day(officer, reviewer, elsewhere):
    made = assigned(officer, reviewer)
    link_archive(made, by=reviewer, household=HouseholdFactory())
    moved = hand_over_grievance(made, by=reviewer, union=union("532525"), reason="户籍在石屏")
    assert (moved.status, moved.owner, moved.household, moved.due_on) == ("received", None, None, made.due_on)
    seen = [Grievance.objects.visible_to(user).exists() for user in (reviewer, officer, elsewhere)]
    assert seen == [False, False, True]


def test_longer_is_taken_once_and_in_time(officer, reviewer):
    made = assigned(officer, reviewer)
    longer = extend_grievance(made, by=reviewer, reason="等待核对")
    assert longer.due_on == last_day(made.due_on, 5)
    assert extend_grievance(made, by=reviewer, reason="等待核对").due_on == longer.due_on
    with pytest.raises(DomainError, match="不能再延"):
        extend_grievance(made, by=reviewer, reason="还要等")


def test_what_is_late_is_not_extended(officer, reviewer):
    with clock.at(clock.today() - datetime.timedelta(days=60)):
        made = assigned(officer, reviewer)
    with pytest.raises(DomainError, match="已过"):
        extend_grievance(made, by=reviewer, reason="等待核对")


def test_only_the_owner_answers_and_once(officer, reviewer):
    made = assigned(officer, reviewer)
    with pytest.raises(NotAllowed):
        answer_grievance(made, by=reviewer, **ANSWER)
    done = answer_grievance(made, by=officer, **ANSWER)
    assert (done.status, done.appeal_until) == ("answered", last_day(clock.today(), 15))
    assert answer_grievance(made, by=officer, **ANSWER).answered_at == done.answered_at
    with pytest.raises(DomainError, match="不能再答复"):
        answer_grievance(made, by=officer, finding="founded", text="换个说法")


def test_what_is_declined_may_be_appealed(reviewer, second):
    made = decline_grievance(complained(), by=reviewer, reason="属劳动监察受理")
    assert (made.status, made.answer) == ("declined", "属劳动监察受理")
    appeal_grievance(made, text="工会应当协助")
    with pytest.raises(NotAllowed, match="另一人"):
        decide_appeal(made, by=reviewer, **WORD)
    assert decide_appeal(made, by=second, **WORD).appeal_upheld


def test_an_appeal_is_decided_neither_by_who_answered_nor_by_who_ever_owned_it(officer, reviewer, second, prefecture):
    made = assigned(second, reviewer)  # second owned it before reviewer, who answered
    assign_grievance(made, by=reviewer, owner=reviewer)
    answer_grievance(made, by=reviewer, **ANSWER)
    appeal_grievance(made, text="没有到账")
    for user in (reviewer, second, officer):
        with pytest.raises(NotAllowed):
            decide_appeal(made, by=user, **WORD)
    assert not Grievance.objects.to_decide(second).exists()
    done = decide_appeal(made, by=prefecture, **WORD)
    assert (done.status, done.reanswered_by) == ("reanswered", prefecture)


def test_no_appeal_after_its_days(officer, reviewer):
    with clock.at(clock.today() - datetime.timedelta(days=60)):
        made = answered(officer, reviewer)
    with pytest.raises(DomainError, match="截止"):
        appeal_grievance(made, text="没有到账")


def test_it_ends_when_nobody_can_appeal_any_more(officer, reviewer, second):
    fresh = answered(officer, reviewer)
    with pytest.raises(DomainError, match="届满后才能办结"):
        close_grievance(fresh, by=officer)
    with clock.at(clock.today() - datetime.timedelta(days=60)):
        old = answered(officer, reviewer)
        decided = decide_appeal(appealed(officer, reviewer), by=second, **WORD)
    assert close_expired_grievances() == 2
    ended = Grievance.objects.filter(status="closed", closed_by=None)
    assert set(ended) == {old, decided}
    assert close_expired_grievances() == 0


def test_an_archive_of_another_union_is_not_linked(officer, reviewer, prefecture):
    made = assigned(officer, reviewer)
    with pytest.raises(NotAllowed):
        link_archive(made, by=reviewer, household=HouseholdFactory(union=union("532525")))
    with pytest.raises(DomainError, match="不在建水县总工会范围内"):
        link_archive(made, by=prefecture, household=HouseholdFactory(union=union("532525")))


def test_one_whose_owner_has_left_waits_for_another(officer, reviewer):
    made = assigned(officer, reviewer)
    assert not Grievance.objects.to_accept(reviewer).exists()
    officer.role_assignments.update(role="cadre")
    assert list(Grievance.objects.to_accept(reviewer)) == [made]
    assert assign_grievance(made, by=reviewer, owner=reviewer).owner == reviewer


def test_the_last_who_could_accept_it_is_not_kept_away(officer, reviewer):
    with pytest.raises(DomainError, match="没有人可以受理"):
        avoid_person(assigned(officer, reviewer), by=reviewer, person=reviewer, reason="本人")
    assert Grievance.objects.visible_to(reviewer).exists()


def test_a_second_who_accepts_it_on_an_old_page_is_told_whose_it_is(officer, reviewer, second, as_user):
    made, path = complained(), "/grievances/{}/assign/"
    assign_grievance(made, by=second, owner=officer, seen="")
    page = as_user(reviewer).post(path.format(made.pk), {"owner": reviewer.pk, "seen": ""})
    assert "刚刚已由经办员承办" in page.content.decode()
    form = page.context["form"]
    assert as_user(reviewer).post(path.format(made.pk), {"owner": reviewer.pk, "seen": form.seen}).status_code == 302
    with pytest.raises(DomainError, match="请填写答复"):
        answer_grievance(made, by=reviewer, finding="founded", text="\u200b")


def test_a_second_appeal_in_other_words_is_not_taken_in_silence(officer, reviewer):
    made = appealed(officer, reviewer)
    assert appeal_grievance(made, text=made.appeal).appeal == made.appeal
    with pytest.raises(DomainError, match="只能申请一次"):
        appeal_grievance(made, text="另有补充")
