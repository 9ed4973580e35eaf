"""付款凭证: the application by which finance pays a batch, with the sum in words and room for every signature."""

from dataclasses import dataclass
from typing import ClassVar

from django.db.models import Count, Sum

from assistance.enums import Delivery
from assistance.models import Batch
from core.money import ZERO, format_money, in_words
from organizations.models import User
from reports.booklet.data import text
from reports.forms.data import BLANK_DAY, PrintedForm
from reports.forms.words import long_day


@dataclass(frozen=True, kw_only=True)
class Voucher(PrintedForm):
    """What is paid, to whom, out of what, on which decision."""

    title: ClassVar[str] = "帮扶资金付款凭证"
    template: ClassVar[str] = "reports/forms/payment_voucher.html"
    label: ClassVar[str] = "批次编号"
    union: str = text("付款单位")
    dated: str = BLANK_DAY
    purpose: str = text("用途")
    item: str = text("帮扶项目")
    fund: str = text("资金来源")
    payee: str = text("收款人")
    delivery: str = text("付款方式")
    lines: str = ""
    amount: str = ""
    in_words: str = ""
    review_no: str = text("审批编号")
    approved_on: str = ""
    locked_by: str = text("锁定人")
    locked_on: str = ""
    voucher_no: str = text("记账凭证号")
    note: str = text("说明")
    is_draft: bool = False


def load_voucher(batch: Batch, *, by: User | None = None) -> Voucher:
    """Return the voucher of a batch (``for_list``, with review and who locked it); two queries."""
    lines = batch.payments.standing().filter(again_of=None).order_by("position")
    total = lines.aggregate(lines=Count("pk"), amount=Sum("amount"), households=Count("household", distinct=True))
    first = lines.select_related("household").first()
    amount = total["amount"] or ZERO
    is_one = total["lines"] == 1
    name = first.household.head_name if first else ""
    review = batch.review
    return Voucher(
        number=batch.number,
        whose=batch.union.name,
        union=batch.union.name,
        dated=long_day(batch.locked_at),
        purpose=batch.title,
        item=f"{batch.item.name}（{batch.period_name}）",
        fund=f"{batch.budget.year}年{batch.budget.fund.name}",
        payee=name if is_one else f"{name}等{total['households']}户，共{total['lines']}笔，详见所附发放花名册",
        delivery=f"实物：{batch.goods}" if batch.delivery == Delivery.GOODS else str(batch.get_delivery_display()),
        lines=str(total["lines"]),
        amount=format_money(amount),
        in_words=in_words(amount),
        review_no=review.number if review else "",
        approved_on=long_day(review.finished_at) if review and review.finished_at else "",
        locked_by=batch.locked_by.name if batch.locked_by else "",
        locked_on=long_day(batch.locked_at) if batch.locked_at else "",
        voucher_no=batch.voucher_no,
        note=batch.note,
        is_draft=batch.locked_at is None,
    )
