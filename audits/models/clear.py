"""What the six-clear computation found for each household, and who has confirmed it."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from audits.enums import ConfirmationKind
from audits.querysets import ClearStateQuerySet
from households.models import Household
from households.querysets import PartQuerySet

# pghistory says with every write which request makes it.
NOTE_REQUEST = """
NEW.facts_changed_in = nullif(current_setting('pghistory.context_id', true), '')::uuid;
RETURN NEW;
"""


class ClearState(models.Model):
    """The computed six-clear of one household; never ticked by hand.

    Triggers on every table that the rules read set ``facts_changed_at``; the state is stale while that is later than
    ``computed_at``, or once ``due_on`` (the day on which time alone changes the result) has come. Another trigger keeps
    the times of the latest confirmations here, so that counts over many households read one row of each.
    """

    household = models.OneToOneField(
        Household, models.CASCADE, primary_key=True, related_name="clear_state", verbose_name="档案"
    )
    mask = models.PositiveSmallIntegerField("六清", default=0)
    # A reason about one difficulty also carries its number.
    reasons = models.JSONField("不清原因", default=dict, help_text="{项：[[原因代码，说明]，…]}")
    facts_changed_at = models.DateTimeField("资料变动时间")
    facts_changed_in = models.UUIDField("变动所在的请求", null=True, editable=False)
    computed_at = models.DateTimeField("计算时间", null=True)
    due_on = models.DateField("下次到期", null=True)
    verify_mask = models.PositiveSmallIntegerField(
        "复核事由", default=0, db_default=0, help_text="audits.enums.VerifyReason 之和"
    )
    cadre_confirmed_at = models.DateTimeField("干部最近确认时间", null=True, editable=False)
    county_checked_at = models.DateTimeField("县级最近核查时间", null=True, editable=False)

    objects = ClearStateQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "六清状态"
        ordering = ["household"]
        indexes = [
            models.Index(
                fields=["facts_changed_at"],
                name="clear_stale",
                condition=Q(computed_at__isnull=True) | Q(computed_at__lt=F("facts_changed_at")),
            ),
            models.Index(fields=["due_on"], name="clear_due"),
            models.Index(
                fields=["household"],
                name="clear_to_verify",
                condition=Q(verify_mask__gt=0),
                include=["verify_mask"],
            ),
            models.Index(
                fields=["household"],
                name="clear_confirmed",
                condition=Q(cadre_confirmed_at__isnull=False) | Q(county_checked_at__isnull=False),
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="note_request",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("facts_changed_at"),
                func=NOTE_REQUEST,
            )
        ]

    def __str__(self) -> str:
        return f"{self.household_id} {self.mask:06b}"


NOTE_ON_STATE = """
UPDATE audits_clearstate SET
    cadre_confirmed_at = CASE NEW.kind WHEN 'cadre' THEN NEW.at ELSE cadre_confirmed_at END,
    county_checked_at = CASE NEW.kind WHEN 'county' THEN NEW.at ELSE county_checked_at END
    WHERE household_id = NEW.household_id;
RETURN NULL;
"""


class ClearConfirmation(models.Model):
    """A cadre's confirmation or the county's check of a household's six-clear, with what it then was; never changed."""

    household = models.ForeignKey(Household, models.CASCADE, related_name="clear_confirmations", verbose_name="档案")
    kind = models.CharField("环节", max_length=8, choices=ConfirmationKind.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="确认人")
    by_name = models.CharField("确认人姓名", max_length=40)
    at = models.DateTimeField("确认时间")
    mask = models.PositiveSmallIntegerField("当时的六清")
    opinion = models.CharField("意见", max_length=300, blank=True)

    objects = PartQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "六清确认"
        ordering = ["-id"]
        indexes = [models.Index(fields=["household", "kind", "-id"], name="confirmation_latest")]
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
            pgtrigger.Trigger(
                name="note_on_state", when=pgtrigger.After, operation=pgtrigger.Insert, func=NOTE_ON_STATE
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.by_name}"
