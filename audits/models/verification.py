"""Third-party verification: the project, the population that it was drawn from, and the sample."""

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from audits.models.questionnaires import Questionnaire
from audits.verification.enums import Allocation, LeftReason, PopulationClass, ProjectStatus, Region
from audits.verification.querysets import OutsideQuerySet, SampleQuerySet, UnitQuerySet, VerificationQuerySet
from core import clock
from households.enums import Category, Cause
from households.models import Household
from organizations.models import Agency, Union

PERSON = settings.AUTH_USER_MODEL
# What a draw rests on: once drawn, a project keeps it.
DRAWN_FROM = (
    *("union_id", "exits_since", "classes", "confidence", "margin", "expected_rate", "allocation"),
    *(
        "least",
        "region",
        "by_category",
        "by_cause",
        "questionnaire_id",
        "seed",
        "snapshot_sha256",
        "drawn_at",
        "drawn_by_id",
    ),
)
KEEP_DRAW = f"""
BEGIN
    IF OLD.status <> 'draft' AND ({", ".join(f"NEW.{name}" for name in DRAWN_FROM)})
       IS DISTINCT FROM ({", ".join(f"OLD.{name}" for name in DRAWN_FROM)}) THEN
        RAISE EXCEPTION 'verification % keeps what its sample was drawn from', OLD.id;
    END IF;
    IF array_position(ARRAY['draft', 'drawn', 'running', 'judging', 'closed'], NEW.status::text)
       < array_position(ARRAY['draft', 'drawn', 'running', 'judging', 'closed'], OLD.status::text) THEN
        RAISE EXCEPTION 'verification % cannot go from % back to %', OLD.id, OLD.status, NEW.status;
    END IF;
    RETURN NEW;
END;
"""
KEEP_PLEDGE = """
IF OLD.status = 'draft' AND NEW.status <> 'draft' AND right(NEW.seed, 32) <>
   (SELECT secret FROM audits_seedpledge WHERE verification_id = NEW.id ORDER BY id DESC LIMIT 1) THEN
    RAISE EXCEPTION 'verification % is drawn with the seed that was pledged', OLD.id;
END IF;
RETURN NEW;
"""
# Another agency may go on as long as somebody is to be asked.
KEEP_AGENCY = """
IF NEW.agency_id <> OLD.agency_id AND OLD.status IN ('judging', 'closed') THEN
    RAISE EXCEPTION 'verification % keeps the agency that verified', OLD.id;
END IF;
RETURN NEW;
"""


def every_class() -> list[str]:
    """Return the classes that a verification asks of unless it says otherwise."""
    return [PopulationClass.ON_FILE, PopulationClass.EXITED]


def share(label: str, default: str, **kwargs) -> models.DecimalField:
    """Make a field for a share between 0 and 1."""
    bounds = [MinValueValidator(0), MaxValueValidator(1)]
    return models.DecimalField(label, max_digits=5, decimal_places=4, default=default, validators=bounds, **kwargs)


