"""States of batches, lines and stops, and which stops a person may override."""

from django.db import models


class BatchStatus(models.TextChoices):
    """How far a batch has come; its lines may be changed in DRAFT and RETURNED only."""

    DRAFT = "draft", "编制中"
    REVIEWING = "reviewing", "审批中"
    RETURNED = "returned", "已退回"
    APPROVED = "approved", "已批准，待锁定"
    LOCKED = "locked", "已锁定，发放中"
    CLOSED = "closed", "已办结"
    REFUSED = "refused", "未批准"
    CANCELLED = "cancelled", "已作废"


EDITABLE = (BatchStatus.DRAFT, BatchStatus.RETURNED)
# Handed in and not locked yet: its lines are as good as paid, and not in the books.
SUBMITTED = (BatchStatus.REVIEWING, BatchStatus.APPROVED)
# Its money is in the books.
BOOKED_BATCH = (BatchStatus.LOCKED, BatchStatus.CLOSED)
# Nothing was paid, and nothing will be.
ENDED_UNPAID = (BatchStatus.REFUSED, BatchStatus.CANCELLED)
BATCH_MOVES = (
    (BatchStatus.DRAFT, BatchStatus.REVIEWING),
    (BatchStatus.DRAFT, BatchStatus.CANCELLED),
    (BatchStatus.REVIEWING, BatchStatus.RETURNED),
    (BatchStatus.REVIEWING, BatchStatus.APPROVED),
    (BatchStatus.REVIEWING, BatchStatus.REFUSED),
    (BatchStatus.REVIEWING, BatchStatus.DRAFT),
    (BatchStatus.RETURNED, BatchStatus.REVIEWING),
    (BatchStatus.RETURNED, BatchStatus.DRAFT),
    (BatchStatus.RETURNED, BatchStatus.REFUSED),
    (BatchStatus.APPROVED, BatchStatus.LOCKED),
    (BatchStatus.APPROVED, BatchStatus.CANCELLED),
    (BatchStatus.LOCKED, BatchStatus.CLOSED),
)


class PaymentStatus(models.TextChoices):
    """Where one line stands. Money is booked from LOCKED on; FAILED has given it back to the budget."""

    PROPOSED = "proposed", "拟发放"
    DROPPED = "dropped", "已移出"
    LOCKED = "locked", "待发放"
    SENT = "sent", "已报银行"
    PAID = "paid", "已发放"
    FAILED = "failed", "发放未成"


# Lines that hold money of the budget, and that count for "one purpose once per period".
BOOKED = (PaymentStatus.LOCKED, PaymentStatus.SENT, PaymentStatus.PAID)
# Booked lines that wait to hear what became of them.
AWAITED = (PaymentStatus.LOCKED, PaymentStatus.SENT)
# Lines that were booked once, whatever became of them.
EVER_BOOKED = (*BOOKED, PaymentStatus.FAILED)
PAYMENT_MOVES = (
    (PaymentStatus.PROPOSED, PaymentStatus.DROPPED),
    (PaymentStatus.DROPPED, PaymentStatus.PROPOSED),
    (PaymentStatus.PROPOSED, PaymentStatus.LOCKED),
    (PaymentStatus.LOCKED, PaymentStatus.SENT),
    (PaymentStatus.LOCKED, PaymentStatus.PAID),
    (PaymentStatus.LOCKED, PaymentStatus.FAILED),
    (PaymentStatus.SENT, PaymentStatus.PAID),
    (PaymentStatus.SENT, PaymentStatus.FAILED),
)


class BuiltFrom(models.TextChoices):
    """Where a line of a batch comes from."""

    FILTER = "filter", "按条件筛选"
    LIST = "list", "逐户添加"
    WORKBOOK = "workbook", "表格导入"
    REQUEST = "request", "单户申请"
    AGAIN = "again", "退回补发"


class StopKind(models.TextChoices):
    """Reasons not to pay a line (停发事由)."""

    NOT_ON_FILE = "not_on_file", "不在档"
    TAPERING = "tapering", "渐退期不享受该项目"
    DECEASED = "deceased", "受益人已去世或离户"
    TWO_ARCHIVES = "two_archives", "疑似重复建档"
    OVER_CEILING = "over_ceiling", "超过标准"
    NO_RULE = "no_rule", "没有适用的发放标准"
    SAME_PURPOSE = "same_purpose", "本期已发放同一项目"
    FUND_LEVEL = "fund_level", "资金不得用于该级档案"
    FUND_PROJECT = "fund_project", "资金不得用于该项目"
    NO_ACCOUNT = "no_account", "没有银行账号"
    BAD_ACCOUNT = "bad_account", "银行账号校验不符"
    STRANGER = "stranger", "账户不属于该户"
    BILL_USED = "bill_used", "票据已使用"
    NO_BILL = "no_bill", "缺少票据"
    NO_PAPERS = "no_papers", "缺少所需材料"
    REVIEW_PENDING = "review_pending", "档案正在审核"
    INCOME_ABOVE = "income_above", "收入高于认定线"


# What a signed reason cannot mend: the fact itself must be put right, or the line dropped.
FIRM_STOPS = frozenset(
    {
        StopKind.NOT_ON_FILE,
        StopKind.DECEASED,
        StopKind.FUND_LEVEL,
        StopKind.FUND_PROJECT,
        StopKind.NO_ACCOUNT,
        StopKind.BAD_ACCOUNT,
        StopKind.BILL_USED,
        StopKind.NO_BILL,
    }
)


class StopState(models.TextChoices):
    """What became of a reason not to pay."""

    OPEN = "open", "待处理"
    RESOLVED = "resolved", "已消除"
    DROPPED = "dropped", "已移出"
    OVERRIDDEN = "overridden", "准予发放"
