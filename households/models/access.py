"""What one account may see besides its roles, and how it wants to see it."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from households.enums import GrantKind
from households.gone import grant_trigger
from households.models.archive import Household
from households.querysets import GrantQuerySet


class ArchiveGrant(models.Model):
    """Lets one account see one household that lies outside its subtree roles, for a stated reason."""

    household = models.ForeignKey(Household, models.CASCADE, related_name="grants", verbose_name="档案")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="archive_grants", verbose_name="账号"
    )
    kind = models.CharField("事由", max_length=12, choices=GrantKind.choices)
    valid_to = models.DateField("到期日期", null=True, blank=True)

    objects = GrantQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "查看授权"
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["user", "household", "kind"], name="one_grant_per_reason")]
        triggers = [grant_trigger()]

    def __str__(self) -> str:
        return f"{self.user} · {self.get_kind_display()}"


class ListColumns(models.Model):
    """The columns that one account has chosen for a list."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="list_columns", verbose_name="账号")
    list_name = models.CharField("列表", max_length=30)
    columns = ArrayField(models.CharField(max_length=30), verbose_name="栏目", default=list)

    class Meta:
        verbose_name = verbose_name_plural = "列表栏目"
        constraints = [models.UniqueConstraint(fields=["user", "list_name"], name="one_choice_of_columns_per_list")]

    def __str__(self) -> str:
        return f"{self.user} · {self.list_name}"
