"""Sessions and attendance: adding them, who came, what is refused."""

import datetime
from decimal import Decimal

import pytest

from assistance.actions.services.enrolling import enrol
from assistance.actions.services.sessions import add_sessions, edit_session, record_attendance, remove_session
from assistance.models import Attendance
from core import clock
from core.errors import DomainError, NotAllowed
from tests.support.services import ENDS, STARTS, a_person, a_service, taking_part

pytestmark = pytest.mark.django_db
DAYS = [STARTS, STARTS + datetime.timedelta(days=1)]


def test_a_session_is_added_on_each_day_once(service, officer):
    made = add_sessions(service, DAYS, by=officer, topic="护理基础", hours=Decimal("3.5"))
    assert [(row.on, row.topic, row.hours) for row in made] == [(day, "护理基础", Decimal("3.5")) for day in DAYS]
    assert add_sessions(service, DAYS, by=officer, topic="护理基础") == []
    assert len(add_sessions(service, DAYS, by=officer, topic="实操")) == 2


def test_sessions_lie_within_the_service_and_are_kept_by_its_officers(service, officer, reviewer):
    with pytest.raises(DomainError, match="场次应在起止日期"):
        add_sessions(service, [ENDS + datetime.timedelta(days=1)], by=officer)
    with pytest.raises(NotAllowed):
        add_sessions(service, DAYS, by=reviewer)


def test_who_came_is_entered_corrected_and_cleared(service, officer, django_assert_num_queries):
    first, second = add_sessions(service, DAYS, by=officer)
    one, two = taking_part(service, officer, "甲", "乙")
    marks = {first.pk: {one.pk: True, two.pk: False}, second.pk: {one.pk: True}}
    with django_assert_num_queries(7):
        assert record_attendance(service, marks, by=officer) == (3, 0)
    assert record_attendance(service, marks, by=officer) == (0, 3)
    assert record_attendance(service, {first.pk: {one.pk: None, two.pk: True}}, by=officer) == (2, 0)
    found = Attendance.objects.values_list("session", "enrolment", "present")
    assert list(found) == [(first.pk, two.pk, True), (second.pk, one.pk, True)]


def test_a_session_with_attendance_is_not_removed(service, officer, reviewer):
    first, second = add_sessions(service, DAYS, by=officer)
    [one] = taking_part(service, officer)
    record_attendance(service, {first.pk: {one.pk: True}}, by=officer)
    with pytest.raises(DomainError, match="已登记签到，不能移除"):
        remove_session(first, by=officer)
    with pytest.raises(NotAllowed):
        remove_session(second, by=reviewer)
    remove_session(second, by=officer)
    remove_session(second, by=officer)
    assert list(service.sessions.all()) == [first]


def test_nobody_came_before_the_day_and_nobody_came_who_waits(officer):
    course = a_service(officer, places=1)
    [first] = add_sessions(course, [STARTS], by=officer)
    found = enrol(course, [a_person("甲"), a_person("乙")], by=officer)
    with pytest.raises(DomainError, match="候补和已退出的不登记签到"):
        record_attendance(course, {first.pk: {found.waiting[0].pk: True}}, by=officer)
    with clock.at(datetime.date(2026, 3, 1)), pytest.raises(DomainError, match="还没有开始"):
        record_attendance(course, {first.pk: {found.placed[0].pk: True}}, by=officer)


def test_sessions_of_another_service_are_refused(service, officer, reviewer):
    [first] = add_sessions(a_service(officer), [STARTS], by=officer)
    with pytest.raises(DomainError, match="场次已被移除"):
        record_attendance(service, {first.pk: {}}, by=officer)
    with pytest.raises(NotAllowed):
        record_attendance(service, {}, by=reviewer)


def test_a_session_is_corrected_and_who_came_stays(service, officer, reviewer):
    first, second = add_sessions(service, DAYS, by=officer)
    (one,) = taking_part(service, officer, "甲")
    record_attendance(service, {first.pk: {one.pk: True}}, by=officer)
    facts = {"on": DAYS[0], "topic": "护理实操", "hours": Decimal(4)}
    edit_session(first, by=officer, **facts)
    first.refresh_from_db()
    assert (first.topic, first.hours, first.attendance.count()) == ("护理实操", 4, 1)
    with pytest.raises(DomainError, match="已有内容相同的场次"):
        edit_session(second, by=officer, **facts)
    with pytest.raises(DomainError, match="场次应在起止日期"):
        edit_session(first, by=officer, **facts | {"on": ENDS + datetime.timedelta(days=1)})
    with pytest.raises(NotAllowed):
        edit_session(first, by=reviewer, **facts)
