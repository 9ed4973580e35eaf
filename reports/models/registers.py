"""Registers that somebody has put together and keeps: columns, order, grouping and filters under a name."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.http import QueryDict
from django.urls import reverse

from core import clock
from organizations.models import Union, User


class SavedRegisterQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "SavedRegisterQuerySet":
        """Narrow to the user's own, and to those shared with the union of one of the user's roles or above it."""
        return self.filter(Q(owner=user) | Q(is_shared=True) & user.scope.around("union__path"))

    def for_list(self) -> "SavedRegisterQuerySet":
        """Load the owners and unions beside them, own and shared by name."""
        return self.select_related("owner", "union").order_by("name", "pk")


class SavedRegister(models.Model):
    """A register of the catalogue as somebody wants it again; shared, it is offered to the union and all below it."""

    kind = models.CharField("报表", max_length=40)
    name = models.CharField("名称", max_length=60)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_registers", verbose_name="保存人"
    )
    union = models.ForeignKey(Union, models.CASCADE, related_name="saved_registers", verbose_name="所属工会")
    is_shared = models.BooleanField("共享给本级和下级", default=False)
    fields = models.JSONField("栏目", default=list, blank=True)
    order = models.CharField("排序", max_length=40, blank=True)
    group = models.CharField("分组", max_length=40, blank=True)
    filters = models.CharField("筛选条件", max_length=1000, blank=True, help_text="与网址中的条件写法相同")
    paper = models.CharField("纸张", max_length=2, choices=[("A4", "A4"), ("A3", "A3")], blank=True)
    page_sums = models.BooleanField("本页小计", default=False)
    created_at = models.DateTimeField("保存时间", default=clock.now, editable=False)

    objects = SavedRegisterQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "已存报表"
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "kind", "name"],
                name="saved_register_named_once",
                violation_error_message="您已存有同名的报表，请换一个名称。",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f"{reverse('register', args=[self.kind])}?{self.query}"

    @property
    def query(self) -> str:
        """The query of the page that shows it again."""
        data = QueryDict(self.filters, mutable=True)
        kept: dict[str, Any] = {"fields": ",".join(self.fields), "order": self.order, "group": self.group}
        kept |= {"paper": self.paper, "sums": "1" if self.page_sums else "", "saved": str(self.pk)}
        data.update({key: value for key, value in kept.items() if value})
        return data.urlencode()
