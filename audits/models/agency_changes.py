"""Who verified before another agency went on (改由其他机构承接)."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from audits.models.verification import Verification
from core import clock
from organizations.models import Agency


class AgencyChange(models.Model):
    """A verification that another agency goes on with, once its sample is drawn; nobody changes the row."""

    verification = models.ForeignKey(Verification, models.CASCADE, related_name="agency_changes", verbose_name="核查")
    former = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name="原机构")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name="承接机构")
    reason = models.CharField("原因", max_length=200)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="办理人")
    at = models.DateTimeField("办理时间", default=clock.now)

    class Meta:
        verbose_name = verbose_name_plural = "核查机构变更"
        ordering = ["verification", "id"]
        constraints = [models.CheckConstraint(condition=~Q(former=F("agency")), name="agency_changed_to_another")]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.former} → {self.agency}"
