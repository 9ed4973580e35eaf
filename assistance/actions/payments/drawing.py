"""Drawing batches of payments: opening one, changing its head, giving it up, and filling it from many sides."""

import uuid
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, NotRequired, TypedDict, Unpack

from django.db import connection, transaction
from django.db.models import Max, QuerySet
from django.http import QueryDict

from assistance.actions.payments.editing import NOT_YOURS, lock_row, lock_to_prepare
from assistance.actions.payments.lines import follow_rule
from assistance.actions.payments.stops import refresh_stops
from assistance.ceilings.periods import period_of
from assistance.models import AidDrive, AidItem, AidRequest, Batch, Bill, Budget, DriveTarget, Payment
from assistance.payments.building import Wanted, build_lines, refresh_totals
from assistance.payments.candidates import Candidate, CandidateFilter, stage_of
from assistance.payments.enums import BatchStatus, BuiltFrom, PaymentStatus
from assistance.payments.rules import can_draw, can_prepare
from assistance.payments.words import batch_number
from core import clock
from core.errors import Conflict, DomainError
from households.actions.facts import changed_facts, validate, write_facts
from households.history import signed
from households.models import Household
from organizations.models import Union, User
from organizations.rules import require
from organizations.scope import paths_down_to

# Keeps the numbers of the batches of one union apart; no other lock has this number.
NUMBER_SPACE = 12232
MOST_LINES = 10_000
GIVEN_UP = "批次作废"


class Words(TypedDict):
    """What a new batch says of itself."""

    title: str
    period: NotRequired[str]
    delivery: NotRequired[str]
    goods: NotRequired[str]
    unit_amount: NotRequired[Decimal | None]
    note: NotRequired[str]


@transaction.atomic
@signed
def draw_batch(
    *,
    by: User,
    union: Union,
    item: AidItem,
    budget: Budget,
    client_id: uuid.UUID,
    drive: AidDrive | None = None,
    **words: Unpack[Words],
) -> Batch:
    """Open a batch of one item out of one budget; the same press again returns the batch that it made.

    An empty ``period`` is that of the day, an empty ``delivery`` that of the item.
    """
    require(can_draw(by, union), NOT_YOURS)
    _lock_numbers(union)
    if made := Batch.objects.filter(client_id=client_id, union=union).first():
        return made
    _check_sources(union, item, budget, drive)
    today = clock.today()
    facts: dict[str, Any] = {**words, "period": words.get("period") or period_of(item, today)}
    facts["delivery"] = words.get("delivery") or item.delivery
    batch = Batch(union=union, item=item, budget=budget, drive=drive, drawn_by=by, client_id=client_id, **facts)
    batch.year, batch.seq = today.year, _next_number(union, today.year)
    batch.number = batch_number(union.code, batch.year, batch.seq)
    validate(batch, facts)
    batch.save(force_insert=True)
    return batch


@transaction.atomic
@signed
def edit_batch(batch: Batch, *, by: User, facts: Mapping[str, Any], seen: str = "", recount: bool = False) -> Batch:
    """Change title, budget, delivery, amount or words of a batch that is open to changes; only what differs is written.

    Another budget or way of payment means other stops, so the list is drawn up anew. Item and period stay. Another
    amount for each is that of the lines already there with ``recount`` only; those of applications keep what was
    decided.
    """
    locked = lock_to_prepare(batch, by)
    changed = changed_facts(locked, facts, seen=seen)
    if "budget" in changed:
        _check_money(locked.union, locked.item, changed["budget"])
    if not changed:
        return locked
    write_facts(locked, changed)
    if {"budget", "delivery"} & changed.keys():
        refresh_stops(lock_row(locked))
    if recount and "unit_amount" in changed:
        follow_rule(locked, locked.payments.exclude(built_from=BuiltFrom.REQUEST), by=by)
    return locked


@transaction.atomic
@signed
def cancel_batch(batch: Batch, *, by: User, reason: str) -> Batch:
    """Give up a draft or an approved batch; its lines are taken off, bills and applications are free again."""
    locked = lock_row(batch)
    require(can_prepare(by, locked), NOT_YOURS)
    if locked.status == BatchStatus.CANCELLED:
        return locked
    if locked.status not in (BatchStatus.DRAFT, BatchStatus.APPROVED):
        told = "请先撤回审批再作废" if locked.status in (BatchStatus.REVIEWING, BatchStatus.RETURNED) else "不能作废"
        raise Conflict(f"批次{locked.number}目前“{locked.get_status_display()}”，{told}。")
    if not reason.strip():
        raise DomainError("请填写作废原因。", field="reason")
    lines = Payment.objects.filter(batch=locked, status=PaymentStatus.PROPOSED)
    Bill.objects.filter(payment__in=lines).update(payment=None)
    lines.update(status=PaymentStatus.DROPPED, dropped_reason=GIVEN_UP)
    locked.status, locked.cancelled_reason, locked.version = BatchStatus.CANCELLED, reason.strip(), locked.version + 1
    locked.save(update_fields=["status", "cancelled_reason", "version"])
    return locked


@transaction.atomic
@signed
def add_by_filter(batch: Batch, filters: QueryDict, *, by: User) -> list[Payment]:
    """Add a line for everybody whom the filter finds among the archives of the batch's union and below."""
    locked = lock_to_prepare(batch, by)
    return add_built(locked, map(Wanted.of, candidates_for(locked, filters, user=by).candidates()), BuiltFrom.FILTER)


