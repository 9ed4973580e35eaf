"""Accounts and the roles that they hold for a time."""

import datetime
from functools import cached_property

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from organizations.enums import Role
from organizations.models.unions import Agency, Office, Union
from organizations.querysets import RoleAssignmentQuerySet, UserManager
from organizations.scope import Scope

ENDS_SOON = datetime.timedelta(days=30)


class User(AbstractUser):
    """An account of one person; what it may do comes only from its role assignments."""

    first_name = None  # type: ignore[assignment,misc]
    last_name = None  # type: ignore[assignment,misc]
    name = models.CharField("姓名", max_length=40)
    phone = models.CharField("手机号码", max_length=20, blank=True)
    position = models.CharField("职务", max_length=40, blank=True)
    union = models.ForeignKey(Union, models.PROTECT, related_name="staff", verbose_name="所属工会")
    agency = models.ForeignKey(
        Agency, models.PROTECT, null=True, blank=True, related_name="staff", verbose_name="核查机构"
    )
    must_change_password = models.BooleanField("须修改初始密码", default=True)
    password_changed_at = models.DateTimeField("密码修改时间", default=timezone.now)

    objects = UserManager()  # type: ignore[misc]

    class Meta:
        verbose_name = verbose_name_plural = "账号"
        ordering = ["username"]

    def __str__(self) -> str:
        return self.name or self.username

    def get_absolute_url(self) -> str:
        return reverse("account", args=[self.username])

    @cached_property
    def scope(self) -> Scope:
        """What this account may see and do today; one query per request."""
        return Scope.of(self)

    @property
    def roles(self) -> frozenset[str]:
        return self.scope.roles

    @property
    def needs_new_password(self) -> bool:
        return self.must_change_password or self.is_password_expired

    @property
    def is_password_expired(self) -> bool:
        if not settings.PASSWORD_DAYS:
            return False
        return timezone.now() - self.password_changed_at > datetime.timedelta(days=settings.PASSWORD_DAYS)


class RoleAssignment(models.Model):
    """A role that an account holds for a union and its subtree (a liaison: for an office), until a day."""

    user = models.ForeignKey(User, models.CASCADE, related_name="role_assignments", verbose_name="账号")
    role = models.CharField("角色", max_length=12, choices=Role.choices)
    union = models.ForeignKey(
        Union, models.PROTECT, null=True, blank=True, related_name="role_assignments", verbose_name="工会"
    )
    office = models.ForeignKey(
        Office, models.PROTECT, null=True, blank=True, related_name="role_assignments", verbose_name="部门"
    )
    valid_from = models.DateField("生效日期")
    expires_on = models.DateField("到期日期")
    assigned_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="授权人"
    )
    created_at = models.DateTimeField("授权时间", auto_now_add=True)
    revoked_at = models.DateTimeField("收回时间", null=True, blank=True)
    revoked_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="收回人")

    objects = RoleAssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "角色授权"
        ordering = ["role", "-expires_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(role=Role.LIAISON, office__isnull=False, union__isnull=True)
                | (~Q(role=Role.LIAISON) & Q(office__isnull=True, union__isnull=False)),
                name="role_has_its_place",
                violation_error_message="部门联络员按部门授权，其他角色按工会授权。",
            ),
            models.CheckConstraint(
                condition=Q(expires_on__gte=F("valid_from")),
                name="role_ends_after_start",
                violation_error_message="到期日期不能早于生效日期。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} · {self.place}"

    @property
    def place(self) -> Union | Office:
        return self.office if self.office is not None else self.union  # type: ignore[return-value]

    @property
    def is_live(self) -> bool:
        return self.revoked_at is None and self.expires_on >= timezone.localdate()

    @property
    def ends_soon(self) -> bool:
        return self.expires_on - timezone.localdate() <= ENDS_SOON
