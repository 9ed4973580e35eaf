"""Codes of the assessment of unions."""

from django.db import models


class SheetStatus(models.TextChoices):
    """How far a sheet is: written, in force with its cards, over with its results known."""

    DRAFT = "draft", "编制中"
    PUBLISHED = "published", "考核中"
    CLOSED = "closed", "已公布结果"


class ItemKind(models.TextChoices):
    """A heading, or what is scored: from a figure of the system, or by hand with evidence."""

    GROUP = "group", "考核类别"
    INDICATOR = "indicator", "系统计量"
    HAND = "hand", "人工评分"


SCORED = (ItemKind.INDICATOR, ItemKind.HAND)


class Sense(models.TextChoices):
    """What an item does to the total."""

    BASE = "base", "计分"
    BONUS = "bonus", "加分"
    MALUS = "malus", "扣分"


class Scale(models.TextChoices):
    """How points come out of a measured value (docs/algorithms/scores.md)."""

    LINEAR = "linear", "按比例"
    STEPS = "steps", "分档"
    PER_CASE = "per_case", "按数量"


class Basis(models.TextChoices):
    """What a mark rests on: a figure, nothing that could be counted, no figure of that day, or what people say."""

    COUNTED = "counted", "已计量"
    NOTHING = "nothing", "没有对象"
    UNKNOWN = "unknown", "没有数据"
    HAND = "hand", "人工评分"


class CardStatus(models.TextChoices):
    """How far the card of one union is; one that was sent back is open again."""

    OPEN = "open", "待自评"
    SELF_SCORED = "self_scored", "待核定"
    CHECKED = "checked", "已核定"
    PUBLISHED = "published", "已公布"
