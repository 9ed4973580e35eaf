"""Field work that goes on otherwise than it was planned: longer, or with somebody else."""

import datetime
from collections.abc import Sequence

from django.db import transaction
from django.db.models import Q

from audits.actions.verification.fieldwork import KEEPERS, check_assessor
from audits.actions.verification.locks import lock_verification
from audits.models import Interview, Verification
from audits.verification.enums import UNFINISHED, InterviewStatus, ProjectStatus
from core import clock
from core.errors import DomainError
from organizations.models import User

NOT_RUNNING = "只有正在入户的核查才能调整。"


@transaction.atomic
def prolong_field_work(verification: Verification, *, by: User, ends_on: datetime.date) -> Verification:
    """Let the field work last longer; its assessors have their errands again until then. The same day again is fine."""
    locked = lock_verification(verification, by=by, words=KEEPERS)
    _require_running(locked)
    if ends_on == locked.ends_on:
        return locked
    if ends_on < max(locked.ends_on, clock.today()):
        raise DomainError("只能延长：新的截止日期不能早于原定日期和今天。", field="ends_on")
    locked.ends_on = ends_on
    locked.save(update_fields=["ends_on"])
    return locked


@transaction.atomic
def hand_over_errands(verification: Verification, *, by: User, giver: User, taker: User) -> int:
    """Give what one assessor has not finished to another, with what was answered so far; returns how many went over.

    Households that the other one asks or has asked in another round stay: nobody asks a household twice. Raises
    DomainError when nothing can go over.
    """
    # Interviews before the verification, as households that cannot be asked are locked.
    mine = Interview.objects.filter(verification=verification, assessor=giver, status__in=UNFINISHED)
    rows = list(mine.select_for_update(of=("self",)).order_by("pk"))
    locked = lock_verification(verification, by=by, words=KEEPERS)
    _require_running(locked)
    check_assessor(locked, taker, field="taker")
    busy = _asked_otherwise(rows, taker)
    moved = [row.pk for row in rows if row.sample_id not in busy]
    if not moved:
        raise DomainError(f"没有可以移交给{taker.name}的任务：每户的各次核查须由不同的人进行。", field="taker")
    Former = Interview.former.through  # noqa: N806 -- a model
    Former.objects.bulk_create([Former(interview_id=pk, user_id=giver.pk) for pk in moved], ignore_conflicts=True)
    return Interview.objects.filter(pk__in=moved).update(assessor=taker, assigned_by=by, assigned_at=clock.now())


def _asked_otherwise(rows: Sequence[Interview], taker: User) -> set[int]:
    """Return the households of interviews that somebody has, or had before a handing over, in another round."""
    others = Interview.objects.filter(sample__in=[row.sample_id for row in rows]).exclude(
        pk__in=[row.pk for row in rows]
    )
    theirs = others.filter(Q(assessor=taker) | Q(former=taker)).exclude(status=InterviewStatus.DROPPED)
    return set(theirs.values_list("sample", flat=True))


def _require_running(verification: Verification) -> None:
    if verification.status != ProjectStatus.RUNNING:
        raise DomainError(NOT_RUNNING)
