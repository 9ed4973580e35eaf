"""Where money comes from, and what an entry of the ledger may be."""

from django.db import models

from assistance.enums import AidSource


class FundKind(models.TextChoices):
    """Sources of money (domain reference 6.1)."""

    CENTRAL = "central", "中央财政专项"
    PROVINCIAL = "provincial", "省级财政"
    LOCAL = "local", "地方财政"
    UPPER_UNION = "upper_union", "上级工会拨付"
    OWN_UNION = "own_union", "本级工会经费"
    DONATION = "donation", "社会捐助"
    SPECIAL = "special", "专项救助金"
    INTEREST = "interest", "专户利息"
    OTHER = "other", "其他合法收入"


# What the record of aid received (已享受帮扶政策资金) calls each source.
AID_SOURCE_OF = {
    FundKind.CENTRAL: AidSource.CENTRAL,
    FundKind.PROVINCIAL: AidSource.PROVINCIAL,
    FundKind.LOCAL: AidSource.LOCAL,
    FundKind.UPPER_UNION: AidSource.UNION,
    FundKind.OWN_UNION: AidSource.UNION,
    FundKind.DONATION: AidSource.DONATION,
    FundKind.SPECIAL: AidSource.OTHER,
    FundKind.INTEREST: AidSource.OTHER,
    FundKind.OTHER: AidSource.OTHER,
}


class EntryKind(models.TextChoices):
    """What an entry of the ledger is; its sign says whether the budget has more or less afterwards."""

    GRANT = "grant", "下达"
    ALLOCATE_IN = "allocate_in", "上级拨入"
    ALLOCATE_OUT = "allocate_out", "拨付下级"
    RETURN_IN = "return_in", "下级交回"
    RETURN_OUT = "return_out", "交回上级"
    TRANSFER_IN = "transfer_in", "调剂转入"
    TRANSFER_OUT = "transfer_out", "调剂转出"
    CARRY_IN = "carry_in", "上年结转"
    CARRY_OUT = "carry_out", "结转下年"
    ADJUST = "adjust", "调整"
    LAPSE = "lapse", "结余收回"
    PAYMENT = "payment", "发放"
    FAILED = "failed", "发放未成退回"
    REFUND = "refund", "退款追回"
    SERVICE = "service", "服务支出"
    SERVICE_BACK = "service_back", "服务支出冲回"


# Money that comes into a budget or leaves it for another one, beside what is spent.
INTO = (
    EntryKind.GRANT,
    EntryKind.ALLOCATE_IN,
    EntryKind.RETURN_IN,
    EntryKind.TRANSFER_IN,
    EntryKind.CARRY_IN,
    EntryKind.ADJUST,
)
OUT_OF = (
    EntryKind.ALLOCATE_OUT,
    EntryKind.RETURN_OUT,
    EntryKind.TRANSFER_OUT,
    EntryKind.CARRY_OUT,
    EntryKind.LAPSE,
)
SPENT = (
    EntryKind.PAYMENT,
    EntryKind.FAILED,
    EntryKind.REFUND,
    EntryKind.SERVICE,
    EntryKind.SERVICE_BACK,
)
# Two entries of one movement, which make zero together.
PAIRED = {
    EntryKind.ALLOCATE_OUT: EntryKind.ALLOCATE_IN,
    EntryKind.RETURN_OUT: EntryKind.RETURN_IN,
    EntryKind.TRANSFER_OUT: EntryKind.TRANSFER_IN,
    EntryKind.CARRY_OUT: EntryKind.CARRY_IN,
}
POSITIVE = (
    EntryKind.GRANT,
    *PAIRED.values(),
    EntryKind.FAILED,
    EntryKind.REFUND,
    EntryKind.SERVICE_BACK,
)
NEGATIVE = (*PAIRED, EntryKind.LAPSE, EntryKind.PAYMENT, EntryKind.SERVICE)
# Entries about one payment, and about one cost of a service.
OF_PAYMENT = (EntryKind.PAYMENT, EntryKind.FAILED, EntryKind.REFUND)
OF_CHARGE = (EntryKind.SERVICE, EntryKind.SERVICE_BACK)