class Verification(models.Model):
    """One verification by an agency of the archives of a union (第三方核查项目), with all that its sample is made of.

    Shares lie between 0 and 1. ``seed`` decides the draw together with the population, whose hash is kept with it.
    """

    name = models.CharField("名称", max_length=60)
    union = models.ForeignKey(Union, models.PROTECT, related_name="verifications", verbose_name="组织单位")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="verifications", verbose_name="核查机构")
    starts_on = models.DateField("入户开始")
    ends_on = models.DateField("入户截止")
    exits_since = models.DateField("脱困、注销起始日", help_text="此日起脱困、注销的户列入核查总体。")
    classes = ArrayField(
        models.CharField(max_length=12, choices=PopulationClass.choices), verbose_name="核查对象", default=every_class
    )
    confidence = share("置信水平", "0.95")
    margin = share("允许误差", "0.05")
    expected_rate = share("预计比例", "0.5")
    allocation = models.CharField(
        "样本分配", max_length=12, choices=Allocation.choices, default=Allocation.PROPORTIONAL
    )
    least = models.PositiveSmallIntegerField("每层至少户数", default=1)
    region = models.CharField("地区分层", max_length=12, choices=Region.choices, default=Region.PREFECTURE)
    by_category = models.BooleanField("按困难类别分层", default=False)
    by_cause = models.BooleanField("按主要致困原因分层", default=False)
    blind_share = share("复访比例", "0.05")
    phone_share = share("电话回访比例", "0.10")
    questionnaire = models.ForeignKey(Questionnaire, models.PROTECT, related_name="+", verbose_name="调查问卷")
    contest_days = models.PositiveSmallIntegerField(
        "申辩期（工作日）", default=5, validators=[MinValueValidator(1), MaxValueValidator(60)]
    )
    status = models.CharField("状态", max_length=8, choices=ProjectStatus.choices, default=ProjectStatus.DRAFT)
    seed = models.CharField("随机种子", max_length=100, blank=True)
    snapshot_sha256 = models.CharField(
        "总体指纹", max_length=64, blank=True, validators=[RegexValidator(r"^[0-9a-f]{64}$")]
    )
    drawn_by = models.ForeignKey(PERSON, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="抽样人")
    drawn_at = models.DateTimeField("抽样时间", null=True, blank=True)
    created_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+", verbose_name="发起人")
    created_at = models.DateTimeField("发起时间", default=clock.now)

    objects = VerificationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "第三方核查"
        ordering = ["-starts_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="verification_ends_after_start",
                violation_error_message="入户截止日期不能早于开始日期。",
            ),
            models.UniqueConstraint(
                fields=["union", "name"], name="verification_name_once", violation_error_message="已有同名的核查。"
            ),
            models.CheckConstraint(
                condition=Q(status=ProjectStatus.DRAFT)
                | ~Q(seed="") & ~Q(snapshot_sha256="") & Q(drawn_at__isnull=False),
                name="drawn_with_seed_and_hash",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(name="keep_draw", operation=pgtrigger.Update, when=pgtrigger.Before, func=KEEP_DRAW),
            pgtrigger.Trigger(name="keep_agency", operation=pgtrigger.Update, when=pgtrigger.Before, func=KEEP_AGENCY),
            pgtrigger.Trigger(name="keep_pledge", operation=pgtrigger.Update, when=pgtrigger.Before, func=KEEP_PLEDGE),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("verification", args=[self.pk])

    @property
    def is_draft(self) -> bool:
        return self.status == ProjectStatus.DRAFT

    @property
    def is_drawn(self) -> bool:
        """Whether the sample is drawn and not yet shared out."""
        return self.status == ProjectStatus.DRAWN

    @property
    def asked_classes(self) -> list[PopulationClass]:
        """The classes that it asks of, in the order of the list."""
        return [group for group in PopulationClass if group in self.classes]


class OutsideHousehold(models.Model):
    """A household without an archive that a list of others names, such as those of 民政 on low income (未建档)."""

    verification = models.ForeignKey(Verification, models.CASCADE, related_name="outside", verbose_name="核查")
    number = models.CharField("编号", max_length=20)
    union = models.ForeignKey(Union, models.PROTECT, related_name="+", verbose_name="所在地工会")
    name = models.CharField("姓名", max_length=60)
    identity_no = models.CharField("身份证号", max_length=18, blank=True)
    phone = models.CharField("联系电话", max_length=20, blank=True)
    address = models.CharField("住址", max_length=120, blank=True)
    source = models.CharField("名单来源", max_length=60)

    objects = OutsideQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "未建档名单"
        ordering = ["verification", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["verification", "number"], name="outside_number_once", violation_error_message="编号重复。"
            )
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.name}"


