"""Mending what was found wrong: sent out, given to somebody, reported done, verified by another, or withdrawn.

What a verification found is sent out here; grievances and faults in ``audits.actions.rectification_origins``.
"""

import datetime
from collections.abc import Sequence

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from audits.actions.grievances.locks import note_step
from audits.actions.verification.papers import keep_papers, read_papers
from audits.grievances.discretion import refuse_telling_of
from audits.grievances.enums import StepKind
from audits.models import Rectification, RectificationStep, Verification, VerificationFinding
from audits.verification.enums import FINAL, TO_MEND, FindingStatus, Outcome, RectificationStatus, RectificationStepKind
from audits.verification.mendwords import title_of, to_do_of, wrong_of
from audits.verification.persons import owners_for, verifiers_for
from audits.verification.rules import (
    can_direct,
    can_direct_one,
    can_mend,
    can_name_owner,
    is_kept_from,
    is_verifier,
)
from core import clock
from core.errors import Conflict, DomainError, NotAllowed
from organizations.models import User
from organizations.rules import require

SENDERS = (
    "整改由下发单位（组织核查的、受理信访的或档案所在的工会及上级）的经办、审核、审批人员下发，并指定验收人和期限；"
    "责任人和报告人不能改自己这项的验收人和期限。"
)
NAMERS = "责任人由整改单位的经办人员或下发整改的工会指定。"
MENDERS = "整改完成由责任人或整改单位的经办人员报告，验收人不能报告。"
AVOIDED = "该项整改您须回避，不能办理。"
WITHDRAWERS = "撤回由下发整改的工会及上级的经办、审核、审批人员办理；责任人和报告人不能撤回自己这项整改。"
VERIFIERS = "验收由指定的验收人办理，验收人须现为审核或审批人员；责任人和报告人不能验收。"
UNSEEN = "该项整改不在您的范围内，或该户已不由您帮扶。"


@transaction.atomic
def open_rectification(
    finding: VerificationFinding,
    *,
    by: User,
    due_on: datetime.date,
    verifier: User | None = None,
    owner: User | None = None,
    wrong: str = "",
    to_do: str = "",
) -> Rectification:
    """Have a finding mended; what is left empty is written as proposed. A second press changes nothing."""
    locked = _lock_finding(finding)
    require(can_direct(by, locked.verification.union), SENDERS)
    if same := Rectification.objects.in_force().filter(finding=locked).first():
        return same
    _refuse_unripe(locked)
    refuse_past(due_on)
    words = {"wrong": wrong.strip() or wrong_of(locked), "to_do": to_do.strip() or to_do_of(locked)}
    unit = locked.sample.unit
    place = {"sender": locked.verification.union, "union": unit.union, "household": unit.household}
    found = Rectification(finding=locked, title=title_of(locked), due_on=due_on, **place, **words)
    return send_out(found, by=by, owner=owner, verifier=verifier)


@transaction.atomic
def open_rectifications(
    verification: Verification, *, by: User, due_on: datetime.date, verifier: User | None = None
) -> list[Rectification]:
    """Have everything mended that a verification found wrong for good; what is sent out already is passed over."""
    require(can_direct(by, verification.union), SENDERS)
    ripe = VerificationFinding.objects.filter(verification=verification).to_mend()
    return [open_rectification(one, by=by, due_on=due_on, verifier=verifier) for one in ripe.order_by("pk")]


@transaction.atomic
def assign_rectification(
    found: Rectification, *, by: User, owner: User | None, verifier: User | None, due_on: datetime.date
) -> Rectification:
    """Say who mends it, who verifies it, and until when; nothing new changes nothing.

    An officer of the union that mends names the owner alone: whoever sent it out keeps verifier and last day.
    """
    locked = _lock(found, by)
    require(can_name_owner(by, locked), NAMERS)
    now = (owner, verifier, due_on)
    if (locked.owner, locked.verifier, locked.due_on) == now:
        return locked
    if not can_direct_one(by, locked) and (locked.verifier, locked.due_on) != (verifier, due_on):
        raise NotAllowed(SENDERS)
    _refuse_withdrawn(locked)
    if locked.status == RectificationStatus.VERIFIED:
        raise DomainError("该项整改已验收，不能再调整。")
    if locked.status == RectificationStatus.DONE and locked.owner != owner:
        raise DomainError("已报告整改完成，验收以后才能调整责任人。", field="owner")
    if due_on != locked.due_on:
        refuse_past(due_on)
    locked.due_on = due_on
    _name(locked, owner, verifier)
    locked.save(update_fields=["owner", "verifier", "due_on"])
    words = f"责任人{owner or '未定'}，验收人{verifier or '未定'}，期限 {due_on:%Y-%m-%d}"
    _note(locked, RectificationStepKind.ASSIGNED, by, words)
    return locked


