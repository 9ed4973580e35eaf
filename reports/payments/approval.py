"""资金发放审批表: what is to be paid to whom out of what, by unit and category, and what was decided."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, ClassVar

from django.db.models import Count, Sum
from django.db.models.functions import Left

from assistance.models import Batch, Stop
from assistance.payments.enums import StopState
from core.money import ZERO, format_money, in_words
from households.enums import Category
from organizations.models import Union, User
from reports.booklet.data import text
from reports.booklet.parts.words import moment
from reports.forms.case import Posted, notices_of
from reports.forms.data import Opinion, PrintedForm, in_pairs
from reports.forms.loading import with_records
from reports.forms.opinions import opinion_of, standing_records
from reviews.enums import StepKind
from reviews.models import Review

BLANK = "经审核，□同意 □不同意 发放。"
USUAL = ("县级审核", "县级审批")
ITSELF = "本级直接建档"


@dataclass(frozen=True)
class Part:
    """One heading with how many lines it has and how much."""

    name: str = text("单位或类别")
    lines: str = ""
    amount: str = ""


@dataclass(frozen=True)
class Override:
    """One reason not to pay that somebody has answered for."""

    name: str = text("姓名")
    kind: str = text("停发事由")
    reason: str = text("准予发放的理由")
    by: str = text("处理人")


@dataclass(frozen=True, kw_only=True)
class PaymentApproval(PrintedForm):
    """The batch in figures, its notice, the stops that were overridden, and a box for each decision."""

    title: ClassVar[str] = "帮扶资金发放审批表"
    template: ClassVar[str] = "reports/forms/payment_approval.html"
    label: ClassVar[str] = "批次编号"
    heading: str = text("批次名称")
    union: str = text("申请单位")
    review_no: str = text("审批编号")
    item: str = text("帮扶项目")
    period: str = text("发放期")
    fund: str = text("资金来源")
    delivery: str = text("发放方式")
    goods: str = text("实物名称和规格")
    lines: str = ""
    amount: str = ""
    in_words: str = ""
    note: str = text("说明")
    drawn_by: str = text("编制人")
    submitted_on: str = ""
    checked: str = ""
    units: tuple[Part, ...] = field(default=(), metadata={"label": "分单位"})
    categories: tuple[Part, ...] = field(default=(), metadata={"label": "分类别"})
    notices: tuple[Posted, ...] = field(default=(), metadata={"label": "公示"})
    overrides: tuple[Override, ...] = field(default=(), metadata={"label": "停发处理"})
    opinions: tuple[Opinion, ...] = field(default=(), metadata={"label": "意见"})

    @property
    def boxes(self) -> list[tuple[Opinion, Opinion | None]]:
        """The drawer's signature and the opinions, two beside each other."""
        said = "经停发核查，发放对象、金额和账户核对无误，现提交审批。"
        return in_pairs((Opinion("经办人", said, hand="经办人签字："), *self.opinions))


def load_approval(batch: Batch, *, by: User | None = None) -> PaymentApproval:
    """Return the approval form of a batch (``for_list``); up to ten queries."""
    lines = batch.payments.standing().filter(again_of=None).order_by()
    total = lines.aggregate(lines=Count("pk"), amount=Sum("amount"))
    amount = total["amount"] or ZERO
    review = _review_of(batch)
    return PaymentApproval(
        number=batch.number,
        whose=batch.union.name,
        heading=batch.title,
        union=batch.union.name,
        review_no=review.number if review else "",
        item=batch.item.name,
        period=batch.period_name,
        fund=f"{batch.budget.year}年{batch.budget.fund.name}",
        delivery=str(batch.get_delivery_display()),
        goods=batch.goods,
        lines=str(total["lines"]),
        amount=format_money(amount),
        in_words=in_words(amount),
        note=batch.note,
        drawn_by=batch.drawn_by.name,
        submitted_on=moment(batch.submitted_at)[:10] if batch.submitted_at else "",
        checked=moment(batch.checked_at) if batch.checked_at else "",
        units=tuple(_units(batch, lines)),
        categories=tuple(_categories(lines)),
        notices=notices_of(review) if review else (),
        overrides=tuple(_override(stop) for stop in _overridden(batch)),
        opinions=decisions_of(review),
    )


def _review_of(batch: Batch) -> Review | None:
    if batch.review_id is None:
        return None
    reviews = with_records(Review.objects.filter(pk=batch.review_id))
    return reviews.first()


def decisions_of(review: Review | None) -> tuple[Opinion, ...]:
    """Return a box for each deciding step of the review, or those of the usual two while there is none."""
    if review is None:
        return tuple(Opinion(f"{name}意见", BLANK) for name in USUAL)
    standing = standing_records(review)
    steps = [step for step in review.procedure.steps.all() if step.kind == StepKind.DECIDE]
    return tuple(opinion_of(f"{step.name}意见", standing.get(step.pk), BLANK) for step in steps)


def _units(batch: Batch, lines: Any) -> Iterable[Part]:
    """Sum up by the unions directly below the one that pays; what it filed itself comes last."""
    length = len(batch.union.path) + Union.steplen
    rows = lines.values(place=Left("union_path", length)).annotate(lines=Count("pk"), amount=Sum("amount"))
    found = {row["place"]: row for row in rows}
    names = dict(Union.objects.filter(path__in=found).order_by("path").values_list("path", "name"))
    below = [path for path in names if path != batch.union.path]
    own = [batch.union.path] if batch.union.path in found else []
    for path in (*below, *own):
        name = ITSELF if path == batch.union.path else names[path]
        yield _part(name, found[path]["lines"], found[path]["amount"])


def _categories(lines: Any) -> Iterable[Part]:
    rows = lines.values("household__category").annotate(lines=Count("pk"), amount=Sum("amount"))
    found = {row["household__category"]: row for row in rows}
    for code, label in Category.choices:
        if code in found:
            yield _part(str(label), found[code]["lines"], found[code]["amount"])


def _part(name: str, lines: int, amount: Decimal) -> Part:
    return Part(name, str(lines), format_money(amount))


def _overridden(batch: Batch) -> Iterable[Stop]:
    stops = Stop.objects.filter(payment__batch=batch, state=StopState.OVERRIDDEN)
    return stops.select_related("payment__household", "by").order_by("payment__position", "pk")


def _override(stop: Stop) -> Override:
    by = f"{stop.by.name}\n{moment(stop.at)[:10]}" if stop.by and stop.at else ""
    return Override(stop.payment.household.head_name, f"{stop.get_kind_display()}：{stop.detail}", stop.reason, by)
