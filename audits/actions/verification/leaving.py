"""Households of a sample that cannot be asked, and who is asked instead."""

from collections.abc import Sequence

from django.db import transaction

from audits.actions.verification.fieldwork import NOT_YOURS
from audits.models import Interview, PopulationUnit, SampleUnit, Verification
from audits.verification.enums import InterviewStatus, LeftReason, Round
from core import clock
from core.errors import DomainError, NotAllowed
from organizations.models import User

# Says nothing of anybody else's visit: rounds are blind.
BY_KEEPERS = "该户暂不能登记为未访，须由组织核查的工会核实，请与其联系。"


@transaction.atomic
def leave_sample(interview: Interview, *, by: User, reason: str, note: str) -> SampleUnit | None:
    """Say why a household cannot be asked; the next of its stratum in the order of the draw is asked instead.

    Returns who replaces it, None when the stratum has nobody left. All rounds of the household go over to the
    replacement. Where the first visit was made already, only the second one is dropped, and nobody replaces. The same
    said again returns the first replacement.
    """
    is_mine = Interview.objects.in_hands_of(by).filter(pk=interview.pk).exists()
    # The household before its interviews: two who leave it at once wait here for one another. Not its key, which an
    # interview that is handed in meanwhile has to share at its end, while its own lock is waited for below.
    rows = SampleUnit.objects.select_for_update(of=("self",), no_key=True).select_related("unit")
    sample = rows.get(pk=interview.sample_id)
    rounds = list(Interview.objects.select_for_update().filter(sample=sample).order_by("pk"))
    own = next(one for one in rounds if one.pk == interview.pk)
    if own.status == InterviewStatus.DROPPED:
        return SampleUnit.objects.filter(replaces=sample).first()
    if not is_mine:
        raise NotAllowed(NOT_YOURS)
    _check(reason, note)
    if any(one.submitted_at for one in rounds):
        _drop(own, reason, note)
        return None
    sample.left_reason, sample.left_note, sample.left_by, sample.left_at = reason, note.strip(), by, clock.now()
    sample.save(update_fields=["left_reason", "left_note", "left_by", "left_at"])
    return _replace(sample, rounds)


def _check(reason: str, note: str) -> None:
    if reason not in LeftReason.values:
        raise DomainError("请选择未访原因。", field="reason")
    if not note.strip():
        raise DomainError("请写明经过，如上门日期、何人证实。", field="note")


def _drop(own: Interview, reason: str, note: str) -> None:
    """Drop a second visit to a household that has answered to another; the answers that are there stay."""
    if own.submitted_at:
        raise DomainError("该户已有问卷提交，不能再登记为未访。")
    if own.round == Round.FIRST:
        raise DomainError(BY_KEEPERS)
    own.status, own.left_reason, own.left_note = InterviewStatus.DROPPED, reason, note.strip()
    own.save(update_fields=["status", "left_reason", "left_note"])


def _replace(sample: SampleUnit, dropped: Sequence[Interview]) -> SampleUnit | None:
    """Put the next of the stratum into the sample, with the errands of whom it replaces."""
    # Two who replace in one stratum at once: the second waits here, and reads on behind the first.
    Verification.objects.select_for_update(no_key=True).get(pk=sample.verification_id)
    rest = PopulationUnit.objects.filter(stratum=sample.stratum_id, sampled__isnull=True).order_by("place")
    unit = rest.first()
    Interview.objects.filter(sample=sample).update(status=InterviewStatus.DROPPED)
    if unit is None:
        return None
    taken = SampleUnit.objects.create(
        verification_id=sample.verification_id, unit=unit, stratum_id=sample.stratum_id, replaces=sample
    )
    for former in dropped:
        _take_over(former, taken)
    return taken


def _take_over(former: Interview, sample: SampleUnit) -> None:
    Interview.objects.create(
        verification_id=former.verification_id,
        sample=sample,
        round=former.round,
        assessor_id=former.assessor_id,
        status=InterviewStatus.ACCEPTED if former.accepted_at else InterviewStatus.ASSIGNED,
        assigned_by_id=former.assigned_by_id,
        assigned_at=clock.now(),
        accepted_at=former.accepted_at,
    )
