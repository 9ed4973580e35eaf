"""Opening an archive, and changing what stands in it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from core import clock
from core.errors import Conflict, DomainError
from households.actions.duplicates import note_suspicions
from households.actions.facts import changed_facts, unless_taken, validate, write_facts
from households.actions.numbers import next_archive_no
from households.actions.people import (
    TO_COMPLETE,
    archive_of,
    complete,
    create_person,
    edit_member,
    refuse_second_archive,
)
from households.actions.working import lock_to_edit
from households.enums import IN_CARE, Relation, Status, rule_version_of
from households.history import signed
from households.models import Household, Member
from households.rules import can_file
from households.summaries import refresh_summary
from organizations.models import Union, User
from organizations.rules import require

BY_REVIEW = "在档后建档标准和困难类别须经审核调整：请在该户“审核”页申请“调整标准或类别”。"


@dataclass(frozen=True)
class Edit:
    """Facts that one section of the form states, and the version of them that was on the screen."""

    facts: Mapping[str, Any]
    seen: str = ""
    of_worker: bool = False


@transaction.atomic
def open_archive(
    *, by: User, union: Union, facts: Mapping[str, Any], worker: Mapping[str, Any], archive_no: str = ""
) -> Household:
    """Open a draft archive for a worker at a union; without a number it gets the next free one of its division.

    Opening again for the same worker, as one does who presses twice, returns the draft. Raises DomainError when the
    number is taken or the worker stands in another open archive; an archive that it is like becomes a suspicion.
    """
    require(can_file(by, union), "只有本级及上级的经办人员可以新建档案。")
    return draft_archive(by=by, union=union, facts=facts, worker=worker, archive_no=archive_no)


@signed
def draft_archive(
    *, by: User, union: Union, facts: Mapping[str, Any], worker: Mapping[str, Any], archive_no: str = ""
) -> Household:
    """Open the draft of ``open_archive``, in the name of somebody whose right to do so was asked before."""
    worker = complete({**TO_COMPLETE, **worker, "relation": Relation.SELF})
    if not worker.get("identity_no"):
        raise DomainError("请填写职工的身份证号。", field="identity_no")
    if other := archive_of(worker["identity_no"]):
        return _same_draft(other, union, worker, by=by)
    year = (facts.get("filed_on") or clock.today()).year
    household = Household(
        archive_no=archive_no or next_archive_no(union, year),
        union=union,
        status=Status.DRAFT,
        created_by=by,
        **{"rule_version": rule_version_of(facts["category"]), **facts},
    )
    validate(household, {"archive_no": household.archive_no, **facts})
    with unless_taken("archive_no", _number_taken(household.archive_no)):
        household.save(force_insert=True)
    create_person(household, worker)
    note_suspicions([household.pk])
    return refresh_summary(household)


@transaction.atomic
@signed
def edit_archive(household: Household, *, by: User, facts: Mapping[str, Any], seen: str = "") -> Household:
    """Change facts of the archive itself; only what differs is written, and nothing when nothing does.

    A category must belong to the rule version that the archive was judged under; on file, level and category change
    by a review alone. Raises Conflict when somebody changed these facts since they were ``seen``.
    """
    locked = lock_to_edit(household, by=by)
    changed = changed_facts(locked, facts, seen=seen)
    if changed:
        write_facts(locked, changed, also=("updated_at",))
        _refuse_what_reviews_set(locked, changed)
    return locked


@transaction.atomic
def edit_sections(household: Household, *, by: User, edits: Iterable[Edit]) -> Household:
    """Change several sections of the form, the worker's among them; all or none."""
    locked = lock_to_edit(household, by=by)
    for edit in edits:
        if edit.of_worker:
            edit_member(_worker_of(locked), by=by, facts=edit.facts, seen=edit.seen)
        else:
            locked = edit_archive(locked, by=by, facts=edit.facts, seen=edit.seen)
    return locked


def _refuse_what_reviews_set(household: Household, changed: Mapping[str, Any]) -> None:
    for name in ("level", "category"):
        if name in changed and household.status in IN_CARE:
            raise DomainError(BY_REVIEW, field=name)


def _worker_of(household: Household) -> Member:
    if worker := household.members.workers().first():
        return worker
    raise DomainError("这份档案没有登记职工本人，请联系系统管理员。")


def _same_draft(other: Member, union: Union, worker: Mapping[str, Any], *, by: User) -> Household:
    """Return the draft that this very act has made before; anything else is a second archive of one person."""
    draft = other.household
    same = other.is_worker and other.name == worker["name"] and draft.union_id == union.pk
    if same and draft.status == Status.DRAFT and draft.created_by_id == by.pk:
        return draft
    raise refuse_second_archive(worker["name"], other)


def _number_taken(archive_no: str) -> Conflict:
    return Conflict(f"档案编号 {archive_no} 已被使用，请核对，或留空由系统编号。", field="archive_no")