@transaction.atomic
def report_done(found: Rectification, *, by: User, words: str, papers: Sequence[UploadedFile]) -> Rectification:
    """Report that it is mended, with at least one paper that shows it; a second press by the same changes nothing."""
    read = read_papers(papers)
    locked = _lock(found, by)
    require(can_mend(by, locked), MENDERS)
    if locked.status == RectificationStatus.DONE and locked.done_by_id == by.pk:
        return locked
    _refuse_withdrawn(locked)
    if locked.status not in TO_MEND:
        raise DomainError(f"该项整改{locked.get_status_display()}，不能再报告。")
    if locked.owner is None or locked.verifier is None:
        raise DomainError("还没有指定责任人和验收人，请先联系下发整改的工会或本单位经办人员指定。")
    if not words.strip():
        raise DomainError("请写明整改了什么、结果如何。", field="words")
    if not read:
        raise DomainError("请至少上传一份佐证材料，如核查表、审批表或照片。", field="papers")
    locked.status, locked.done_by, locked.done_at = RectificationStatus.DONE, by, clock.now()
    locked.done_words = words.strip()
    locked.save(update_fields=["status", "done_by", "done_at", "done_words"])
    step = _note(locked, RectificationStepKind.DONE, by, locked.done_words)
    keep_papers(locked.finding, read, by=by, step=step)
    return locked


@transaction.atomic
def verify_rectification(found: Rectification, *, by: User, words: str = "") -> Rectification:
    """Say as its verifier that it is mended, which ends it; a second press changes nothing."""
    locked = _lock_for_verifier(found, by)
    if locked.status == RectificationStatus.VERIFIED:
        return locked
    _require_done(locked)
    refuse_telling_of(locked, by=by, said={"words": words})
    locked.status, locked.verified_at = RectificationStatus.VERIFIED, clock.now()
    locked.verified_words = words.strip()
    locked.save(update_fields=["status", "verified_at", "verified_words"])
    _note(locked, RectificationStepKind.VERIFIED, by, locked.verified_words)
    if locked.grievance:
        note_step(locked.grievance, StepKind.MENDED, by=by)
    return locked


@transaction.atomic
def return_rectification(found: Rectification, *, by: User, words: str) -> Rectification:
    """Say as its verifier what is still to be mended; a second press changes nothing."""
    locked = _lock_for_verifier(found, by)
    if locked.status == RectificationStatus.RETURNED:
        return locked
    _require_done(locked)
    if not words.strip():
        raise DomainError("请写明退回原因和还要整改什么。", field="words")
    refuse_telling_of(locked, by=by, said={"words": words})
    locked.status, locked.verified_words = RectificationStatus.RETURNED, words.strip()
    locked.save(update_fields=["status", "verified_words"])
    _note(locked, RectificationStepKind.RETURNED, by, locked.verified_words)
    return locked


@transaction.atomic
def withdraw_rectification(found: Rectification, *, by: User, reason: str, seen: str = "") -> Rectification:
    """Take back what was sent out and is not verified; it stays to be read. A second press changes nothing.

    ``seen`` is the state in which it was looked at: what was reported or sent back since is looked at first. What it
    comes of may be sent out anew.
    """
    locked = _lock(found, by)
    require(can_direct_one(by, locked), WITHDRAWERS)
    if locked.status == RectificationStatus.WITHDRAWN:
        return locked
    _refuse_unseen(locked, seen)
    if not reason.strip():
        raise DomainError("请写明撤回的原因。", field="reason")
    refuse_telling_of(locked, by=by, said={"reason": reason})
    locked.status, locked.withdrawn_by, locked.withdrawn_at = RectificationStatus.WITHDRAWN, by, clock.now()
    locked.withdrawn_words = reason.strip()
    locked.save(update_fields=["status", "withdrawn_by", "withdrawn_at", "withdrawn_words"])
    _note(locked, RectificationStepKind.WITHDRAWN, by, locked.withdrawn_words)
    if locked.grievance:
        note_step(locked.grievance, StepKind.UNSENT, by=by, words=locked.withdrawn_words)
    return locked


