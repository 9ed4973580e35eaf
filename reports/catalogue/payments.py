"""发放花名册（明细）: every payment of a period, a batch, an item or a source, whoever pays."""

from operator import attrgetter
from typing import Any

import django_filters

from assistance.enums import AidProject, Delivery
from assistance.funds.enums import FundKind
from assistance.models import AidItem, Payment
from assistance.payments.enums import AWAITED, EVER_BOOKED, PaymentStatus
from assistance.payments.words import period_words
from core.spells import Spell
from organizations.enums import Number
from reports.catalogue.archives import PLACES
from reports.catalogue.base import Field, RegisterKind, Topic
from reports.catalogue.linefields import IDENTITY, LINE_FIELDS, PHONE, LineFilter, dated, worded, words_for
from reports.catalogue.lines import LineSource, worker_of
from reports.catalogue.periods import period_of
from reports.catalogue.query import Query
from reports.catalogue.readingon import TREE_OF_LINES
from reports.registers.data import Kind

WAITING, FAILED, ALL = "waiting", "failed", "all"
STATES = [(WAITING, "待发放"), (FAILED, "发放未成"), (ALL, "全部（含未成）")]
STATUSES: dict[str, tuple[str, ...]] = {
    "": (PaymentStatus.PAID,),
    WAITING: AWAITED,
    FAILED: (PaymentStatus.FAILED,),
    ALL: EVER_BOOKED,
}
BENEFICIARY, OF_FUND, REF, BRANCH = "beneficiary", "fund", "bank_ref", "bank_branch"


class PaymentFilter(LineFilter):
    """What payments are narrowed to: beside days also a batch by its number, an item, a source, and a state."""

    item = django_filters.ModelChoiceFilter(
        label="帮扶项目", field_name="batch__item", queryset=AidItem.objects.none(), empty_label="全部"
    )
    source = django_filters.ChoiceFilter(
        label="资金来源", field_name="batch__budget__fund__kind", choices=FundKind.choices, empty_label="全部"
    )
    batch = django_filters.CharFilter(label="批次编号", field_name="batch__number", max_length=40)
    delivery = django_filters.ChoiceFilter(
        label="发放方式", field_name="batch__delivery", choices=Delivery.choices, empty_label="全部"
    )
    state = django_filters.ChoiceFilter(label="状态", choices=STATES, method="as_they_are", empty_label="已发放")

    class Meta(LineFilter.Meta):
        model = Payment

    def __init__(self, query: Query, rows: Any) -> None:
        super().__init__(query, rows)
        self.filters["item"].queryset = AidItem.objects.visible_to(query.user)


def days_of(query: Query) -> Spell | None:
    """Return the days in which payments were made; none where a batch is listed whole, or what has no such day."""
    asked = query.asked
    if asked["state"] or asked["batch"] and not (asked["start"] or asked["end"]):
        return None
    return period_of(query)


def payments_of(query: Query) -> Any:
    """Return the payments that are asked."""
    rows: Any = Payment.objects.visible_to(query.user).annotate(worker=worker_of("household"))
    rows, period = rows.filter(status__in=STATUSES[query.asked["state"]]), days_of(query)
    return rows.filter(paid_on__range=(period.first, period.last)) if period else rows


COLUMNS = {
    "archive_no": "household__archive_no",
    "name": "household__head_name",
    "union": "union__name",
    "category": "household__category",
    "level": "household__level",
    IDENTITY: "worker__identity_no",
    PHONE: "worker__phone",
    BENEFICIARY: "member__name",
    "item": "batch__item__name",
    "project": "batch__item__project",
    "source": "batch__budget__fund__kind",
    OF_FUND: "batch__budget__fund__name",
    "batch": "batch__number",
    "period": "batch__period",
    "delivery": "batch__delivery",
    "payee": "payee_name",
    "bank": "bank",
    BRANCH: "bank_branch",
    "card_no": "card_no",
    "amount": "amount",
    "paid_on": "paid_on",
    "status": "status",
    REF: "bank_ref",
    "failed_reason": "failed_reason",
    "refunded": "refunded",
}


FIELDS = (
    *LINE_FIELDS,
    Field(BENEFICIARY, "受益人", 16, Kind.WORD, attrgetter(BENEFICIARY), needs=BENEFICIARY),
    Field("item", "帮扶项目", 26, Kind.TEXT, attrgetter("item")),
    Field("project", "统计归类", 20, Kind.WORD, worded("project", words_for(AidProject))),
    Field("source", "资金来源", 24, Kind.WORD, worded("source", words_for(FundKind))),
    Field(OF_FUND, "资金名称", 40, Kind.TEXT, attrgetter(OF_FUND), needs=OF_FUND),
    Field("batch", "批次编号", 36, Kind.CODE, attrgetter("batch")),
    Field("period", "发放期", 22, Kind.WORD, lambda line: period_words(line.period)),
    Field("delivery", "发放\n方式", 14, Kind.WORD, worded("delivery", words_for(Delivery))),
    Field("payee", "户名", 16, Kind.WORD, attrgetter("payee")),
    Field("bank", "开户银行", 28, Kind.TEXT, attrgetter("bank")),
    Field(BRANCH, "支行名称", 34, Kind.TEXT, attrgetter(BRANCH), needs=BRANCH),
    Field("card_no", "银行账号", 38, Kind.CODE, attrgetter("card_no"), number=Number.CARD),
    Field("amount", "金额", 24, Kind.MONEY, attrgetter("amount"), is_summed=True),
    Field("paid_on", "发放日期", 20, Kind.CODE, dated("paid_on")),
    Field("status", "状态", 18, Kind.WORD, worded("status", words_for(PaymentStatus))),
    Field(REF, "银行流水号", 34, Kind.CODE, attrgetter(REF), needs=REF),
    Field("failed_reason", "未成原因", 30, Kind.TEXT, attrgetter("failed_reason")),
    Field("refunded", "已追回", 22, Kind.MONEY, attrgetter("refunded"), is_summed=True),
)
SOURCE = LineSource(
    payments_of,
    COLUMNS,
    path="union_path",
    orders={
        "place": (*TREE_OF_LINES, "pk"),
        "day": ("paid_on", "batch_id", "position"),
        "batch": ("batch_id", "position"),
        "name": ("household__head_sort", "pk"),
        "amount": ("-amount", "pk"),
    },
    groups={
        "item": (("batch__item__name",), attrgetter("item")),
        "source": (("batch__budget__fund__kind",), worded("source", words_for(FundKind))),
        "batch": (("batch_id",), attrgetter("batch")),
    },
)

PAYMENTS = RegisterKind(
    name="payments",
    title="帮扶资金发放花名册（明细）",
    about="一段时间、一个批次或一个项目的每笔发放：姓名、账号、金额和发放日期；几十万行也能导出。",
    topic=Topic.MONEY,
    unit="笔",
    measure="单位：元",
    fields=FIELDS,
    usual=(
        *("no", "county", "union", "archive_no", "name", "identity_no", "category", "beneficiary", "item", "source"),
        *("delivery", "payee", "bank", "card_no", "amount", "paid_on"),
    ),
    orders={
        **{"place": "按建档单位", "day": "按发放日期", "batch": "按批次"},
        **{"name": "按姓名", "amount": "按金额从高到低"},
    },
    groupings={**PLACES, "item": "帮扶项目", "source": "资金来源", "batch": "批次编号"},
    filters=PaymentFilter,
    source=SOURCE,
    is_wide=True,
    has_words=True,
    period_of=days_of,
    note="职工姓名、困难类别、建档标准为档案现在的内容；户名、账号、金额为发放时的",
)
