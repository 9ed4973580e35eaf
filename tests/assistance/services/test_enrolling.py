"""Who takes part: enrolling, the waiting list, coming off it."""

import pytest

from assistance.actions.services.completing import complete_many
from assistance.actions.services.enrolling import enrol, withdraw_enrolment
from assistance.actions.services.keeping import edit_service
from assistance.enums import MeasureKind
from assistance.models import Enrolment
from assistance.services.enums import EnrolmentStatus
from core.errors import DomainError, NotAllowed
from tests.support.factories import DifficultyFactory, MeasureFactory, MemberFactory, union
from tests.support.life import put
from tests.support.services import DONE, a_person, a_service, completed_by, service_facts, taking_part

pytestmark = pytest.mark.django_db


def statuses(service) -> dict[str, str]:
    return {row.member.name: row.status for row in service.enrolments.select_related("member")}


def test_people_are_enrolled_and_wait_in_their_order_when_the_places_are_full(officer):
    course = a_service(officer, places=2)
    found = enrol(course, [a_person(name) for name in "甲乙丙丁"], by=officer)
    assert [len(found.placed), len(found.waiting), len(found.before)] == [2, 2, 0]
    assert list(statuses(course).values()) == ["enrolled", "enrolled", "waiting", "waiting"]
    assert found.placed[0].enrolled_by == officer


def test_enrolling_again_changes_nothing(service, officer):
    person = a_person()
    enrol(service, [person], by=officer)
    again = enrol(service, [person, person], by=officer)
    assert (len(again.before), again.placed, Enrolment.objects.count()) == (1, [], 1)


def test_a_county_enrols_its_own_people_in_the_course_of_the_prefecture(prefect, officer, outsider):
    course = a_service(prefect, union=union("532500"))
    assert len(enrol(course, [a_person()], by=officer).placed) == 1
    with pytest.raises(NotAllowed, match="参加人所在工会"):
        enrol(course, [a_person("乙", union=union("532502"))], by=officer)
    with pytest.raises(NotAllowed):
        enrol(course, [a_person("丙")], by=outsider)
    assert len(enrol(course, [a_person("丁", union=union("532502"))], by=prefect).placed) == 1


def test_nobody_from_elsewhere_takes_the_places_of_a_county(service, prefect):
    with pytest.raises(DomainError, match="不在建水县总工会范围内"):
        enrol(service, [a_person("乙", union=union("532502"))], by=prefect)


def test_nobody_without_an_archive_in_care_takes_part(service, officer):
    person = a_person()
    put(person.household, "exited")
    with pytest.raises(DomainError, match="只有在档和渐退期的家庭可以报名"):
        enrol(service, [a_person("乙"), person], by=officer)
    assert not Enrolment.objects.exists()


def test_who_left_his_household_does_not_take_part(service, officer):
    person = MemberFactory(household=a_person().household, departed_on=DONE, departed_why="married")
    with pytest.raises(DomainError, match="离户，不能报名"):
        enrol(service, [person], by=officer)


def test_nobody_is_enrolled_by_a_form_without_a_tick(service, officer):
    with pytest.raises(DomainError, match="请先勾选参加人"):
        enrol(service, [], by=officer)


def test_the_first_who_waits_moves_up_when_somebody_comes_off(officer):
    course = a_service(officer, places=1)
    found = enrol(course, [a_person(name) for name in "甲乙丙"], by=officer)
    moved = withdraw_enrolment(found.placed[0], by=officer, reason="外出务工")
    assert [row.member.name for row in moved] == ["乙"]
    assert statuses(course) == {"甲": "withdrawn", "乙": "enrolled", "丙": "waiting"}
    assert withdraw_enrolment(found.placed[0], by=officer) == []


def test_who_came_off_comes_on_again_at_the_end_of_the_list(officer):
    course = a_service(officer, places=1)
    first, second = enrol(course, [a_person(name) for name in "甲乙"], by=officer).placed[0], a_person("丙")
    withdraw_enrolment(first, by=officer)
    enrol(course, [second, first.member], by=officer)
    assert statuses(course) == {"甲": "waiting", "乙": "enrolled", "丙": "waiting"}
    [row] = course.enrolments.filter(member=first.member)
    assert (row.pk, row.result) == (first.pk, "")


def test_more_places_let_those_who_wait_move_up(officer):
    course = a_service(officer, places=1)
    enrol(course, [a_person(name) for name in "甲乙丙"], by=officer)
    edit_service(course, by=officer, facts=service_facts(places=2))
    assert list(statuses(course).values()).count(EnrolmentStatus.ENROLLED) == 2


def test_who_completed_is_not_taken_off(service, officer, outsider):
    [one] = completed_by(service, officer)
    with pytest.raises(DomainError, match="须先撤回完成登记"):
        withdraw_enrolment(one, by=officer)
    with pytest.raises(NotAllowed):
        withdraw_enrolment(one, by=outsider)


def test_the_one_measure_that_the_course_carries_out_is_named(service, officer):
    person, other = a_person(), a_person("乙")
    difficulty = DifficultyFactory(household=person.household)
    measure = MeasureFactory(difficulty=difficulty, kind=MeasureKind.TRAINING)
    MeasureFactory(difficulty=difficulty, kind=MeasureKind.MEDICAL_AID)
    MeasureFactory.create_batch(2, difficulty=DifficultyFactory(household=other.household), kind=MeasureKind.TRAINING)
    found = enrol(service, [person, other], by=officer).placed
    assert [row.measure for row in found] == [measure, None]


@pytest.mark.parametrize("many", [3, 30])
def test_many_are_enrolled_and_complete_by_as_many_statements_as_few(service, officer, many, django_assert_num_queries):
    people = [a_person(f"职工{n}") for n in range(many)]
    with django_assert_num_queries(8):
        found = enrol(service, people, by=officer).placed
    with django_assert_num_queries(12):
        complete_many(service, {row.pk: "结业" for row in found}, by=officer, on=DONE)


def test_a_service_that_is_over_takes_nobody(service, officer):
    [one] = taking_part(service, officer)
    type(service).objects.filter(pk=service.pk).update(status="closed")
    with pytest.raises(DomainError, match="已结束，不能再办理"):
        enrol(service, [a_person("乙")], by=officer)
    with pytest.raises(DomainError, match="已结束"):
        withdraw_enrolment(one, by=officer)
