"""The union that scores checks a card: points and words beside what was computed and claimed, or back to the union."""

from collections.abc import Mapping

from django.db import transaction

from audits.actions.scores.locks import lock_card
from audits.actions.scores.writing import Said, keep_said, lacking
from audits.models import Mark, ScoreCard
from audits.scores.enums import CardStatus
from audits.scores.rules import can_check, is_for_checking
from core import clock
from core.errors import Conflict, DomainError
from organizations.models import User
from organizations.rules import require

CHECKERS = "评分表由组织考核的工会的审核、审批人员核定，被考核单位的人员和自评人不能核定。"
LONGEST_REASON = 300


@transaction.atomic
def save_checked(card: ScoreCard, *, by: User, seen: int, said: Mapping[int, Said]) -> ScoreCard:
    """Keep what a checker gives so far; raises Conflict when another checker saved meanwhile and says otherwise."""
    locked = _lock_waiting(card, by)
    return keep_said(locked, by=by, seen=seen, said=said, fields=("checked_score", "checked_words"))


@transaction.atomic
def finish_check(card: ScoreCard, *, by: User) -> ScoreCard:
    """Settle the checked scores of a card. A second press of the same person changes nothing.

    Raises DomainError that names the items without a score, and those that differ without words.
    """
    locked = lock_card(card)
    require(can_check(by, locked), CHECKERS)
    if locked.status == CardStatus.CHECKED and locked.checked_by_id == by.pk:
        return locked
    locked = _lock_waiting(card, by)
    marks = list(locked.marks.in_order())
    lacking("没有核定得分", [mark for mark in marks if mark.checked_score is None])
    lacking(
        "与计量、自评得分不同或没有计量得分的，须写明理由",
        [mark for mark in marks if _differs(mark) and not mark.checked_words],
    )
    locked.status, locked.checked_by, locked.checked_at = CardStatus.CHECKED, by, clock.now()
    locked.version += 1
    locked.save(update_fields=["status", "checked_by", "checked_at", "version"])
    return locked


def _differs(mark: Mark) -> bool:
    """Tell whether the checked score is another than one known, or stands where the system should have had one."""
    if mark.item.is_indicator and mark.computed is None:
        return True
    return any(said is not None and said != mark.checked_score for said in (mark.computed, mark.self_score))


@transaction.atomic
def reopen_check(card: ScoreCard, *, by: User) -> ScoreCard:
    """Take a check back before the results are published, to give other scores; twice changes nothing."""
    locked = lock_card(card)
    require(can_check(by, locked), CHECKERS)
    if locked.status == CardStatus.CHECKED:
        handed_in = locked.self_at and (locked.returned_at is None or locked.returned_at < locked.self_at)
        locked.status = CardStatus.SELF_SCORED if handed_in else CardStatus.OPEN
        locked.version += 1
        locked.save(update_fields=["status", "version"])
    return locked


@transaction.atomic
def return_card(card: ScoreCard, *, by: User, reason: str) -> ScoreCard:
    """Send a card back to its union with the reason; the same again changes nothing."""
    locked = lock_card(card)
    require(can_check(by, locked), CHECKERS)
    reason = reason.strip()
    if locked.status == CardStatus.OPEN and (locked.returned_by_id, locked.return_reason) == (by.pk, reason):
        return locked
    if locked.status not in (CardStatus.SELF_SCORED, CardStatus.CHECKED):
        raise DomainError(f"评分表{locked.get_status_display()}，不能退回。")
    if not reason:
        raise DomainError("请写明退回原因。", field="reason")
    if len(reason) > LONGEST_REASON:
        raise DomainError(f"退回原因最多 {LONGEST_REASON} 字，请写要点。", field="reason")
    locked.status, locked.return_reason = CardStatus.OPEN, reason
    locked.returned_by, locked.returned_at = by, clock.now()
    locked.version += 1
    locked.save(update_fields=["status", "return_reason", "returned_by", "returned_at", "version"])
    return locked


def _lock_waiting(card: ScoreCard, by: User) -> ScoreCard:
    locked = lock_card(card)
    require(can_check(by, locked), CHECKERS)
    if locked.status == CardStatus.CHECKED:
        raise Conflict(f"{locked.checked_by}已核定这份评分表；需要改的，请先撤回核定。")
    if not is_for_checking(locked):
        raise DomainError(f"评分表{locked.get_status_display()}，现在不能核定。")
    return locked
