"""The tree of unions, their dated division codes, and the offices of government departments."""

from django.db import models
from django.urls import reverse
from treebeard.mp_tree import MP_Node

from organizations.enums import Department, UnionKind
from organizations.querysets import AgencyQuerySet, OfficeQuerySet, UnionManager


class Union(MP_Node):
    """One trade union (or industry system); its path in the tree is what data scope is made of."""

    code = models.CharField("编码", max_length=20, unique=True, help_text="县级以上用行政区划代码；产业和基层工会自编")
    name = models.CharField("名称", max_length=60)
    division_name = models.CharField("行政区划名称", max_length=40, blank=True)
    kind = models.CharField("层级", max_length=12, choices=UnionKind.choices)
    is_active = models.BooleanField("在用", default=True)
    created_at = models.DateTimeField("创建时间", auto_now_add=True)

    objects = UnionManager()

    class Meta:
        verbose_name = verbose_name_plural = "工会"
        ordering = ["path"]
        indexes = [models.Index(fields=["path"], name="union_path_prefix", opclasses=["text_pattern_ops"])]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("union", args=[self.code])

    def covers(self, path: str) -> bool:
        """Tell whether a tree path lies in this union's subtree."""
        return path.startswith(self.path)


class DivisionCode(models.Model):
    """A division code (GB/T 2260) that a union has, or had before a renaming."""

    union = models.ForeignKey(Union, models.CASCADE, related_name="division_codes", verbose_name="工会")
    code = models.CharField("行政区划代码", max_length=6, unique=True)
    name = models.CharField("行政区划名称", max_length=40)
    valid_to = models.PositiveSmallIntegerField("停用年份", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "行政区划代码"
        ordering = ["code"]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class Agency(models.Model):
    """A firm outside the unions that verifies for them (第三方核查机构); its people hold accounts as assessors."""

    name = models.CharField("名称", max_length=60, unique=True)
    contact = models.CharField("联系人", max_length=40, blank=True)
    phone = models.CharField("联系电话", max_length=20, blank=True)
    is_active = models.BooleanField("在用", default=True)

    objects = AgencyQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "核查机构"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Office(models.Model):
    """The office of a government department in the region of one union."""

    union = models.ForeignKey(Union, models.PROTECT, related_name="offices", verbose_name="所在地工会")
    department = models.CharField("部门", max_length=20, choices=Department.choices)
    name = models.CharField("名称", max_length=60)
    is_active = models.BooleanField("在用", default=True)

    objects = OfficeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "部门"
        ordering = ["union", "department", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["union", "name"], name="office_name_once", violation_error_message="该地已有同名部门。"
            )
        ]

    def __str__(self) -> str:
        return self.name
