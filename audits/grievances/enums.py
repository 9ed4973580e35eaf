"""Codes of grievances."""

from django.db import models


class Channel(models.TextChoices):
    """How a grievance came."""

    PAGE = "page", "网上"
    PHONE = "phone", "来电"
    VISIT = "visit", "来访"
    LETTER = "letter", "来信"


class GrievanceCategory(models.TextChoices):
    """What a grievance is about."""

    RESULT = "result", "认定结果"
    FUNDS = "funds", "资金发放"
    HELP = "help", "帮扶不到位"
    CONDUCT = "conduct", "工作作风"
    NOTICE = "notice", "公示异议"
    OTHER = "other", "其他"


class GrievanceStatus(models.TextChoices):
    """How far a grievance is; one that is handed to another union waits there to be accepted."""

    RECEIVED = "received", "待受理"
    ASSIGNED = "assigned", "办理中"
    ANSWERED = "answered", "已答复"
    DECLINED = "declined", "不予受理"
    APPEALED = "appealed", "复查中"
    REANSWERED = "reanswered", "已复查"
    CLOSED = "closed", "已办结"


# Nothing has been answered yet: the clock runs.
UNANSWERED = (GrievanceStatus.RECEIVED, GrievanceStatus.ASSIGNED)
# Whoever complained may ask for another person's word.
APPEALABLE = (GrievanceStatus.ANSWERED, GrievanceStatus.DECLINED)
LEGAL: list[tuple[str, str]] = [
    (GrievanceStatus.RECEIVED, GrievanceStatus.ASSIGNED),
    (GrievanceStatus.RECEIVED, GrievanceStatus.DECLINED),
    (GrievanceStatus.ASSIGNED, GrievanceStatus.RECEIVED),
    (GrievanceStatus.ASSIGNED, GrievanceStatus.ANSWERED),
    (GrievanceStatus.ANSWERED, GrievanceStatus.APPEALED),
    (GrievanceStatus.ANSWERED, GrievanceStatus.CLOSED),
    (GrievanceStatus.DECLINED, GrievanceStatus.APPEALED),
    (GrievanceStatus.DECLINED, GrievanceStatus.CLOSED),
    (GrievanceStatus.APPEALED, GrievanceStatus.REANSWERED),
    (GrievanceStatus.REANSWERED, GrievanceStatus.CLOSED),
]


class Finding(models.TextChoices):
    """What was found of a grievance."""

    FOUNDED = "founded", "属实"
    PARTLY = "partly", "部分属实"
    UNFOUNDED = "unfounded", "不属实"


# What was complained of was right, if in part.
RIGHT = (Finding.FOUNDED, Finding.PARTLY)


class Proof(models.TextChoices):
    """By what somebody shows in person who they are."""

    IDENTITY = "identity", "居民身份证"
    MEMBER = "member", "工会会员证"
    OTHER = "other", "其他有效证件"


class StepKind(models.TextChoices):
    """What was done with a grievance."""

    RECEIVED = "received", "收到"
    ASSIGNED = "assigned", "受理分派"
    HANDED = "handed", "转办"
    EXTENDED = "extended", "延期"
    DECLINED = "declined", "不予受理"
    ANSWERED = "answered", "答复"
    APPEALED = "appealed", "申请复查"
    REANSWERED = "reanswered", "复查答复"
    CLOSED = "closed", "办结"
    AVOIDED = "avoided", "回避"
    LINKED = "linked", "关联档案"
    RECODED = "recoded", "补发查询码"
    SENT = "sent", "下发整改"
    MENDED = "mended", "整改完成"
    UNSENT = "unsent", "撤回整改"


class FileStage(models.TextChoices):
    """With which words a file came."""

    SAID = "said", "反映时"
    ANSWERED = "answered", "答复时"
    APPEALED = "appealed", "申请复查时"
    REANSWERED = "reanswered", "复查时"


# What whoever complained may read of the files of the office.
FOR_THE_PERSON = (FileStage.ANSWERED, FileStage.REANSWERED)
