"""A union goes to another county or prefecture while reviews and notices of it run."""

import pytest

from organizations.actions.unions import move_union
from reviews.actions.closing import close_notice
from reviews.desks import refresh_desks
from reviews.models import Notice, Review
from tests.support.factories import union
from tests.support.notices import after, running
from tests.support.reviews import Staff, unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff():
    return Staff.hire()


def move(sysadmin):
    move_union(unit(), to=union("530100"), by=sysadmin)


def seen_by(user):
    user = Staff.again(user)
    return Review.objects.visible_to(user).count(), Notice.objects.visible_to(user).count()


def test_reviews_and_notices_leave_the_scope_of_the_old_unions_for_that_of_the_new(staff, sysadmin):
    running(staff)
    assert (seen_by(staff.county_officer), seen_by(staff.outsider)) == ((1, 1), (0, 0))
    move(sysadmin)
    assert (seen_by(staff.county_officer), seen_by(staff.outsider)) == ((0, 0), (1, 1))


def test_the_desk_moves_along_and_the_notice_is_closed_there(staff, sysadmin):
    notice = running(staff)
    move(sysadmin)
    review = Review.objects.get()
    assert (review.acting_path, review.acting_role) == (unit().path, "officer")
    with after(notice):
        close_notice(notice, by=Staff.again(staff.unit_officer))
    refresh_desks()
    review.refresh_from_db()
    assert review.step.number == 4


def test_a_notice_that_has_ended_moves_too(staff, sysadmin):
    notice = running(staff)
    with after(notice):
        close_notice(notice, by=staff.unit_officer)
    move(sysadmin)
    assert Notice.objects.get().union_path == unit().path
