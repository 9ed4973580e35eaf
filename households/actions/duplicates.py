"""Keeping which archives may be of one family, and deciding it."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Q

from core import clock
from core.errors import Conflict, DomainError
from households.duplicates import likenesses
from households.enums import Likeness, SuspicionStatus
from households.history import signed
from households.models import DuplicateStale, DuplicateSuspicion
from households.rules import can_decide_duplicate
from organizations.models import User
from organizations.rules import require

AT_ONCE, BATCHES = 500, 10
ORDER = list(Likeness)
DECIDED, LIFTED = ("decision", "decided_by", "decided_at"), ("lifted_by", "lifted_at", "lifted_why")
LIFTS = "由对两份档案都有权限的经办或审核人员撤销判定。"


@transaction.atomic
def note_suspicions(household_ids: Iterable[int]) -> int:
    """Compare archives with all others and keep what is alike; return how many new suspicions there are.

    A suspicion that holds no longer is gone, one that is decided stays so. Five queries, more where something changed.
    """
    ids = list(household_ids)
    found = likenesses(ids)
    known = DuplicateSuspicion.objects.select_for_update(of=("self",)).filter(Q(first__in=ids) | Q(second__in=ids))
    for suspicion in known.order_by("pk"):
        reasons = found.pop((suspicion.first_id, suspicion.second_id), None)
        if suspicion.status in {SuspicionStatus.OPEN, SuspicionStatus.GONE}:
            _follow(suspicion, _ordered(reasons or ()))
    # Sorted, so that two workers that find the same pairs never wait for each other in a circle.
    new = [DuplicateSuspicion(first_id=a, second_id=b, reasons=_ordered(why)) for (a, b), why in sorted(found.items())]
    DuplicateSuspicion.objects.bulk_create(new, ignore_conflicts=True)
    return len(new)


def compare_changed() -> int:
    """Compare the archives that changed since they were compared, and return how many; for the worker.

    Each batch is one short transaction; another worker takes other archives.
    """
    done = 0
    for _batch in range(BATCHES):
        count = _compare_batch()
        done += count
        if count < AT_ONCE:
            break
    return done


@transaction.atomic
@signed
def decide_duplicate(
    suspicion: DuplicateSuspicion, *, by: User, status: str, decision: str, seen: str = ""
) -> DuplicateSuspicion:
    """Say whether two archives are one family, and why; the same decision again changes nothing.

    Raises Conflict when somebody decided otherwise since the status was ``seen``.
    """
    # Without who decided: a row that is joined would be the one from before the wait for the lock.
    locked = DuplicateSuspicion.objects.select_for_update(of=("self",)).select_related("first", "second")
    suspicion = locked.get(pk=suspicion.pk)
    require(can_decide_duplicate(by, suspicion.first, suspicion.second), "由对两份档案都有权限的经办或审核人员判定。")
    if status not in {SuspicionStatus.SAME, SuspicionStatus.DIFFERENT}:
        raise DomainError("请选择判定结果。", field="status")
    if not decision.strip():
        raise DomainError("请写明判定依据，如已电话核实、已核对户口簿。", field="decision")
    if suspicion.status == status and suspicion.decision == decision.strip():
        return suspicion
    _not_changed_since(suspicion, seen)
    suspicion.status, suspicion.decision = status, decision.strip()
    suspicion.decided_by, suspicion.decided_at = by, clock.now()
    suspicion.save(update_fields=["status", *DECIDED])
    return suspicion


@transaction.atomic
@signed
def lift_decision(suspicion: DuplicateSuspicion, *, by: User, lifted_why: str, seen: str = "") -> DuplicateSuspicion:
    """Take back a decision that was wrong: the pair waits again, or is gone where the two are no longer alike.

    What was decided stays in the history. One that waits already stays as it is. Three queries for the comparison.
    """
    locked = DuplicateSuspicion.objects.select_for_update(of=("self",)).select_related("first", "second")
    suspicion = locked.get(pk=suspicion.pk)
    require(can_decide_duplicate(by, suspicion.first, suspicion.second), LIFTS)
    if not suspicion.is_decided:
        return suspicion
    if not lifted_why.strip():
        raise DomainError("请写明撤销的理由，如核对户口簿后确认是同一户。", field="lifted_why")
    _not_changed_since(suspicion, seen)
    pair = suspicion.first_id, suspicion.second_id
    reasons = _ordered(likenesses(pair).get(pair, ()))
    suspicion.status = SuspicionStatus.OPEN if reasons else SuspicionStatus.GONE
    suspicion.reasons = reasons or suspicion.reasons
    suspicion.lifted_by, suspicion.lifted_at, suspicion.lifted_why = by, clock.now(), lifted_why.strip()
    suspicion.decided_by, suspicion.decided_at, suspicion.decision = None, None, ""
    suspicion.save(update_fields=["status", "reasons", *DECIDED, *LIFTED])
    return suspicion


def _not_changed_since(suspicion: DuplicateSuspicion, seen: str) -> None:
    if seen and seen != suspicion.status:
        who = f"{suspicion.decided_by} " if suspicion.decided_by else "系统"
        raise Conflict(f"您查看期间，{who}已将这一条改为“{suspicion.get_status_display()}”，请核对后再判定。")


@transaction.atomic
def _compare_batch() -> int:
    stale = DuplicateStale.objects.select_for_update(skip_locked=True).order_by("pk")[:AT_ONCE]
    ids = list(stale.values_list("pk", flat=True))
    if ids:
        DuplicateStale.objects.filter(pk__in=ids).delete()
        note_suspicions(ids)
    return len(ids)


def _follow(suspicion: DuplicateSuspicion, reasons: list[str]) -> None:
    """Bring an undecided suspicion into step with what was found now."""
    status = SuspicionStatus.OPEN if reasons else SuspicionStatus.GONE
    if (status, reasons) != (suspicion.status, suspicion.reasons) and (reasons or suspicion.is_open):
        suspicion.status, suspicion.reasons = status, reasons or suspicion.reasons
        suspicion.save(update_fields=["status", "reasons"])


def _ordered(reasons: Iterable[Likeness]) -> list[str]:
    return [reason.value for reason in sorted(reasons, key=ORDER.index)]
