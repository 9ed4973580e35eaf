"""The batches of one wave: drawn, decided by the real reviews, locked, sent to the bank, failed lines paid again."""

import datetime
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from assistance.ceilings.enums import Per
from assistance.ceilings.periods import once_key, period_of
from assistance.enums import AidProject
from assistance.models import AidItem, Batch, Budget, Payment
from assistance.payments.enums import BuiltFrom
from assistance.payments.words import batch_number
from core.masking import mask_identity_no
from core.money import ZERO
from households.enums import Category, Level, Relation
from households.models import Household, Member
from organizations.models import User
from reports.demo.payments.payees import Payee
from reports.demo.payments.plan import Wave, amount_of

SPACE = uuid.UUID("2c0b2017-0000-4000-8000-000000000000")


@dataclass
class Drawn:
    """A batch with its lines, in the order of their positions."""

    batch: Batch
    lines: list[Payment]

    @property
    def amount(self) -> Decimal:
        return sum((line.amount for line in self.lines), ZERO)


def draw(wave: Wave, item: AidItem, budget: Budget, payees: Sequence[Payee], *, seq: int, by: User) -> Drawn:
    """Draw the batch of one union in a wave, not yet written."""
    batch = Batch(
        union=budget.union,
        year=wave.day.year,
        seq=seq,
        number=batch_number(budget.union.code, wave.day.year, seq),
        title=f"{wave.day.year} 年{wave.day.month} 月{item.name}",
        item=item,
        budget=budget,
        period=period_of(item, wave.day),
        delivery=item.delivery,
        drawn_by=by,
        drawn_at=moment(wave.day, 9),
        checked_at=moment(wave.day, 10),
        client_id=uuid.uuid5(SPACE, f"{wave.day}/{item.code}/{budget.union.code}"),
        lines_count=len(payees),
    )
    lines = [_line(batch, wave, item, payee, position) for position, payee in enumerate(payees, start=1)]
    drawn = Drawn(batch, lines)
    batch.amount = drawn.amount
    return drawn


def _line(batch: Batch, wave: Wave, item: AidItem, payee: Payee, position: int) -> Payment:
    amount = amount_of(wave.kind, payee.household, wave.day)
    return Payment(
        batch=batch,
        position=position,
        household_id=payee.household,
        union_id=payee.union,
        built_from=BuiltFrom.FILTER,
        proposed=amount,
        amount=amount,
        reasoning=[f"演示数据：按本年计划发放 {amount} 元"],
        occasion=wave.occasion,
        payee_name=payee.name,
        bank=payee.bank,
        bank_branch=payee.bank_branch,
        card_no=payee.card_no,
        snapshot=snapshot_of(payee),
        **_whom(wave, item, payee),
    )


def _whom(wave: Wave, item: AidItem, payee: Payee) -> dict[str, object]:
    """Return whom a line is for, and the key that stands once."""
    schooling = wave.kind.project == AidProject.SCHOOLING
    stage = payee.stage_on(wave.day) if schooling else ""
    person = Member(pk=payee.child, identity_no=payee.child_no) if schooling else Member(identity_no=payee.identity_no)
    home = Household(pk=payee.household)
    key = once_key(item, home, person, stage, period_of(item, wave.day, stage), wave.occasion)
    member = payee.child if schooling else payee.worker if item.per == Per.PERSON else None
    return {"member_id": member, "stage": stage, "once_key": key}


def snapshot_of(payee: Payee) -> dict[str, list[list[str]]]:
    """Return the archive as it stood when the batch was locked, as label and value."""
    archive = [
        ["档案编号", payee.archive_no],
        ["职工", payee.name],
        ["建档标准", str(Level(payee.level).label)],
        ["困难类别", str(Category(payee.category).label)],
        ["建档日期", f"{payee.filed_on}"],
    ]
    return {
        "archive": archive,
        "members": [[str(Relation.SELF.label), payee.name, mask_identity_no(payee.identity_no), ""]],
    }


def moment(day: datetime.date, hour: int) -> datetime.datetime:
    """Return an hour of a day, China time."""
    return datetime.datetime.combine(day, datetime.time(hour), datetime.timezone(datetime.timedelta(hours=8)))
