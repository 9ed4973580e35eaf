"""Whom a seasonal action is for: putting households on its list, and taking them off."""

from collections.abc import Iterable, Sequence

from django.db import transaction

from assistance.actions.drives.planning import lock_drive, refuse_ended
from assistance.ceilings.enums import Per
from assistance.drives.rules import OFFICERS, WHO_TARGETS, can_change_target, can_list_targets
from assistance.models import AidDrive, DriveTarget
from core import clock
from core.errors import DomainError, first_few
from households.enums import IN_CARE
from households.history import signed
from households.models import Household, Member
from organizations.models import User
from organizations.rules import require

Chosen = tuple[int, int | None]  # the keys of a household, and of the person it is for


@transaction.atomic
@signed
def add_targets(drive: AidDrive, chosen: Iterable[Chosen], *, by: User, note: str = "") -> int:
    """Put households (or persons of them) on the list of an action, and return how many came.

    Who stands there already stays. Only archives in care of the action's union that the user is an officer for; an item
    per person needs a person of the household. The number of queries does not grow with them.
    """
    locked = lock_drive(drive)
    require(can_list_targets(by, locked), WHO_TARGETS)
    refuse_ended(locked)
    wanted = sorted(set(chosen), key=lambda pair: (pair[0], pair[1] or 0))
    _check(locked, wanted, by)
    before = locked.targets.count()
    DriveTarget.objects.bulk_create(
        [
            DriveTarget(drive=locked, household_id=home, member_id=member, note=note, added_by=by, added_at=clock.now())
            for home, member in wanted
        ],
        batch_size=2000,
        ignore_conflicts=True,
    )
    return locked.targets.count() - before


@transaction.atomic
@signed
def remove_targets(drive: AidDrive, targets: Iterable[int], *, by: User) -> int:
    """Take rows off the list, by their keys; one that stands on a line of a batch is not. Returns how many went."""
    locked = lock_drive(drive)
    require(can_list_targets(by, locked), WHO_TARGETS)
    refuse_ended(locked)
    rows = list(locked.targets.with_lines().filter(pk__in=set(targets)).select_related("household"))
    require(all(can_change_target(by, row) for row in rows), WHO_TARGETS)
    if held := [row.household.head_name for row in rows if row.is_listed or row.is_paid]:  # type: ignore[attr-defined]
        raise DomainError(f"{first_few(held)}已列入发放批次，不能移出；请先从批次中移出。")
    removed, _kinds = locked.targets.filter(pk__in=[row.pk for row in rows]).delete()
    return removed


def _check(drive: AidDrive, wanted: Sequence[Chosen], by: User) -> None:
    if not wanted:
        raise DomainError("没有选中的户，请先勾选或放宽条件。")
    inside = Household.objects.filter(union_path__startswith=drive.union.path, status__in=IN_CARE)
    homes = {home for home, _member in wanted}
    allowed = inside.filter(by.scope.subtree("union_path", OFFICERS), pk__in=homes).count()
    if allowed != len(homes):
        raise DomainError("所选的户中有不在活动范围、不归您经办，或者已不在档的，请刷新名单后重选。")
    people = {member: home for home, member in wanted if member is not None}
    if drive.item.per == Per.PERSON and len(people) != len(wanted):
        raise DomainError(f"“{drive.item}”按人发放，请选择受益的家庭成员。")
    present = Member.objects.present().filter(pk__in=people).values_list("pk", "household_id")
    if dict(present) != people:
        raise DomainError("所选的受益人已离户或不是该户成员，请刷新名单后重选。")
