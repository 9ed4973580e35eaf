"""What a ceiling is counted for, and by which formula."""

from django.db import models


class Per(models.TextChoices):
    """Who has the right once in a period."""

    HOUSEHOLD = "household", "每户"
    PERSON = "person", "每人"


class Period(models.TextChoices):
    """In which period the purpose is paid once (or as often as the rule says)."""

    YEAR = "year", "年度"
    SCHOOL_YEAR = "school_year", "学年"
    MONTH = "month", "月"
    ONCE = "once", "一次性"
    STAGE = "stage", "每学段一次"


class Formula(models.TextChoices):
    """How the amount of a case is found."""

    FIXED = "fixed", "定额"
    MONTHS = "months", "低保标准的月数"
    SHARE = "share", "自付费用的比例"


class Stage(models.TextChoices):
    """Stages of schooling that aid tells apart (domain reference 6.3)."""

    COMPULSORY = "compulsory", "义务教育"
    HIGH_SCHOOL = "high_school", "普通高中"
    VOCATIONAL = "vocational", "中职（技校）"
    COLLEGE = "college", "全日制高等教育"
    NEW_VOCATIONAL = "new_vocational", "当年中考升入中职（高职）"
    NEW_COLLEGE = "new_college", "当年高考升入高校"


class BillKind(models.TextChoices):
    MEDICAL = "medical", "医药费票据"
    TUITION = "tuition", "学费票据"
    OTHER = "other", "其他票据"
