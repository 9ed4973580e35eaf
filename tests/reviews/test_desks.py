"""Desks whose people change: the job lays what waits where somebody sits."""

import pytest

from organizations.enums import Role
from reviews import jobs
from reviews.desks import people_at, refresh_desks
from reviews.models import Review
from tests.support.factories import union, user_with
from tests.support.reviews import UNIT_CODE, bring_to, unit


@pytest.fixture
def waiting(review, staff):
    return bring_to(review, staff, 4)


def test_who_leaves_a_desk_leaves_its_work_to_the_next_above_and_a_new_one_gets_it_back(waiting, staff):
    staff.unit_reviewer.role_assignments.all().delete()
    assert refresh_desks() == 1
    assert Review.objects.get(pk=waiting.pk).acting_path == union("532524").path
    user_with(Role.REVIEWER, UNIT_CODE, username="new-reviewer")
    assert refresh_desks() == 1
    assert Review.objects.get(pk=waiting.pk).acting_path == unit().path
    assert refresh_desks() == 0


def test_the_worker_looks_once_in_ten_minutes(waiting, staff, monkeypatch):
    monkeypatch.setattr(jobs, "_done_at", float("-inf"))
    staff.unit_reviewer.role_assignments.all().delete()
    assert [jobs.refresh_desks_sometimes(), jobs.refresh_desks_sometimes()] == [1, 0]


def test_people_of_a_desk_are_the_active_holders(waiting, staff):
    user_with(Role.REVIEWER, UNIT_CODE, username="gone", is_active=False)
    assert people_at(Role.REVIEWER, unit().path) == [staff.unit_reviewer]
