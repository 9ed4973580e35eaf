"""After exit: when a household is looked at again, what was found, and the end of tapers that have run out."""

import datetime
import uuid
from collections.abc import Iterable, Sequence
from decimal import Decimal

from django.db import transaction

from audits.enums import Handling, WarningSign
from audits.exitrules import RuleBook
from audits.models import HouseholdReview, Monitoring
from audits.rules import can_monitor
from core import clock
from core.errors import DomainError
from households.actions.lifecycle import Turn, change_status
from households.actions.locks import lock_household
from households.enums import Status
from households.models import Household, StatusChange
from organizations.models import User
from organizations.rules import require
from pairing.actions.pairings import end_pairings_of
from pairing.enums import VisitMethod

TAPERS_AT_ONCE = 500
NOT_YOURS = "退出后监测由建档单位及上级的经办人员办理，档案须已脱困。"


def plan_monitoring(households: Iterable[Household], *, on: datetime.date) -> None:
    """Plan the looks at households that leave on a day, as the rule of each says; two queries for any number."""
    book = RuleBook.on(on)
    Monitoring.objects.bulk_create(
        (
            Monitoring(household=household, due_on=clock.months_after(on, months))
            for household in households
            for months in sorted(set(book.rule_of(household).monitor_months))
        ),
        batch_size=2000,
        ignore_conflicts=True,
    )


@transaction.atomic
def end_tapers() -> int:
    """Let households leave whose taper has run out, with the channel and review that began it; returns how many.

    One whose return or cancellation is under review waits for it.
    """
    waiting = HouseholdReview.objects.live().values("household")
    due = Household.objects.filter(status=Status.TAPERING, taper_until__lte=clock.today())
    found = list(due.exclude(pk__in=waiting).order_by("taper_until", "pk")[:TAPERS_AT_ONCE])
    began = {
        change.household_id: change
        for change in StatusChange.objects.filter(household__in=found, to_status=Status.TAPERING).order_by("id")
    }
    for day in sorted({household.taper_until for household in found if household.taper_until}):
        leaving = [household for household in found if household.taper_until == day]
        turns = {household.pk: _turn_of(began.get(household.pk)) for household in leaving}
        change_status(leaving, Status.EXITED, by=None, on=day, turns=turns)
        plan_monitoring(leaving, on=day)
        end_pairings_of(leaving, by=None, on=day, reason="渐退期满，已脱困")
    return len(found)


def _turn_of(change: StatusChange | None) -> Turn:
    began = change or StatusChange()
    return Turn(cause="渐退期满", channel=began.channel, review_no=began.review_no)


@transaction.atomic
def record_monitoring(
    household: Household,
    *,
    by: User,
    client_id: uuid.UUID,
    on_day: datetime.date,
    method: str,
    situation: str,
    handling: str,
    signs: Sequence[str] = (),
    per_head: Decimal | None = None,
    note: str = "",
    planned: Monitoring | None = None,
) -> Monitoring:
    """Keep what was found at a household after exit; it fulfils ``planned``, or stands for itself.

    The same ``client_id`` again returns the first one. Raises DomainError, with the field, for what contradicts itself:
    a warning sign that nothing follows from, or a relapse without a sign.
    """
    require(can_monitor(by, household), NOT_YOURS)
    locked = lock_household(household, must_be_open=False)
    if same := Monitoring.objects.filter(client_id=client_id, household=locked).first():
        return same
    _check(locked, on_day, method, situation, handling, signs, note)
    row = _row(locked, planned)
    row.on_day, row.method, row.situation, row.handling = on_day, method, situation.strip(), handling
    row.signs, row.per_head, row.note = list(signs), per_head, note.strip()
    row.by, row.by_name, row.at, row.client_id = by, by.name, clock.now(), client_id
    row.save()
    return row


def _row(household: Household, planned: Monitoring | None) -> Monitoring:
    """Return the planned row to fill in, locked; or a fresh one."""
    if planned is None:
        return Monitoring(household=household)
    row = household.monitorings.select_for_update().filter(pk=planned.pk).first()
    if row is None:
        raise DomainError("这次回访已不在计划中，请从列表重新打开。")
    if row.on_day:
        raise DomainError(f"{row.due_on:%Y-%m-%d} 的回访已由{row.by_name}登记，请核对；另有情况的可以再登记一次。")
    return row


def _check(
    household: Household,
    day: datetime.date,
    method: str,
    situation: str,
    handling: str,
    signs: Sequence[str],
    note: str,
) -> None:
    if day > clock.today():
        raise DomainError("回访日期不能晚于今天。", field="on_day")
    left = household.status_changes.filter(to_status=Status.EXITED).order_by("-id").first()
    if left and day < left.on:
        raise DomainError(f"回访日期不能早于脱困日期 {left.on:%Y-%m-%d}。", field="on_day")
    if method not in VisitMethod.values:
        raise DomainError("请选择回访方式。", field="method")
    if not situation.strip():
        raise DomainError("请写明回访情况。", field="situation")
    if handling not in Handling.values or not set(signs) <= set(WarningSign.values):
        raise DomainError("请选择处理方式。", field="handling")
    if signs and handling == Handling.NONE:
        raise DomainError("有预警信号的，处理不能是“情况稳定”，请选择继续观察、救助转介或返困。", field="handling")
    if handling == Handling.RELAPSE and not signs:
        raise DomainError("返困须有预警信号，请勾选。", field="signs")
    if handling == Handling.AID and not note.strip():
        raise DomainError("请写明给予的救助或转介。", field="note")


def drop_plans(household_ids: Iterable[int]) -> None:
    """Let the planned looks at households fall away whose hardship has returned: they are visited again."""
    Monitoring.objects.planned().filter(household__in=list(household_ids)).delete()