class Stratum(models.Model):
    """A part of the population from which a sample of its own was drawn (层)."""

    verification = models.ForeignKey(Verification, models.CASCADE, related_name="strata", verbose_name="核查")
    population_class = models.CharField("核查对象", max_length=12, choices=PopulationClass.choices)
    union = models.ForeignKey(Union, models.PROTECT, related_name="+", verbose_name="地区")
    category = models.CharField("困难类别", max_length=16, choices=Category.choices, blank=True)
    cause = models.CharField("主要致困原因", max_length=16, choices=Cause.choices, blank=True)
    size = models.PositiveIntegerField("户数")
    sampled = models.PositiveIntegerField("抽取户数")

    class Meta:
        verbose_name = verbose_name_plural = "层"
        ordering = ["verification", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["verification", "population_class", "union", "category", "cause"], name="stratum_once"
            ),
            models.CheckConstraint(condition=Q(sampled__lte=F("size")), name="sampled_within_stratum"),
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        parts = [
            self.get_population_class_display(),
            self.union.name,
            self.get_category_display(),
            self.get_cause_display(),
        ]
        return " · ".join(part for part in parts if part)


class PopulationUnit(models.Model):
    """One household that could have been drawn, as it stood then: ``line`` is what goes into the hash.

    ``place`` is its place in the draw of its stratum; the first ``stratum.sampled`` are the sample.
    """

    verification = models.ForeignKey(Verification, models.CASCADE, related_name="population", verbose_name="核查")
    stratum = models.ForeignKey(Stratum, models.PROTECT, related_name="units", verbose_name="层")
    key = models.CharField("编号", max_length=20)
    household = models.ForeignKey(Household, models.PROTECT, null=True, related_name="+", verbose_name="档案")
    outside = models.ForeignKey(OutsideHousehold, models.PROTECT, null=True, related_name="+", verbose_name="未建档户")
    union = models.ForeignKey(Union, models.PROTECT, related_name="+", verbose_name="建档单位")
    line = models.CharField("登记内容", max_length=200)
    place = models.PositiveIntegerField("抽样次序")

    objects = UnitQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "核查总体"
        ordering = ["stratum", "place"]
        constraints = [
            models.UniqueConstraint(fields=["verification", "key"], name="population_key_once"),
            models.UniqueConstraint(fields=["stratum", "place"], name="population_place_once"),
            models.CheckConstraint(
                condition=Q(household__isnull=True) ^ Q(outside__isnull=True), name="unit_of_archive_or_list"
            ),
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return self.key

    @property
    def name(self) -> str:
        """Who is asked: the worker of the archive, or the name on the list of others."""
        return self.household.head_name if self.household else self.outside.name if self.outside else self.key


class SampleUnit(models.Model):
    """One household that is to be asked; who leaves the sample stays in it with the reason, beside who replaces it."""

    verification = models.ForeignKey(Verification, models.CASCADE, related_name="sample", verbose_name="核查")
    unit = models.OneToOneField(PopulationUnit, models.PROTECT, related_name="sampled", verbose_name="户")
    stratum = models.ForeignKey(Stratum, models.PROTECT, related_name="sample", verbose_name="层")
    replaces = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="replaced_by", verbose_name="替换"
    )
    left_reason = models.CharField("未访原因", max_length=12, choices=LeftReason.choices, blank=True)
    left_note = models.CharField("未访说明", max_length=300, blank=True)
    left_by = models.ForeignKey(PERSON, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="登记人")
    left_at = models.DateTimeField("登记时间", null=True, blank=True)

    objects = SampleQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "样本"
        ordering = ["verification", "stratum", "unit__place"]
        constraints = [
            models.CheckConstraint(
                condition=Q(left_reason="", left_at__isnull=True)
                | ~Q(left_reason="") & ~Q(left_note="") & Q(left_at__isnull=False),
                name="left_with_reason_and_words",
            )
        ]
        triggers = [pgtrigger.Protect(name="no_delete", operation=pgtrigger.Delete)]

    def __str__(self) -> str:
        return str(self.unit)

    @property
    def has_left(self) -> bool:
        return self.left_reason != ""
