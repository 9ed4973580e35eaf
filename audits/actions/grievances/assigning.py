"""Who answers a grievance: accepting it for somebody, keeping away whom it is about, handing it to another union."""

from django.db import transaction

from audits.actions.grievances.locks import lock_grievance, note_step
from audits.actions.grievances.receiving import check_archive, keep_away
from audits.grievances.enums import UNANSWERED, GrievanceStatus, StepKind
from audits.grievances.people import people_named
from audits.grievances.rules import READERS, can_handle, can_own, is_avoided, is_in_charge
from audits.grievances.words import plain
from audits.models import Grievance
from core.errors import Conflict, DomainError
from households.models import Household
from organizations.models import Union, User
from organizations.rules import require

HANDLERS = "信访件由受理单位及以上的审核、审批人员受理、分派和转办。"


@transaction.atomic
def assign_grievance(grievance: Grievance, *, by: User, owner: User, seen: str | None = None) -> Grievance:
    """Accept a grievance for an owner, or for another one; nobody whom it is about. The same again changes nothing.

    ``seen`` is the key of the owner on the screen, "" for none: raises Conflict when it was given to another since.
    """
    locked = lock_grievance(grievance, by=by)
    require(can_handle(by, locked), HANDLERS)
    if locked.status == GrievanceStatus.ASSIGNED and locked.owner_id == owner.pk:
        return locked
    _require_unanswered(locked)
    if locked.owner and seen is not None and seen != str(locked.owner_id):
        raise Conflict(f"这件信访件刚刚已由{locked.owner.name}承办；确需改派的，请再次提交。")
    if is_avoided(owner, locked):
        raise DomainError(f"这件信访件反映的是{owner.name}，不能由其承办，请另选。", field="owner")
    if not can_own(owner, locked):
        raise DomainError(f"{owner.name}不是{locked.union.name}或上级的经办、审核、审批人员，请另选。", field="owner")
    locked.owner, locked.status = owner, GrievanceStatus.ASSIGNED
    locked.save(update_fields=["owner", "status"])
    note_step(locked, StepKind.ASSIGNED, by=by, person=owner)
    return locked


@transaction.atomic
def avoid_person(grievance: Grievance, *, by: User, person: User, reason: str) -> Grievance:
    """Keep somebody whom a grievance is about away from it; when that is its owner, it waits to be assigned again.

    Whoever is kept away neither sees nor handles it any more. Once more changes nothing.
    """
    locked = lock_grievance(grievance, by=by)
    require(can_handle(by, locked), HANDLERS)
    if is_avoided(person, locked):
        return locked
    _require_words(reason, "reason", "请写明回避原因。")
    if not locked.is_open:
        raise DomainError(f"这件信访件{locked.get_status_display()}，不再登记回避。")
    keep_away(locked, [person])
    note_step(locked, StepKind.AVOIDED, by=by, words=f"{person.name}：{reason.strip()}")
    if locked.owner_id == person.pk and locked.status == GrievanceStatus.ASSIGNED:
        locked.owner, locked.status = None, GrievanceStatus.RECEIVED
        locked.save(update_fields=["owner", "status"])
    return locked


@transaction.atomic
def hand_over_grievance(grievance: Grievance, *, by: User, union: Union, reason: str) -> Grievance:
    """Hand a grievance that was not answered to another union, where it waits to be accepted; its day stays.

    An archive that does not lie there is no longer linked. Handing it where it is changes nothing.
    """
    locked = lock_grievance(grievance, by=by)
    require(can_handle(by, locked), HANDLERS)
    if locked.union_id == union.pk:
        return locked
    _require_unanswered(locked)
    _require_words(reason, "reason", "请写明转办原因。")
    if not union.is_active:
        raise DomainError(f"{union.name}已停用，请另选。", field="union")
    note_step(locked, StepKind.HANDED, by=by, words=f"转{union.name}：{reason.strip()}")
    locked.union, locked.owner, locked.status = union, None, GrievanceStatus.RECEIVED
    if locked.household and not locked.household.union_path.startswith(union.path):
        locked.household = None
    locked.save(update_fields=["union", "owner", "status", "household"])
    keep_away(locked, people_named(locked.about, union))
    return locked


@transaction.atomic
def link_archive(grievance: Grievance, *, by: User, household: Household | None) -> Grievance:
    """Say which archive a grievance is about, or that it is about none; the same again changes nothing."""
    locked = lock_grievance(grievance, by=by)
    require(is_in_charge(by, locked), "关联档案由受理人员或承办人登记。")
    if locked.household_id == (household.pk if household else None):
        return locked
    if household is not None:
        require(by.scope.holds(READERS, household.union_path), "这户档案不在您的范围内。")
        check_archive(household, locked.union)
    locked.household = household
    locked.save(update_fields=["household"])
    note_step(locked, StepKind.LINKED, by=by, words=household.archive_no if household else "取消关联")
    return locked


def _require_unanswered(grievance: Grievance) -> None:
    if grievance.status not in UNANSWERED:
        raise DomainError(f"这件信访件{grievance.get_status_display()}，不能再分派或转办。")


def _require_words(words: str, field: str, message: str) -> None:
    if not plain(words):
        raise DomainError(message, field=field)
