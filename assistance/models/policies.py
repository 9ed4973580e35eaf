"""The policy library: documents in force or superseded, and what each gives to whom."""

import pghistory
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from assistance.enums import PolicyGroup, PolicyState
from assistance.policysets import PolicyQuerySet
from core import clock
from households.enums import Category, Cause, Level, Need
from organizations.enums import Department
from organizations.models import Union


def several(label: str, choices: list[tuple[str, str]], help_text: str = "不选为不限") -> ArrayField:
    """Return a field that holds several codes; none of them means all."""
    inner = models.CharField(max_length=20, choices=choices)
    return ArrayField(inner, verbose_name=label, default=list, blank=True, help_text=help_text)


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class Policy(models.Model):
    """One document, with whom it is for and what a card (明白卡) says of it; the history keeps edits."""

    union = models.ForeignKey(Union, models.PROTECT, related_name="policies", verbose_name="发布范围")
    title = models.CharField("名称", max_length=160)
    number = models.CharField("文号", max_length=60, blank=True)
    issuer = models.CharField("发文单位", max_length=80)
    group = models.CharField("分类", max_length=12, choices=PolicyGroup.choices)
    department = models.CharField("责任部门", max_length=20, choices=Department.choices)
    issued_on = models.DateField("发文日期", null=True, blank=True)
    valid_from = models.DateField("施行日期")
    valid_to = models.DateField("失效日期", null=True, blank=True)
    superseded_by = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="supersedes", verbose_name="被何文件取代"
    )
    needs = several("针对的困难", Need.choices)
    causes = several("致困原因", Cause.choices)
    levels = several("建档标准", Level.choices)
    categories = several("困难类别", Category.choices)
    on_card = models.BooleanField("印入明白卡", default=False)
    benefit = models.CharField("能享受什么", max_length=300, blank=True)
    how = models.CharField("怎么办理", max_length=300, blank=True)
    contact = models.CharField("咨询电话", max_length=80, blank=True)
    text = models.TextField("全文", blank=True)
    file_sha256 = models.CharField(max_length=64, blank=True, editable=False)
    file_name = models.CharField("原件", max_length=120, blank=True, editable=False)
    file_size = models.PositiveIntegerField(default=0, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="录入人"
    )
    created_at = models.DateTimeField("录入时间", default=clock.now)

    objects = PolicyQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "政策文件"
        ordering = ["group", "-valid_from", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="policy_ends_after_start",
                violation_error_message="失效日期不能早于施行日期。",
            ),
            models.UniqueConstraint(
                fields=["union", "title", "valid_from"],
                name="policy_once",
                violation_error_message="已有同名、同日施行的政策文件。",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("policy", args=[self.pk])

    @property
    def is_for(self) -> list[tuple[str, str]]:
        """Whom it is for, as (what is looked at, the words of the codes); what it leaves open is left out."""
        asked = (
            ("针对的困难", Need.choices, self.needs),
            ("致困原因", Cause.choices, self.causes),
            ("建档标准", Level.choices, self.levels),
            ("困难类别", Category.choices, self.categories),
        )
        return [
            (label, "、".join(dict(words).get(code, code) for code in codes)) for label, words, codes in asked if codes
        ]

    @property
    def in_force(self) -> bool:
        """Whether it holds today: begun, not over, and not superseded."""
        return self.state == PolicyState.IN_FORCE

    @property
    def state(self) -> PolicyState:
        today = clock.today()
        if self.superseded_by_id:
            return PolicyState.SUPERSEDED
        if self.valid_to and self.valid_to < today:
            return PolicyState.OVER
        return PolicyState.IN_FORCE if self.valid_from <= today else PolicyState.COMING
