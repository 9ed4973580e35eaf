"""Many at once pay, fail, refund and move money of one budget, while their connections are killed now and then.

Played on a database of its own. A watcher on a connection of its own reads the balances all the while.
"""

import random
import threading
import time
import uuid
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal

import pgtrigger
from django.db import InterfaceError, OperationalError, connection, transaction

from assistance.actions.funds import adjust, allocate, return_up, transfer
from assistance.enums import AidProject
from assistance.funds.enums import EntryKind, FundKind
from assistance.funds.ledger import book, budget_for, entry_of
from assistance.models import AidItem, Batch, Budget, Fund, LedgerEntry, Payment
from assistance.payments.enums import BatchStatus, BuiltFrom, PaymentStatus
from core import clock
from core.errors import Conflict, DomainError
from core.money import to_money
from households.models import Household
from organizations.models import Union, User
from reviews.enums import ReviewStatus, Subject
from reviews.models import Procedure, Review

GRANTED = Decimal("30000.00")
CUT_EVERY = 0.25  # seconds between two connections that are killed
# Lower than the sum of its entries, below zero, or more paid than there are lines that hold money: none may be seen.
WATCHED = """
SELECT min(budget.balance), bool_and(budget.balance = coalesce(sums.total, 0)) FROM assistance_budget budget
LEFT JOIN (SELECT budget_id, sum(amount) AS total FROM assistance_ledgerentry GROUP BY 1) sums
ON sums.budget_id = budget.id
"""
PAID_TWICE = """
SELECT count(*) FROM (SELECT payment_id FROM assistance_ledgerentry WHERE kind = 'payment'
    GROUP BY payment_id HAVING count(*) > 1) twice
"""
VICTIM = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE pid = ANY(%s) AND datname = current_database() ORDER BY random() LIMIT 1
"""


@dataclass
class Play:
    """Who plays with what, and what was seen."""

    by: User
    budget: Budget
    county: Budget
    other: Budget
    lines: list[int]
    ends: float = 0.0
    pids: dict[int, int] = field(default_factory=dict)
    done: Counter = field(default_factory=Counter)
    refused: Counter = field(default_factory=Counter)
    cut: int = 0
    looks: int = 0
    lowest: Decimal = GRANTED
    wrong: list[str] = field(default_factory=list)


def prepare(household: Household, by: User, *, lines: int, granted: Decimal = GRANTED) -> Play:
    """Make a locked batch of lines that wait, out of a budget that can pay only a part of them."""
    place = household.union
    top, upper = (Union.objects.get(path=place.path[:end]) for end in (Union.steplen, -Union.steplen))
    beside = Union.objects.filter(path__startswith=upper.path, depth=place.depth).exclude(pk=place.pk).first()
    fund = Fund.objects.create(
        code="play", name="并发测试", kind=FundKind.CENTRAL, union=top, valid_from=clock.today().replace(month=1, day=1)
    )
    with transaction.atomic():
        budgets = [budget_for(fund, union, clock.today().year) for union in (upper, place, beside)]
        kind, doc = EntryKind.GRANT, "测 1 号"
        book([LedgerEntry(budget=budgets[0], kind=kind, amount=granted, doc_no=doc, by=by)])
    keys = _waiting_lines(household, budgets[0], by, lines)
    return Play(by, *budgets, keys)


def _waiting_lines(household: Household, budget: Budget, by: User, lines: int) -> list[int]:
    item = AidItem.objects.create(code="play", name="并发测试", project=AidProject.LIVING, union=budget.fund.union)
    facts = {"union": budget.union, "title": "并发测试", "number": "FF-1"}
    batch = Batch.objects.create(year=budget.year, seq=1, item=item, budget=budget, period="2026", drawn_by=by, **facts)
    made = [
        Payment(
            batch=batch,
            position=position,
            household=household,
            union=household.union,
            built_from=BuiltFrom.LIST,
            amount=to_money(random.randint(1000, 50000)) / 100,
            once_key=f"play/{position}",
        )
        for position in range(1, lines + 1)
    ]
    keys = [line.pk for line in Payment.objects.bulk_create(made)]
    _decided(batch, made, by)
    return keys


def _decided(batch: Batch, made: list[Payment], by: User) -> None:
    """Lock a batch; what decides on it is no part of this, its review is put there as if it had been passed."""
    with pgtrigger.ignore("reviews.Review:begins_at_its_first_step"):
        review = Review.objects.create(
            subject=Subject.PAYMENT,
            procedure=Procedure.objects.published()[0],
            union=batch.union,
            title=batch.title,
            subject_ref="play",
            status=ReviewStatus.PASSED,
            applied_by=by,
        )
    total = {"lines_count": len(made), "amount": sum((line.amount for line in made), start=to_money(0))}
    for status in (BatchStatus.REVIEWING, BatchStatus.APPROVED, BatchStatus.LOCKED):
        locked = {"locked_by": by, "locked_at": clock.now()} if status == BatchStatus.LOCKED else {}
        Batch.objects.filter(pk=batch.pk).update(status=status, review=review, **total, **locked)


def run_play(play: Play, *, seconds: float, threads: int) -> Play:
    """Let all of them act until the time is up, and return what was seen."""
    play.ends = time.monotonic() + seconds
    players = [threading.Thread(target=_act_on, args=(play, number)) for number in range(threads)]
    around = [threading.Thread(target=job, args=(play,)) for job in (_watch, _cut)]
    for thread in [*players, *around]:
        thread.start()
    for thread in [*players, *around]:
        thread.join()
    return play


def _act_on(play: Play, number: int) -> None:
    dice = random.Random(number)
    acts: list[Callable[[Play, random.Random], str]] = [_pay, _pay, _pay, _end, _end, _refund, _move]
    while time.monotonic() < play.ends:
        act = dice.choice(acts)
        try:
            play.pids[number] = _own_pid()
            play.done[act(play, dice)] += 1
        except Conflict:
            play.refused["booked before"] += 1
        except DomainError as refusal:
            play.refused["short of money" if "余额不足" in refusal.message else refusal.message] += 1
        except (OperationalError, InterfaceError):
            play.refused["connection lost"] += 1
            connection.close()
        except Exception as error:  # noqa: BLE001 -- whatever it is, it is what the play is there to find
            play.wrong.append(repr(error))
            connection.close()
    connection.close()


def _own_pid() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return cursor.fetchone()[0]


def _locked_line(play: Play, dice: random.Random) -> Payment:
    rows = Payment.objects.select_for_update(no_key=True, of=("self",)).select_related("batch")
    return rows.get(pk=dice.choice(play.lines))


@transaction.atomic
def _pay(play: Play, dice: random.Random) -> str:
    """Lock a line and book it; one that is booked already is booked once more, which has to be refused."""
    line = _locked_line(play, dice)
    if line.status == PaymentStatus.PROPOSED:
        line.status = PaymentStatus.LOCKED
        line.save(update_fields=["status"])
    book([entry_of(line, EntryKind.PAYMENT, by=play.by, on=clock.today())])
    return "pay"


@transaction.atomic
def _end(play: Play, dice: random.Random) -> str:
    """Let a locked line be paid, or fail and give its money back."""
    line = _locked_line(play, dice)
    if line.status != PaymentStatus.LOCKED:
        return "nothing to end"
    failed = dice.random() < 0.4
    line.status = PaymentStatus.FAILED if failed else PaymentStatus.PAID
    line.paid_on = None if failed else clock.today()
    line.save(update_fields=["status", "paid_on"])
    if failed:
        book([entry_of(line, EntryKind.FAILED, by=play.by, on=clock.today())])
    return "fail" if failed else "settle"


@transaction.atomic
def _refund(play: Play, dice: random.Random) -> str:
    """Take a part of what was paid back, now and then more than was paid, which has to be refused."""
    line = _locked_line(play, dice)
    if line.status != PaymentStatus.PAID:
        return "nothing to refund"
    part = to_money(line.amount * dice.randint(1, 60) / 100)
    book([entry_of(line, EntryKind.REFUND, by=play.by, on=clock.today(), amount=part)])
    line.refunded += part
    line.save(update_fields=["refunded"])
    return "refund"


def _move(play: Play, dice: random.Random) -> str:
    """Pass money on, give it back, transfer it, or adjust; the same press twice now and then."""
    amount, key = to_money(dice.randint(1, 2000)), uuid.uuid4()
    papers = {"by": play.by, "movement": key}
    acts: dict[str, Callable[[], object]] = {
        "allocate": lambda: allocate(play.budget, play.county.union, amount, **papers),  # type: ignore[arg-type]
        "return": lambda: return_up(play.county, play.budget.union, amount, **papers),  # type: ignore[arg-type]
        "return from beside": lambda: return_up(play.other, play.budget.union, amount, **papers),  # type: ignore[arg-type]
        "transfer": lambda: transfer(play.county, play.other.union, amount, **papers),  # type: ignore[arg-type]
        "adjust": lambda: adjust(play.budget, dice.choice([-20, 20]), doc_no="测 2 号", **papers),  # type: ignore[arg-type]
    }
    name = dice.choice(list(acts))
    acts[name]()
    if dice.random() < 0.2:
        acts[name]()
    return name


def _watch(play: Play) -> None:
    """Read the balances beside the ledger as fast as it goes."""
    with connection.cursor() as cursor:
        while time.monotonic() < play.ends:
            cursor.execute(WATCHED)
            lowest, agrees = cursor.fetchone()
            play.looks += 1
            play.lowest = min(play.lowest, lowest)
            if lowest < 0 or not agrees:
                play.wrong.append(f"balance {lowest}, agrees with its entries: {agrees}")
        cursor.execute(PAID_TWICE)
        if twice := cursor.fetchone()[0]:
            play.wrong.append(f"{twice} lines paid twice")
    connection.close()


def _cut(play: Play) -> None:
    """Kill the connection of one of the players every now and then, in the middle of whatever it does."""
    with connection.cursor() as cursor:
        while time.monotonic() < play.ends:
            time.sleep(CUT_EVERY)
            cursor.execute(VICTIM, [list(play.pids.values())])
            play.cut += len(cursor.fetchall())
    connection.close()
