"""Kinds and levels of steps, what a procedure is for, states and outcomes of a review."""

from django.db import models

from organizations.enums import UnionKind


class Subject(models.TextChoices):
    """What a procedure decides about."""

    ENTRY = "entry", "入档"
    EXIT = "exit", "脱困退出"
    CANCEL = "cancel", "注销"
    CHANGE = "change", "档案变更"
    RELIEF = "relief", "解困认定"
    RETURN = "return", "恢复在档"
    AID = "aid", "单户帮扶"
    PAYMENT = "payment", "资金发放"


# Who has to agree depends on how much it is.
BY_AMOUNT = frozenset({Subject.PAYMENT, Subject.AID})


class StepKind(models.TextChoices):
    """The five kinds of steps of 12231."""

    APPLY = "apply", "申请"
    APPRAISE = "appraise", "评议"
    NOTICE = "notice", "公示"
    DECIDE = "decide", "审定"
    ASSESS = "assess", "考核"


class StepLevel(models.TextChoices):
    """Which union acts: the filing union itself, or the nearest above it of this level."""

    GRASSROOTS = "grassroots", "基层"
    COUNTY = "county", "县级"
    PREFECTURE = "prefecture", "州市级"
    PROVINCE = "province", "省级"


LEVEL_RANK = {StepLevel.GRASSROOTS: 0, StepLevel.COUNTY: 2, StepLevel.PREFECTURE: 3, StepLevel.PROVINCE: 4}
# An industry system stands beside the prefectures (domain reference 0.3) and acts for the county level as well.
UNION_RANK = {
    UnionKind.GRASSROOTS: 0,
    UnionKind.TOWNSHIP: 1,
    UnionKind.COUNTY: 2,
    UnionKind.INDUSTRY: 3,
    UnionKind.PREFECTURE: 3,
    UnionKind.PROVINCE: 4,
}


class ReviewStatus(models.TextChoices):
    OPEN = "open", "办理中"
    RETURNED = "returned", "已退回"
    PASSED = "passed", "已通过"
    REFUSED = "refused", "未通过"
    WITHDRAWN = "withdrawn", "已撤回"


LIVE = (ReviewStatus.OPEN, ReviewStatus.RETURNED)


class Outcome(models.TextChoices):
    """How one step ended in one round."""

    PASS = "pass", "同意"
    RETURN = "return", "退回"
    REFUSE = "refuse", "不同意"
    WITHDRAW = "withdraw", "撤回"


class NoticeStatus(models.TextChoices):
    DRAFT = "draft", "待张贴"
    RUNNING = "running", "公示中"
    CLOSED = "closed", "已结束"
    WITHDRAWN = "withdrawn", "已撤下"


LIVE_NOTICES = (NoticeStatus.DRAFT, NoticeStatus.RUNNING)


class NoticeStage(models.TextChoices):
    """The states of a notice as the lists tell them apart: a running one by its days; SOON goes across."""

    DRAFT = "draft", "待张贴"
    RUNNING = "running", "公示中"
    PAUSED = "paused", "异议处理中"
    SOON = "soon", "公示将满"
    ENDED = "ended", "待结束"
    CLOSED = "closed", "已结束"
    WITHDRAWN = "withdrawn", "已撤下"


class ObjectionKind(models.TextChoices):
    NAMED = "named", "实名"
    ANONYMOUS = "anonymous", "匿名"
