"""What the pages tell of the runs, and how soon after one the next may begin."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.conf import settings
from django.utils import timezone

from audits.models import QualityRun
from audits.quality.catalogue import BY_CODE, RULES
from audits.quality.rule import Rule
from audits.rules import can_run_quality
from core import clock
from organizations.models import Union, User

RECENT = 20


@dataclass(frozen=True)
class RuleTime:
    """How long one rule of a run took, None when it was not run, and whether the database refused it."""

    rule: Rule
    seconds: float | None
    failed: bool


def latest_runs(union: Union) -> tuple[QualityRun | None, QualityRun | None]:
    """Return, of the runs that look at all of a union, the last that was ended after all rules, and one that runs.

    One query.
    """
    recent = list(QualityRun.objects.covering(union).for_list()[:RECENT])
    running = next((run for run in recent if run.is_open), None)
    return next((run for run in recent if not run.is_open and run.is_whole), None), running


def refused_until(last: QualityRun | None) -> datetime.datetime | None:
    """Return the moment before which what was checked last is not checked again, None when it has come."""
    until = _after(last, settings.QUALITY_PAUSE_MINUTES)
    if until and until.second + until.microsecond:  # Said to the minute, and true by then.
        until = until.replace(second=0, microsecond=0) + datetime.timedelta(minutes=1)
    return until if until and clock.now() < until else None


def asked_again(last: QualityRun | None) -> str:
    """Say what to weigh before the same is checked again so soon; "" after a while."""
    until = _after(last, settings.QUALITY_AGAIN_MINUTES)
    if last is None or last.ended_at is None or until is None or clock.now() >= until:
        return ""
    # Without what was found: the run may have gone over more than who asks may know of.
    return f"{last.place}在 {timezone.localtime(last.ended_at):%H:%M} 刚检查完。之后没有改正数据的，结果不会变。"


@dataclass(frozen=True)
class Start:
    """The button that begins a run over a union: whether the user has it, until when it rests, and what it asks."""

    union: Union
    is_offered: bool
    rests_until: datetime.datetime | None
    asks: str

    @classmethod
    def of(cls, user: User, union: Union, last: QualityRun | None) -> Start:
        """Return the button for a user, after the last run that looked at the union."""
        return cls(union, can_run_quality(user, union), refused_until(last), asked_again(last))


def _after(last: QualityRun | None, minutes: int) -> datetime.datetime | None:
    return last.ended_at + datetime.timedelta(minutes=minutes) if last and last.ended_at and minutes else None


def times_of(run: QualityRun) -> list[RuleTime]:
    """Return the rules of a run, the slowest first; those that were not run at the end."""
    known = [rule for rule in RULES if rule.code in BY_CODE]
    rows = [RuleTime(rule, run.seconds.get(rule.code), rule.code in run.failed) for rule in known]
    return sorted(rows, key=lambda row: -1.0 * (row.seconds if row.seconds is not None else -1.0))
