"""Codes of third-party verification."""

from django.db import models


class PopulationClass(models.TextChoices):
    """Whom a sample is drawn from (domain reference 5.4)."""

    ON_FILE = "on_file", "在档"
    EXITED = "exited", "已脱困"
    CANCELLED = "cancelled", "已注销"
    NOT_FILED = "not_filed", "未建档"


class ProjectStatus(models.TextChoices):
    """How far a project is; it goes on in this order and never back."""

    DRAFT = "draft", "筹备"
    DRAWN = "drawn", "已抽样"
    RUNNING = "running", "入户核查"
    JUDGING = "judging", "认定"
    CLOSED = "closed", "已结束"


class Allocation(models.TextChoices):
    """How a sample is divided among its strata."""

    PROPORTIONAL = "proportional", "按户数比例"
    EQUAL = "equal", "各层相等"
    CENSUS = "census", "全部核查"


class Region(models.TextChoices):
    """By which unions a population is divided into strata."""

    WHOLE = "whole", "不分地区"
    PREFECTURE = "prefecture", "按州市（产业）"
    COUNTY = "county", "按县（市、区）"


class QuestionKind(models.TextChoices):
    """What an answer may be."""

    YES_NO = "yes_no", "是/否"
    CHOICE = "choice", "单选"
    CHOICES = "choices", "多选"
    MONEY = "money", "金额（元）"
    NUMBER = "number", "整数"
    SCALE = "scale", "五级满意度"
    TEXT = "text", "文字"
    EACH_MEASURE = "each_measure", "逐项帮扶措施"
    EACH_AID = "each_aid", "逐笔帮扶资金"


class Round(models.TextChoices):
    """Which visit to a sampled household an interview is."""

    FIRST = "first", "首访"
    BLIND = "blind", "复访"
    PHONE = "phone", "电话回访"


class InterviewStatus(models.TextChoices):
    """How far an interview is; one that was sent back goes into the field again."""

    ASSIGNED = "assigned", "已分派"
    ACCEPTED = "accepted", "已接收"
    IN_FIELD = "in_field", "调查中"
    SUBMITTED = "submitted", "已提交"
    RETURNED = "returned", "已退回"
    AGREED = "agreed", "已认可"
    DROPPED = "dropped", "已替换"


# An assessor may still write.
WRITABLE = (InterviewStatus.ACCEPTED, InterviewStatus.IN_FIELD, InterviewStatus.RETURNED)
# An errand that somebody has still to finish.
UNFINISHED = (InterviewStatus.ASSIGNED, *WRITABLE)
# The answers count.
ANSWERED = (InterviewStatus.SUBMITTED, InterviewStatus.AGREED)


class LeftReason(models.TextChoices):
    """Why a sampled household cannot be asked; the next of its stratum is asked instead."""

    MOVED = "moved", "迁离本地"
    ABSENT = "absent", "三次上门未遇"
    REFUSED = "refused", "拒绝受访"
    NOT_FOUND = "not_found", "查无此户"
    DECEASED = "deceased", "职工死亡且无共同生活家属"


class PhotoKind(models.TextChoices):
    """What an assessor brings back from a household beside the answers; both may be left out."""

    PHOTO = "photo", "照片"
    SIGNATURE = "signature", "签字"


class Outcome(models.TextChoices):
    """What a verification finds of a household (domain reference 5.4)."""

    CORRECT = "correct", "正确"
    WRONGLY_FILED = "wrongly_filed", "错评"
    MISSED = "missed", "漏评"
    WRONGLY_EXITED = "wrongly_exited", "错退"
    OVERDUE = "overdue", "漏退"
    WRONG_FACTS = "wrong_facts", "信息错误"


# What each class can be found to be: a household that never had an archive cannot have left it wrongly.
OUTCOMES_OF = {
    PopulationClass.ON_FILE: (Outcome.CORRECT, Outcome.WRONGLY_FILED, Outcome.OVERDUE, Outcome.WRONG_FACTS),
    PopulationClass.EXITED: (Outcome.CORRECT, Outcome.WRONGLY_EXITED, Outcome.WRONG_FACTS),
    PopulationClass.CANCELLED: (Outcome.CORRECT, Outcome.WRONGLY_EXITED, Outcome.WRONG_FACTS),
    PopulationClass.NOT_FILED: (Outcome.CORRECT, Outcome.MISSED),
}


class FindingStatus(models.TextChoices):
    """How far a finding is: two people decide, the union may contest, a third person settles what is in dispute."""

    PROPOSED = "proposed", "待认定"
    FIRST = "first", "待第二人认定"
    SPLIT = "split", "两人意见不一"
    DECIDED = "decided", "已认定"
    CONTESTED = "contested", "申辩中"
    SETTLED = "settled", "已裁定"


# What the unions may know of.
KNOWN_TO_UNIONS = (FindingStatus.DECIDED, FindingStatus.CONTESTED, FindingStatus.SETTLED)
# The outcome counts in the rates.
FINAL = KNOWN_TO_UNIONS
# A third person has to say.
IN_DISPUTE = (FindingStatus.SPLIT, FindingStatus.CONTESTED)


class Verdict(models.TextChoices):
    """What a sample allows to say of a rate and its standard."""

    MET = "met", "达标"
    NOT_MET = "not_met", "未达标"
    UNSURE = "unsure", "样本不足以判断"
    NO_STANDARD = "no_standard", "未设标准"
    NOTHING = "nothing", "没有抽查数据"
    WITHHELD = "withheld", "为受访户保密，不列出"


class Origin(models.TextChoices):
    """What a rectification comes of."""

    FINDING = "finding", "第三方核查"
    GRIEVANCE = "grievance", "信访申诉"
    FAULT = "fault", "数据质量"
    INSPECTION = "inspection", "工作检查"


class RectificationStatus(models.TextChoices):
    """How far the mending of what was found wrong is; another than who mends it says that it is done."""

    OPEN = "open", "待整改"
    DONE = "done", "待验收"
    RETURNED = "returned", "退回整改"
    VERIFIED = "verified", "已验收"
    WITHDRAWN = "withdrawn", "已撤回"


# Who is to mend it has still to do something.
TO_MEND = (RectificationStatus.OPEN, RectificationStatus.RETURNED)
# Nobody has to do anything any more.
ENDED = (RectificationStatus.VERIFIED, RectificationStatus.WITHDRAWN)


class RectificationStepKind(models.TextChoices):
    """What was done about a rectification."""

    OPENED = "opened", "下发整改"
    ASSIGNED = "assigned", "调整责任人、验收人或期限"
    DONE = "done", "报告整改完成"
    RETURNED = "returned", "退回"
    VERIFIED = "verified", "验收通过"
    WITHDRAWN = "withdrawn", "撤回整改"
