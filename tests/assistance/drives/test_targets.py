"""Whom an action is for: who may be listed, by whom, and how far each has come."""

import pytest

from assistance.actions.drives.planning import close_drive, start_drive
from assistance.actions.drives.targets import add_targets, remove_targets
from assistance.drives.enums import TargetState
from assistance.models import DriveTarget
from core.errors import DomainError, NotAllowed
from households.enums import Status
from tests.support.drives import draft_batch, line, schooling
from tests.support.factories import HouseholdFactory, MemberFactory, union


def state_of(target) -> tuple[bool, bool]:
    found = DriveTarget.objects.with_lines().get(pk=target.pk)
    return found.is_listed, found.is_paid


def test_a_county_lists_its_households_and_each_once(drive, household, officer):
    another = HouseholdFactory()
    assert add_targets(drive, [(household.pk, None)], by=officer) == 1
    assert add_targets(drive, [(household.pk, None), (another.pk, None)], by=officer) == 1
    assert [target.household for target in drive.targets.all()] == [household, another]


def test_nobody_lists_households_of_another_union_or_that_left(drive, household, outsider, officer, reviewer):
    gone = HouseholdFactory(status=Status.EXITED)
    elsewhere = HouseholdFactory(union=union("530100"))
    for by, home, error in (
        (outsider, household, NotAllowed),
        (reviewer, household, NotAllowed),
        (officer, gone, DomainError),
        (officer, elsewhere, DomainError),
    ):
        with pytest.raises(error):
            add_targets(drive, [(home.pk, None)], by=by)
    with pytest.raises(DomainError, match="没有选中"):
        add_targets(drive, [], by=officer)


def test_an_item_per_person_needs_somebody_of_the_household(household, prefectural):
    drive, son, stranger = (
        schooling(prefectural),
        MemberFactory(household=household),
        MemberFactory(household=HouseholdFactory()),
    )
    for wrong in (None, stranger.pk):
        with pytest.raises(DomainError):
            add_targets(drive, [(household.pk, wrong)], by=prefectural)
    assert add_targets(drive, [(household.pk, son.pk)], by=prefectural) == 1
    assert add_targets(drive, [(household.pk, son.pk)], by=prefectural) == 0


def test_many_are_listed_with_the_same_queries(drive, officer, django_assert_num_queries):
    assert officer.scope  # read once for a request
    for count in (3, 30):
        homes = [(home.pk, None) for home in HouseholdFactory.create_batch(count)]
        with django_assert_num_queries(7):
            assert add_targets(drive, homes, by=officer) == count


def test_who_is_on_a_batch_is_told_and_not_taken_off(drive, household, officer):
    add_targets(drive, [(household.pk, None)], by=officer)
    target = drive.targets.get()
    assert state_of(target) == (False, False)
    paid = line(draft_batch(drive, officer), household)
    assert state_of(target) == (True, False)
    assert list(DriveTarget.objects.in_state(TargetState.LISTED)) == [target]
    with pytest.raises(DomainError, match="已列入发放批次"):
        remove_targets(drive, [target.pk], by=officer)
    paid.status = "dropped"
    paid.save(update_fields=["status"])
    assert remove_targets(drive, [target.pk], by=officer) == 1
    assert remove_targets(drive, [target.pk], by=officer) == 0


def test_a_line_for_one_child_does_not_meet_the_other(household, prefectural):
    drive = schooling(prefectural)
    first, second = MemberFactory.create_batch(2, household=household)
    add_targets(drive, [(household.pk, first.pk), (household.pk, second.pk)], by=prefectural)
    line(draft_batch(drive, prefectural), household, member=first)
    listed = DriveTarget.objects.in_state(TargetState.LISTED)
    assert [target.member for target in listed] == [first]
    assert [target.member for target in DriveTarget.objects.in_state(TargetState.WAITING)] == [second]


def test_a_line_of_another_action_meets_nobody(drive, household, prefectural):
    add_targets(drive, [(household.pk, None)], by=prefectural)
    line(draft_batch(schooling(prefectural), prefectural), household)
    assert state_of(drive.targets.get()) == (False, False)


def test_the_list_of_one_that_ended_stays(drive, household, prefectural):
    add_targets(drive, [(household.pk, None)], by=prefectural)
    start_drive(drive, by=prefectural)
    close_drive(drive, by=prefectural, summary="好")
    with pytest.raises(DomainError, match="已结束"):
        remove_targets(drive, [drive.targets.get().pk], by=prefectural)


def test_a_household_that_moves_takes_its_place_along(drive, household, prefectural):
    add_targets(drive, [(household.pk, None)], by=prefectural)
    household.union = union("532500")
    household.save(update_fields=["union"])
    assert drive.targets.get().union_path == union("532500").path
