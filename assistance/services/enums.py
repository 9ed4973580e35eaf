"""Kinds of services, and what became of those who took part."""

from django.db import models

from assistance.enums import AidProject


class ServiceKind(models.TextChoices):
    TRAINING = "training", "职业培训"
    MATCHING = "matching", "职业介绍"
    COUNSELLING = "counselling", "就业咨询指导"
    LEGAL = "legal", "法律援助"


# What the record of aid received calls each kind.
PROJECT_OF = {
    ServiceKind.TRAINING: AidProject.TRAINING,
    ServiceKind.MATCHING: AidProject.PLACEMENT,
    ServiceKind.COUNSELLING: AidProject.PLACEMENT,
    ServiceKind.LEGAL: AidProject.LEGAL,
}


class ServiceStatus(models.TextChoices):
    OPEN = "open", "报名和进行中"
    CLOSED = "closed", "已结束"
    CANCELLED = "cancelled", "已取消"


class EnrolmentStatus(models.TextChoices):
    ENROLLED = "enrolled", "已报名"
    WAITING = "waiting", "候补"
    COMPLETED = "completed", "已完成"
    ABSENT = "absent", "未参加"
    WITHDRAWN = "withdrawn", "已退出"


# Who stands on the list of a service; of these who holds one of its places.
ON_LIST = (EnrolmentStatus.ENROLLED, EnrolmentStatus.WAITING, EnrolmentStatus.COMPLETED)
HOLDS_PLACE = (EnrolmentStatus.ENROLLED, EnrolmentStatus.COMPLETED)
# For whom attendance is entered: who waits or came off the list was not expected.
EXPECTED = (*HOLDS_PLACE, EnrolmentStatus.ABSENT)
NEVER_EXPECTED = (EnrolmentStatus.WAITING, EnrolmentStatus.WITHDRAWN)
FOLLOW_UP_MONTHS = (3, 6)


class Work(models.TextChoices):
    """What a look after some months found."""

    EMPLOYED = "employed", "已就业"
    SELF_EMPLOYED = "self_employed", "自主创业（灵活就业）"
    LOOKING = "looking", "仍在求职"
    UNABLE = "unable", "不能就业"
    UNREACHED = "unreached", "未联系上"


AT_WORK = (Work.EMPLOYED, Work.SELF_EMPLOYED)
