"""Two people begin or end the same seasonal action at the same moment: one does, the other is told."""

import pytest

from assistance.actions.drives.planning import close_drive, discard_drive, start_drive
from assistance.models import AidDrive
from core.errors import Conflict, DomainError
from organizations.enums import Role
from tests.support.drives import planned
from tests.support.factories import user_with
from tests.support.races import at_once, one_before_the_other, told_apart

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("reference")]


@pytest.fixture
def two():
    """Two officers of 红河州."""
    return [
        user_with(Role.OFFICER, "532500", username=f"prefectural-{number}", name=f"prefectural-{number}")
        for number in (1, 2)
    ]


def test_two_who_begin_it_begin_it_once(two):
    drive = planned(two[0])
    done, refused = told_apart(at_once(*(lambda by=by: start_drive(drive, by=by) for by in two)))
    assert (done, refused) == ([drive, drive], [])
    assert drive.events.count() == 1


def test_who_ends_it_second_is_told_that_the_summary_was_not_kept(two):
    drive = start_drive(planned(two[0]), by=two[0])
    first, second = (lambda by=by: close_drive(drive, by=by, summary=f"{by.username} 的总结") for by in two)
    with pytest.raises(Conflict, match="prefectural-1.*没有保存") as refusal:
        one_before_the_other(first, second)
    assert refusal.value.field == "summary"
    assert AidDrive.objects.get().summary == "prefectural-1 的总结"


def test_what_was_begun_while_another_discards_it_stays(two):
    drive = planned(two[0])
    with pytest.raises(DomainError, match="不能删除"):
        one_before_the_other(
            lambda: start_drive(drive, by=two[0]),
            lambda: discard_drive(drive, by=two[1]),
        )
    assert AidDrive.objects.get().status == "running"