@transaction.atomic
@signed
def add_households(batch: Batch, wanted: Iterable[Wanted], *, by: User) -> list[Payment]:
    """Add lines for archives, or people of them, that were chosen one by one."""
    locked, asked = lock_to_prepare(batch, by), list(wanted)
    _check_places(locked, [one.household for one in asked])
    return add_built(locked, asked, BuiltFrom.LIST)


@transaction.atomic
@signed
def add_requests(batch: Batch, requests: Iterable[AidRequest], *, by: User) -> list[Payment]:
    """Add a line for each approved application for the batch's item that stands on no line yet."""
    locked = lock_to_prepare(batch, by)
    keys = [request.pk for request in requests]
    # Another batch may be taking them up just now: only behind its lines is it seen that they stand on one.
    list(AidRequest.objects.select_for_update(no_key=True).filter(pk__in=keys).order_by("pk").values_list("pk"))
    found = requests_for(locked, by).filter(pk__in=keys).select_related("household", "member").order_by("pk")
    rows = list(found.prefetch_related("bills"))
    if len(rows) < len(set(keys)):
        raise Conflict(f"有 {len(set(keys)) - len(rows)} 份申请不能列入：可能刚刚列入了其他批次，请刷新后重新选择。")
    return add_built(locked, map(Wanted.of_request, rows), BuiltFrom.REQUEST)


@transaction.atomic
@signed
def add_drive_targets(batch: Batch, *, by: User) -> list[Payment]:
    """Add a line for each target of the batch's seasonal action, its union and below, that has none in the action."""
    locked = lock_to_prepare(batch, by)
    if locked.drive_id is None:
        raise DomainError("这个批次没有关联专项帮扶活动，请在批次信息中选择活动。")
    return add_built(locked, map(Wanted.of, targets_for(locked)), BuiltFrom.FILTER)


def targets_for(batch: Batch) -> list[Candidate]:
    """Return the targets of a batch's seasonal action, of its union and below, that no line of the action is for."""
    targets = DriveTarget.objects.filter(drive=batch.drive_id, union_path__startswith=batch.union_path)
    lines = Payment.objects.live().filter(batch__drive=batch.drive_id)
    served = set(lines.values_list("household", "member"))
    rows = targets.select_related("household", "member").order_by("household__union_path", "household__archive_no")
    year = clock.today().year
    return [
        Candidate(row.household, row.member, stage_of(row.member, year) if row.member else "")
        for row in rows.defer("household__search")
        if (row.household_id, row.member_id) not in served
    ]


def candidates_for(batch: Batch, filters: QueryDict, *, user: User) -> CandidateFilter:
    """Return the filter of whom a batch may pay: archives of its union and below, in the user's scope."""
    places = Household.objects.visible_to(user).filter(union_path__startswith=batch.union_path)
    facts: dict[str, Any] = {"item": batch.item, "on": clock.today(), "period": batch.period, "fund": batch.budget.fund}
    return CandidateFilter(filters, places, user=user, **facts)


def requests_for(batch: Batch, user: User) -> QuerySet[AidRequest]:
    """Return the approved applications that a batch may take up: of its item, its union and below."""
    waiting = AidRequest.objects.visible_to(user).to_pay()
    return waiting.filter(item=batch.item_id, union_path__startswith=batch.union_path)


def add_built(batch: Batch, wanted: Iterable[Wanted], built_from: BuiltFrom) -> list[Payment]:
    """Build lines on a locked batch, and find what stands against them."""
    lines = build_lines(batch, wanted, built_from=built_from)
    if batch.payments.count() > MOST_LINES:
        raise DomainError(f"一个批次最多 {MOST_LINES:,} 行，请分成几个批次编制。")
    if lines:
        refresh_totals(batch)
        refresh_stops(batch, lines)
    return lines


def _check_sources(union: Union, item: AidItem, budget: Budget, drive: AidDrive | None) -> None:
    _check_money(union, item, budget)
    _check_drive(union, item, drive)


def _check_money(union: Union, item: AidItem, budget: Budget) -> None:
    if not item.is_active or item.union.path not in paths_down_to(union.path):
        raise DomainError(f"“{item}”不是{union}在用的帮扶项目。", field="item")
    if budget.union_id != union.pk:
        raise DomainError(f"请选择{union}自己的预算；资金在上级的，请先由上级拨付。", field="budget")
    fund = budget.fund
    if fund.projects and item.project not in fund.projects:
        raise DomainError(f"“{fund}”不得用于{item.get_project_display()}，请选择其他资金。", field="budget")


def _check_drive(union: Union, item: AidItem, drive: AidDrive | None) -> None:
    if drive is None:
        return
    if drive.union.path not in paths_down_to(union.path):
        raise DomainError(f"{union}不参加“{drive}”，请选择本级或上级组织的活动。", field="drive")
    if drive.item_id != item.pk:
        raise DomainError(f"“{drive}”的帮扶项目是{drive.item}，与批次不同。", field="drive")


def _check_places(batch: Batch, households: list[Household]) -> None:
    strange = [row.head_name for row in households if not row.union_path.startswith(batch.union_path)]
    if strange:
        raise DomainError(f"{'、'.join(strange[:5])}不是{batch.union}及其下级的档案，不能列入这个批次。")


def _lock_numbers(union: Union) -> None:
    """Let whoever draws for the union at the same moment, or presses twice, wait for the end of this."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [NUMBER_SPACE, union.pk])


def _next_number(union: Union, year: int) -> int:
    """Return the next number of a union, whose numbers are locked, in a year."""
    last = Batch.objects.filter(union=union, year=year).aggregate(last=Max("seq"))["last"]
    return (last or 0) + 1
