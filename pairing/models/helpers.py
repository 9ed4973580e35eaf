"""Who helps: helping units with their cadres, and the stations of the network of aid."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from core import masking
from households import codelists
from organizations.models import Union
from pairing.enums import LEADING, Language, Rank, StationLevel, UnitKind
from pairing.querysets import CadreQuerySet, HelpingUnitQuerySet, StationQuerySet


class HelpingUnit(models.Model):
    """A department, enterprise or other body that helps households (帮扶单位)."""

    union = models.ForeignKey(Union, models.PROTECT, related_name="helping_units", verbose_name="所在地工会")
    name = models.CharField("名称", max_length=80)
    kind = models.CharField("单位类型", max_length=12, choices=UnitKind.choices, default=UnitKind.DEPARTMENT)
    contact_name = models.CharField("联系人", max_length=40, blank=True)
    phone = models.CharField("联系电话", max_length=20, blank=True)
    is_active = models.BooleanField("在用", default=True)

    objects = HelpingUnitQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "帮扶单位"
        ordering = ["union", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["union", "name"], name="helping_unit_once", violation_error_message="该地已有同名帮扶单位。"
            )
        ]

    def __str__(self) -> str:
        return self.name


class Cadre(models.Model):
    """A person who helps households (帮扶干部); may have an account and then logs visits alone."""

    union = models.ForeignKey(Union, models.PROTECT, related_name="cadres", verbose_name="所在地工会")
    unit = models.ForeignKey(
        HelpingUnit, models.PROTECT, null=True, blank=True, related_name="cadres", verbose_name="帮扶单位"
    )
    name = models.CharField("姓名", max_length=60)
    position = models.CharField("职务", max_length=40, blank=True)
    rank = models.CharField("职级", max_length=16, choices=Rank.choices, default=Rank.STAFF)
    phone = models.CharField("电话", max_length=20, blank=True)
    ethnicity = models.CharField("民族", max_length=10, choices=codelists.ETHNICITY, blank=True)
    languages = ArrayField(
        models.CharField(max_length=8, choices=Language.choices),
        verbose_name="会说的民族语言",
        default=list,
        blank=True,
    )
    most_households = models.PositiveSmallIntegerField(
        "最多结对户数", null=True, blank=True, help_text="不填按本系统的统一上限"
    )
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="cadre", verbose_name="账号"
    )
    is_active = models.BooleanField("在任", default=True)

    objects = CadreQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "帮扶干部"
        ordering = ["union", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["union", "name", "phone"],
                name="cadre_once",
                violation_error_message="已有同名同电话的帮扶干部。",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def masked_phone(self) -> str:
        return masking.mask_phone(self.phone)

    @property
    def is_leading(self) -> bool:
        """Tell whether the cadre is a leader, who helps one household (领导一对一)."""
        return self.rank in LEADING

    @property
    def ceiling(self) -> int:
        """How many households the cadre helps at most: what the own row says, else what holds for the rank."""
        usual = settings.LEADER_HOUSEHOLDS if self.is_leading else settings.CADRE_MAX_HOUSEHOLDS
        return usual if self.most_households is None else self.most_households

    @property
    def language_names(self) -> str:
        return "、".join(str(Language(language).label) for language in self.languages)


class Station(models.Model):
    """One point of the five-level network (五级网络), with the card of whom to go to."""

    union = models.ForeignKey(Union, models.PROTECT, related_name="stations", verbose_name="所属工会")
    level = models.CharField("层级", max_length=12, choices=StationLevel.choices)
    name = models.CharField("名称", max_length=80)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name="上级站点"
    )
    address = models.CharField("地址", max_length=120, blank=True)
    contact_name = models.CharField("联系人", max_length=40)
    phone = models.CharField("联系电话", max_length=20)
    hours = models.CharField("服务时间", max_length=60, blank=True)
    services = models.CharField("服务内容", max_length=200, blank=True)
    is_active = models.BooleanField("在用", default=True)

    objects = StationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "援助站点"
        ordering = ["union", "level", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["union", "name"], name="station_once", violation_error_message="该工会已有同名站点。"
            )
        ]

    def __str__(self) -> str:
        return self.name
