"""Members who leave the household: they stay in its history, count no longer, and may stand in another archive."""

import datetime

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from core.errors import DomainError
from households.actions.departures import depart_member, take_back_departure
from households.actions.people import add_member
from households.enums import Departure, Relation, Status
from households.models import Household, Member
from tests.support.factories import HouseholdFactory, MemberFactory

DAY = datetime.date(2026, 3, 1)
pytestmark = pytest.mark.django_db


@pytest.fixture
def son(household):
    Household.objects.filter(pk=household.pk).update(persons=2)
    member = MemberFactory(household=household, name="赵一鸣", position_in_form=1)
    return Member.objects.select_related("household").get(pk=member.pk)


def test_a_member_who_left_stays_on_file_and_counts_no_longer(household, officer, son):
    depart_member(son, by=officer, on=DAY, why=Departure.MARRIED)
    left = household.members.get(pk=son.pk)
    assert (left.departed_on, left.departed_why) == (DAY, Departure.MARRIED)
    assert household.members.present().count() == 1
    household.refresh_from_db()
    assert household.persons == 1
    assert depart_member(left, by=officer, on=DAY, why=Departure.DIED).departed_why == Departure.MARRIED


def test_a_stated_number_that_differed_stays(household, officer, son):
    Household.objects.filter(pk=household.pk).update(persons=5)
    depart_member(son, by=officer, on=DAY, why=Departure.DIED)
    household.refresh_from_db()
    assert household.persons == 5


def test_who_left_may_stand_in_another_archive_and_then_cannot_be_taken_back(household, officer, son):
    other = HouseholdFactory(worker="钱大力")
    depart_member(son, by=officer, on=DAY, why=Departure.MARRIED)
    facts = {"relation": Relation.SPOUSE, "name": son.name, "identity_no": son.identity_no}
    assert add_member(other, by=officer, facts=facts).household == other
    with pytest.raises(DomainError, match="已在另一份在档档案中"):
        take_back_departure(son, by=officer)


def test_a_departure_is_taken_back(household, officer, son):
    depart_member(son, by=officer, on=DAY, why=Departure.OTHER)
    back = take_back_departure(son, by=officer)
    assert (back.is_present, back.departed_why) == (True, "")
    household.refresh_from_db()
    assert household.persons == 2
    assert take_back_departure(son, by=officer).is_present


def test_the_worker_leaves_by_a_cancellation_only(household, officer):
    worker = household.members.workers().select_related("household").get()
    with pytest.raises(DomainError, match="请办理注销"):
        depart_member(worker, by=officer, on=DAY, why=Departure.DIED)
    with pytest.raises(IntegrityError, match="departure_with_its_reason"), transaction.atomic():
        Member.objects.filter(pk=worker.pk).update(departed_on=DAY, departed_why=Departure.DIED)


@pytest.mark.parametrize("day", [datetime.date(2999, 1, 1), datetime.date(1900, 1, 1)])
def test_a_day_that_cannot_be_is_refused(officer, son, day):
    Member.objects.filter(pk=son.pk).update(birth_date=datetime.date(2001, 1, 1))
    with pytest.raises(DomainError) as refusal:
        depart_member(son, by=officer, on=day, why=Departure.DIED)
    assert refusal.value.field == "departed_on"


@pytest.mark.parametrize("status", [Status.UNDER_REVIEW, Status.EXITED])
def test_nobody_leaves_an_archive_under_review_or_closed(officer, status):
    fresh = HouseholdFactory(status=status)
    member = MemberFactory(household=fresh)
    with pytest.raises(DomainError):
        depart_member(member, by=officer, on=DAY, why=Departure.DIED)


def test_adding_who_left_says_to_take_it_back(household, officer, son):
    depart_member(son, by=officer, on=DAY, why=Departure.OTHER)
    facts = {"relation": Relation.SON, "name": son.name, "identity_no": son.identity_no}
    with pytest.raises(DomainError, match="赵一鸣 已登记离户，又回到本户的请撤回离户"):
        add_member(household, by=officer, facts=facts)


def test_the_page_notes_a_departure_and_shows_it_apart(household, officer, son, as_user):
    client = as_user(officer)
    page = reverse("member_depart", args=[household.archive_no, son.pk])
    assert client.get(page).status_code == 200
    answer = client.post(page, {"departed_on": "2026-03-01", "departed_why": "died"}, follow=True)
    context = answer.context
    assert [m.name for m in context["departed"]] == ["赵一鸣"]
    assert context["members"] == []
    assert "已离户 1 人" in answer.content.decode()
    client.post(reverse("member_take_back", args=[household.archive_no, son.pk]))
    assert household.members.present().count() == 2


def test_the_timeline_tells_it(household, officer, son, as_user):
    depart_member(son, by=officer, on=DAY, why=Departure.DIED)
    take_back_departure(son, by=officer)
    text = as_user(officer).get(reverse("household_timeline", args=[household.archive_no])).content.decode()
    assert "家庭成员 赵一鸣 离户" in text
    assert "家庭成员 赵一鸣 撤回离户" in text


def test_a_reader_may_not_and_an_outsider_finds_nothing(household, registrar, outsider, son, as_user):
    for name in ("member_depart", "member_take_back"):
        path = reverse(name, args=[household.archive_no, son.pk])
        assert as_user(registrar).post(path).status_code == 403
        assert as_user(outsider).post(path).status_code == 404