def _refuse_unseen(locked: Rectification, seen: str) -> None:
    """Refuse what was verified, and what has changed since it was looked at."""
    if locked.status == RectificationStatus.VERIFIED:
        raise DomainError("该项整改已验收销号，不能再撤回。")
    if seen and seen != locked.status:
        raise Conflict(f"该项整改现在是“{locked.get_status_display()}”，请先看办理记录，再决定是否撤回。")


def _lock_finding(finding: VerificationFinding) -> VerificationFinding:
    rows = VerificationFinding.objects.select_for_update(of=("self",), no_key=True).select_related(
        "verification__union"
    )
    return rows.prefetch_related("sample__unit__union", "sample__unit__household", "sample__unit__outside").get(
        pk=finding.pk
    )


def _lock(found: Rectification, by: User) -> Rectification:
    rows = Rectification.objects.select_for_update(of=("self",), no_key=True)
    people = (
        "owner",
        "verifier",
        "sender",
        "union",
        "household",
        "grievance__avoided",
        "grievance__household",
        "grievance__union",
        "withdrawn_by",
    )
    locked = rows.prefetch_related(*people).get(pk=found.pk)
    require(not is_kept_from(by, locked), AVOIDED)
    require(Rectification.objects.visible_to(by).filter(pk=locked.pk).exists(), UNSEEN)
    return locked


def _lock_for_verifier(found: Rectification, by: User) -> Rectification:
    locked = _lock(found, by)
    require(is_verifier(by, locked), VERIFIERS)
    return locked


def _refuse_withdrawn(locked: Rectification) -> None:
    if locked.withdrawn_at:
        told = f"{locked.withdrawn_by}已于 {clock.day_of(locked.withdrawn_at):%Y-%m-%d} 撤回该项整改，不用再办理。"
        raise Conflict(told)


def _require_done(locked: Rectification) -> None:
    _refuse_withdrawn(locked)
    if locked.status != RectificationStatus.DONE:
        raise DomainError(f"该项整改{locked.get_status_display()}，报告完成以后才能验收。")


def _refuse_unripe(finding: VerificationFinding) -> None:
    if finding.status not in FINAL or finding.outcome == Outcome.CORRECT:
        raise DomainError("只有认定有问题的户才下发整改。")
    if finding.status == FindingStatus.CONTESTED:
        raise DomainError("该户正在申辩，裁定以后再下发整改。")
    until = finding.contest_until
    if finding.status == FindingStatus.DECIDED and until and until >= clock.today():
        raise DomainError(f"申辩期到 {until:%Y-%m-%d} 为止，届满后再下发整改。")


def refuse_past(due_on: datetime.date) -> None:
    """Refuse a last day that is over."""
    if due_on < clock.today():
        raise DomainError("整改期限不能早于今天。", field="due_on")


def send_out(found: Rectification, *, by: User, owner: User | None, verifier: User | None) -> Rectification:
    """Keep a new rectification, whatever it comes of, with who mends it and who verifies it."""
    found.opened_by, found.opened_at = by, clock.now()
    _name(found, owner, verifier)
    found.save(force_insert=True)
    _note(found, RectificationStepKind.OPENED, by, f"期限 {found.due_on:%Y-%m-%d}")
    return found


def _name(found: Rectification, owner: User | None, verifier: User | None) -> None:
    """Name owner and verifier, who must be of those who may be asked, and two persons."""
    if owner and owner != found.owner and not owners_for(found).filter(pk=owner.pk).exists():
        raise DomainError(f"{owner}不是整改单位的经办人员，也不是该户的帮扶干部，请另选。", field="owner")
    if (
        verifier
        and verifier != found.verifier
        and not verifiers_for(found.union, found.grievance).filter(pk=verifier.pk).exists()
    ):
        raise DomainError(f"{verifier}不是整改单位及上级的审核、审批人员，请另选。", field="verifier")
    if verifier and verifier.pk in (owner.pk if owner else None, *_reporters(found)):
        raise DomainError("验收人不能是责任人或报告整改完成的人，请另选。", field="verifier")
    found.owner, found.verifier = owner, verifier


def _reporters(found: Rectification) -> list[int]:
    """Return who has ever reported it done, also before it was sent back; one query."""
    if found.pk is None:
        return []
    return list(found.steps.filter(kind=RectificationStepKind.DONE).values_list("by", flat=True))


def _note(found: Rectification, kind: str, by: User, words: str) -> RectificationStep:
    return RectificationStep.objects.create(rectification=found, kind=kind, by=by, words=words, at=clock.now())
