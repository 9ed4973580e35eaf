"""发放花名册 and 签收表 of a batch: who receives what, how, and room to sign."""

from collections.abc import Callable
from typing import Any

from django.db.models import Exists, OuterRef

from assistance.enums import Delivery
from assistance.models import Batch, Payment
from assistance.payments.enums import BatchStatus, PaymentStatus
from core import clock
from core.errors import DomainError
from core.money import format_money
from organizations.models import User
from reports.forms.words import long_day
from reports.payments.lines import Hand, PaidLine, lines_of
from reports.registers.data import Cell, Column, Kind, Register
from reports.registers.layout import on_one_page

Part = tuple[Column, Callable[[PaidLine], Cell]]

WHO: tuple[Part, ...] = (
    (Column("序号", 10, Kind.PLACE), lambda line: line.position),
    (Column("档案编号", 29, Kind.CODE), lambda line: line.archive_no),
    (Column("姓名", 16, Kind.WORD), lambda line: line.name),
    (Column("身份证号", 34, Kind.CODE), lambda line: line.identity),
    (Column("建档单位", 34), lambda line: line.unit),
    (Column("困难类别", 26, Kind.WORD), lambda line: line.category),
)
FOR_WHOM: Part = (Column("受益人", 16, Kind.WORD), lambda line: line.beneficiary)
ACCOUNT: tuple[Part, ...] = (
    (Column("户名", 16, Kind.WORD), lambda line: line.payee),
    (Column("开户银行", 32), lambda line: line.bank),
    (Column("银行账号", 36, Kind.CODE), lambda line: line.account),
)
AMOUNT: Part = (Column("金额", 22, Kind.MONEY, is_summed=True), lambda line: line.amount)
WORTH: Part = (Column("折价金额", 22, Kind.MONEY, is_summed=True), lambda line: line.amount)


def by_hand(head: str, width: float) -> Part:
    """Return a column that is filled in with a pen."""
    return Column(head, width, Kind.HAND), lambda line: None


SIGNED = by_hand("签名", 20)
RECEIVED = (by_hand("领取人签名\n（按手印）", 28), by_hand("代领人签名\n及与本人关系", 30), by_hand("领取日期", 24))
ROSTER, RECEIPTS = "花名册", "签收表"
SIGNING_HEIGHT, LEAST_SIGNING_HEIGHT = 11.0, 9.4  # mm; the least still holds two lines of words
# A state of the batch that a paper to be signed must say.
UNDECIDED = {
    BatchStatus.DRAFT: "编制稿，未经审批",
    BatchStatus.REVIEWING: "审批稿，尚未批准",
    BatchStatus.RETURNED: "编制稿，未经审批",
    BatchStatus.REFUSED: "未批准",
    BatchStatus.CANCELLED: "已作废",
}


def roster_of(batch: Batch, *, by: User, in_full: bool = False) -> tuple[Register, list[str]]:
    """Return the roster of a batch, and the numbers of the archives on it; four queries for any number of lines."""
    return _register(batch, ROSTER, "发放花名册", Hand.of(by, batch) if in_full else Hand())


def receipts_of(batch: Batch, *, by: User, in_full: bool = False) -> tuple[Register, list[str]]:
    """Return the sheet on which the receivers sign, and the numbers of the archives on it."""
    title = "实物发放签收表" if batch.delivery == Delivery.GOODS else "帮扶资金签收表"
    return _register(batch, RECEIPTS, title, Hand.of(by, batch) if in_full else Hand())


SHEETS = {ROSTER: roster_of, RECEIPTS: receipts_of}


def _register(batch: Batch, sheet: str, title: str, hand: Hand) -> tuple[Register, list[str]]:
    lines = lines_of(batch, hand)
    if not lines:
        raise DomainError("批次中还没有发放明细，请先添加发放对象。")
    parts = _parts(batch, sheet, lines)
    register = Register(
        title=f"{batch.title}{title}",
        number=batch.number,
        facts=_facts(batch),
        columns=tuple(column for column, _read in parts),
        rows=tuple(tuple(read(line) for _column, read in parts) for line in lines),
        note=_note(batch),
        masked=hand.masked,
        row_height=SIGNING_HEIGHT if sheet == RECEIPTS else 8.0,
    )
    if sheet == RECEIPTS:
        register = on_one_page(register, count=len(lines), least=LEAST_SIGNING_HEIGHT)
    return register, [line.archive_no for line in lines]


def _parts(batch: Batch, sheet: str, lines: list[PaidLine]) -> list[Part]:
    for_whom = [FOR_WHOM] if any(line.beneficiary for line in lines) else []
    if sheet == RECEIPTS or batch.delivery in (Delivery.CASH, Delivery.GOODS):
        amount = WORTH if batch.delivery == Delivery.GOODS else AMOUNT
        return [*WHO, *for_whom, amount, *RECEIVED]
    return [*WHO, *for_whom, *ACCOUNT, AMOUNT, SIGNED]


def _facts(batch: Batch) -> tuple[tuple[str, ...], ...]:
    kind = f"实物：{batch.goods}" if batch.delivery == Delivery.GOODS else f"发放方式：{batch.get_delivery_display()}"
    fund = f"资金来源：{batch.budget.year}年{batch.budget.fund.name}"
    return (
        (f"填报单位：{batch.union.name}", f"填报日期：{long_day(clock.today())}", "单位：元"),
        (f"帮扶项目：{batch.item.name}（{batch.period_name}）", fund, kind),
    )


def _note(batch: Batch) -> str:
    """Say which state the paper is of, and which lines did not arrive; one query."""
    said = [UNDECIDED[batch.status]] if batch.status in UNDECIDED else []  # type: ignore[index]
    failed: Any = batch.payments.filter(status=PaymentStatus.FAILED, again_of=None)
    paid = Payment.objects.filter(again_of=OuterRef("pk"), status=PaymentStatus.PAID)
    found = list(failed.annotate(repaid=Exists(paid)).values_list("amount", "repaid"))
    if found:
        again = sum(is_paid for _amount, is_paid in found)
        then = f"，其中 {again} 笔已补发到账" if again else ""
        said.append(f"{len(found)} 笔首次发放未成，计 {format_money(sum(amount for amount, _a in found))} 元{then}")
    return f"说明：{'；'.join(said)}。" if said else ""
