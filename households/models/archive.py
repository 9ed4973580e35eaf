"""The archive itself (一户一档)."""

import pghistory
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Collate
from django.urls import reverse

from core import clock, masking
from households import codelists
from households.clearmask import ALL_CLEAR
from households.enums import (
    CATEGORIES,
    CLOSED_STATUSES,
    IN_CARE,
    MAX_PERSONS,
    MAX_SECONDARY_CAUSES,
    Category,
    Cause,
    Level,
    RuleVersion,
    Status,
)
from households.feed import feed_triggers
from households.gone import moved_trigger
from households.models.triggers import HOUSEHOLD_TRIGGERS
from households.querysets import HouseholdQuerySet
from organizations.models import DivisionCode, Union

DERIVED = [
    "union_path",
    "head_name",
    "head_sort",
    "work_unit",
    "cadre_names",
    "per_head",
    "clear_mask",
    "search",
    "updated_at",
]


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent(), exclude=DERIVED)
class Household(models.Model):
    """The archive of one household of a worker in hardship.

    The people are ``members``, the worker among them. The columns of DERIVED are summaries that actions and triggers
    keep, so that a list of any length reads one table; they are no facts of their own and have no history.
    """

    archive_no = models.CharField(
        "档案编号", max_length=15, unique=True, validators=[RegexValidator(r"^\d{15}$", "档案编号应为 15 位数字")]
    )
    union = models.ForeignKey(Union, models.PROTECT, related_name="households", verbose_name="建档单位")
    level = models.CharField("建档标准", max_length=12, choices=Level.choices)
    category = models.CharField("困难类别", max_length=16, choices=Category.choices)
    rule_version = models.CharField("认定规则", max_length=8, choices=RuleVersion.choices)
    status = models.CharField("状态", max_length=12, choices=Status.choices, default=Status.DRAFT)
    filed_on = models.DateField("建档日期", null=True, blank=True)
    relieved_on = models.DateField("解困认定日期", null=True, blank=True, help_text="解困：仍在档，困难已缓解")
    taper_until = models.DateField("渐退期至", null=True, blank=True)
    taper_aid = models.CharField("渐退期内保留的帮扶", max_length=200, blank=True)
    previous = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="later",
        verbose_name="上一份档案",
        help_text="返困时指向原档案",
    )

    hukou_division = models.CharField("户口所在地行政区划", max_length=60, blank=True)
    address = models.CharField("家庭住址", max_length=120, blank=True)
    postcode = models.CharField("邮政编码", max_length=6, blank=True)
    housing = models.CharField("住房类型", max_length=20, choices=codelists.HOUSING, blank=True)
    floor_area = models.DecimalField("建筑面积（平方米）", max_digits=7, decimal_places=2, null=True, blank=True)
    is_single_parent = models.BooleanField("是否单亲", default=False)
    can_help_itself = models.BooleanField("是否有一定自救能力", default=False)
    is_jobless = models.BooleanField("是否零就业家庭", default=False)
    is_migrant = models.BooleanField("是否农民工", default=False)
    has_low_income_aid = models.BooleanField("是否低保户", default=False)
    is_relief_target = models.BooleanField("是否解困脱困对象", default=False)
    key_group = models.CharField("重点群体", max_length=40, choices=codelists.KEY_GROUP, blank=True)
    relief_way = models.CharField("“四个一批”措施", max_length=20, choices=codelists.RELIEF_WAY, blank=True)

    persons = models.PositiveSmallIntegerField("家庭人口", null=True, blank=True)
    other_income = models.DecimalField("家庭其他非薪资年收入", max_digits=12, decimal_places=2, null=True, blank=True)
    annual_income = models.DecimalField("家庭年度总收入", max_digits=12, decimal_places=2, null=True, blank=True)
    stated_per_head = models.DecimalField(
        "家庭月人均收入",
        max_digits=10,
        decimal_places=2,
        null=True,
        blank=True,
        help_text="申报表所填，核算值见收支调查",
    )

    main_cause = models.CharField("主要致困原因", max_length=16, choices=Cause.choices)
    secondary_causes = ArrayField(
        models.CharField(max_length=16, choices=Cause.choices), verbose_name="次要致困原因", default=list, blank=True
    )
    other_cause = models.CharField("其他致困原因", max_length=60, blank=True)
    cause_text = models.CharField("致困原因简述", max_length=500, blank=True)

    bank = models.CharField("开户银行", max_length=40, blank=True)
    bank_branch = models.CharField("支行名称", max_length=60, blank=True)
    card_no = models.CharField("银行卡号", max_length=30, blank=True)
    remark = models.CharField("备注", max_length=500, blank=True)

    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="录入人"
    )
    created_at = models.DateTimeField("录入时间", default=clock.now, editable=False)
    updated_at = models.DateTimeField("修改时间", auto_now=True)

    union_path = models.CharField(max_length=255, editable=False, default="")
    head_name = models.CharField("职工姓名", max_length=60, editable=False, default="")
    head_sort = models.CharField(max_length=200, editable=False, default="")
    work_unit = models.CharField("工作单位", max_length=80, editable=False, default="")
    cadre_names = models.CharField("帮扶责任人", max_length=120, editable=False, default="")
    per_head = models.DecimalField("家庭月人均纯收入", max_digits=10, decimal_places=2, null=True, editable=False)
    clear_mask = models.PositiveSmallIntegerField(
        "六清", null=True, editable=False, help_text="第 n 位为 1 表示第 n 项已清"
    )
    search = SearchVectorField(null=True, editable=False)

    objects = HouseholdQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "困难职工档案"
        ordering = ["archive_no"]
        constraints = [
            models.CheckConstraint(
                condition=Q(rule_version=RuleVersion.A2016, category__in=CATEGORIES[RuleVersion.A2016])
                | Q(rule_version=RuleVersion.B2020, category__in=CATEGORIES[RuleVersion.B2020]),
                name="category_of_its_rule_version",
                violation_error_message="困难类别与认定规则版本不符。",
            ),
            models.CheckConstraint(
                condition=Q(secondary_causes__len__lte=MAX_SECONDARY_CAUSES),
                name="at_most_three_secondary_causes",
                violation_error_message="次要致困原因最多三项。",
            ),
            models.CheckConstraint(
                condition=~Q(secondary_causes__contains=[F("main_cause")]),
                name="main_cause_not_again_secondary",
                violation_error_message="次要致困原因不能与主要致困原因相同。",
            ),
            models.CheckConstraint(
                condition=Q(annual_income__isnull=True) | Q(annual_income__gte=0),
                name="annual_income_not_negative",
                violation_error_message="家庭年度总收入不能是负数。",
            ),
            models.CheckConstraint(
                condition=Q(persons__isnull=True) | Q(persons__range=(1, MAX_PERSONS)),
                name="persons_plausible",
                violation_error_message="家庭人口应在 1 到 30 之间。",
            ),
        ]
        indexes = [
            models.Index(
                fields=["union_path", "archive_no"], name="household_scope", opclasses=["text_pattern_ops", "text_ops"]
            ),
            # The order of registers: the tree by bytes, so that the first rows of a province need no sorting.
            models.Index(Collate("union_path", "C"), "archive_no", name="household_in_tree"),
            models.Index(fields=["head_sort", "id"], name="household_head_sort"),
            models.Index(fields=["-filed_on", "id"], name="household_filed"),
            models.Index(fields=["per_head", "id"], name="household_per_head"),
            models.Index(F("per_head").desc(nulls_last=True), "id", name="household_per_head_down"),
            # What the list is narrowed to, in the order of the list.
            models.Index(fields=["status", "head_sort", "id"], name="household_status"),
            models.Index(fields=["level", "head_sort", "id"], name="household_level"),
            models.Index(fields=["category", "head_sort", "id"], name="household_category"),
            models.Index(fields=["main_cause", "head_sort", "id"], name="household_main_cause"),
            models.Index(fields=["clear_mask"], name="household_not_clear", condition=~Q(clear_mask=ALL_CLEAR)),
            # By number within a scope: the path is judged in the index, since all of a county may lie far down it.
            models.Index(
                fields=["archive_no", "union_path"],
                name="household_number_in_scope",
                opclasses=["text_ops", "text_pattern_ops"],
            ),
            # What counts and joins over a whole province read, a tenth of the table's width.
            models.Index(fields=["id"], name="household_narrow", include=["union_path", "status", "clear_mask"]),
            # What statistics by place read of every archive in care, and lists of a county of its archives.
            models.Index(
                fields=["union_path"],
                name="household_in_scope",
                include=["status", "clear_mask", "main_cause", "cadre_names", "id"],
                opclasses=["text_pattern_ops"],
            ),
            models.Index(
                fields=["union_path", "archive_no"],
                name="household_without_cadre",
                condition=Q(cadre_names="", status__in=IN_CARE),
                opclasses=["text_pattern_ops", "text_ops"],
            ),
            # The same in the order of the list: a page of the whole province reads no more rows than it shows.
            models.Index(
                fields=["union_path", "archive_no"],
                name="household_cadre_wanted",
                condition=Q(cadre_names="", status__in=IN_CARE),
            ),
            models.Index(fields=["card_no"], name="household_card", condition=~Q(card_no="")),
            GinIndex(fields=["search"], name="household_search", fastupdate=False),
        ]
        triggers = [
            *HOUSEHOLD_TRIGGERS,
            *feed_triggers("archives", household="{row}.id", ignore=DERIVED),
            moved_trigger(),
        ]

    def __str__(self) -> str:
        return f"{self.archive_no} {self.head_name}"

    def get_absolute_url(self) -> str:
        return reverse("household", args=[self.archive_no])

    @property
    def is_open(self) -> bool:
        return self.status not in CLOSED_STATUSES

    @property
    def head(self):
        """The worker's own member row (from the prefetched members)."""
        return next((member for member in self.members.all() if member.is_worker), None)

    @property
    def hukou_name(self) -> str:
        """The place of the hukou, with its name where the form gives the code of a division (one query)."""
        place = self.hukou_division
        division = DivisionCode.objects.filter(code=place).first() if place.isdigit() else None
        return f"{division.name}（{place}）" if division else place

    @property
    def masked_card_no(self) -> str:
        return masking.mask_card(self.card_no)

    @property
    def secondary_cause_names(self) -> str:
        return "、".join(str(Cause(cause).label) for cause in self.secondary_causes)
