"""Tokens by which programs use the API in the name of an account."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse

from core import clock
from organizations.enums import ApiScope
from organizations.models.accounts import User
from organizations.querysets import ApiTokenQuerySet

MOST_PER_MINUTE = 6000


class ApiToken(models.Model):
    """What a program shows instead of a password: for some scopes, until a day, so many requests a minute.

    The secret itself is kept nowhere. ``window`` is the minute of the last request and ``window_count`` how many came
    in it: one statement counts and judges, on whichever machine (organizations.tokens).
    """

    user = models.ForeignKey(User, models.PROTECT, related_name="api_tokens", verbose_name="账号")
    name = models.CharField("用途", max_length=60, help_text="哪个系统用来做什么")
    hint = models.CharField("令牌开头", max_length=12)
    digest = models.CharField("令牌摘要", max_length=64, unique=True)
    scopes = ArrayField(models.CharField(max_length=20, choices=ApiScope.choices), verbose_name="权限")
    per_minute = models.PositiveSmallIntegerField("每分钟请求上限")
    expires_on = models.DateField("到期日期")
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="签发人")
    created_at = models.DateTimeField("签发时间", default=clock.now, editable=False)
    last_used_at = models.DateTimeField("最近使用", null=True, blank=True)
    revoked_at = models.DateTimeField("停用时间", null=True, blank=True)
    revoked_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="停用人")
    window = models.BigIntegerField(default=0, editable=False)
    window_count = models.PositiveIntegerField(default=0, editable=False)

    objects = ApiTokenQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "接口令牌"
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(per_minute__range=(1, MOST_PER_MINUTE)),
                name="token_rate_plausible",
                violation_error_message=f"每分钟请求上限应在 1 到 {MOST_PER_MINUTE} 之间。",
            ),
            models.CheckConstraint(
                condition=Q(scopes__len__gte=1),
                name="token_has_scopes",
                violation_error_message="请至少选择一项权限。",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("account", args=[self.user.username])

    @property
    def is_live(self) -> bool:
        return self.revoked_at is None and not self.has_run_out

    @property
    def has_run_out(self) -> bool:
        return self.expires_on < clock.today()

    @property
    def scope_names(self) -> list[str]:
        return [str(ApiScope(scope).label) for scope in self.scopes]
