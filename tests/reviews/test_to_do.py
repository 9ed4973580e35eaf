"""What stands in the to-do list while a notice runs: nothing can be done about it until it ends."""

import datetime

import pytest

from core import clock
from reviews.actions.notices import draw_notice, post_notice
from reviews.actions.objections import Said, raise_objection
from reviews.enums import ObjectionKind
from reviews.models import Review
from tests.support.reviews import Staff, begin, bring_to

pytestmark = pytest.mark.django_db
DAY = datetime.date(2026, 3, 2)


@pytest.fixture
def staff():
    return Staff.hire()


def to_do(staff) -> list[int]:
    waiting = Review.objects.waiting_for(Staff.again(staff.unit_officer)).actionable()
    return list(waiting.values_list("pk", flat=True))


def test_a_running_notice_leaves_the_list_until_its_days_are_over(staff):
    with clock.at(DAY):
        review = bring_to(begin(staff), staff, 3)
        notice = draw_notice([review], by=staff.unit_officer)
        assert to_do(staff) == [review.pk]
        post_notice(notice, by=staff.unit_officer, place="厂门口")
        assert to_do(staff) == []
    notice.refresh_from_db()
    with clock.at(notice.ends_on):
        assert to_do(staff) == []
    with clock.at(notice.ends_on + datetime.timedelta(days=1)):
        assert to_do(staff) == [review.pk]


def test_one_that_an_objection_has_stopped_stays_away(staff):
    with clock.at(DAY):
        review = bring_to(begin(staff), staff, 3)
        notice = draw_notice([review], by=staff.unit_officer)
        post_notice(notice, by=staff.unit_officer, place="厂门口")
        raise_objection(notice, said=Said(kind=ObjectionKind.ANONYMOUS, text="请核实"))
    with clock.at(notice.created_at + datetime.timedelta(days=30)):
        assert to_do(staff) == []
