"""What binds a draw before anybody can know what it will come to (种子约定)."""

import pgtrigger
from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q

from audits.models.verification import Verification
from core import clock

BEFORE_THE_DRAW = """
IF (SELECT status FROM audits_verification WHERE id = NEW.verification_id) <> 'draft' THEN
    RAISE EXCEPTION 'verification % is drawn: nothing binds its seed any more', NEW.verification_id;
END IF;
RETURN NEW;
"""


class SeedPledge(models.Model):
    """A seed that is fixed before the population is: the system's, of which all may see the hash alone until the draw.

    ``figure`` names a public figure that is not known yet, as the numbers of a lottery on ``known_on``; it then stands
    before the seed. Of several pledges of a verification the last one binds.
    """

    verification = models.ForeignKey(Verification, models.CASCADE, related_name="pledges", verbose_name="核查")
    secret = models.CharField("封存的种子", max_length=32)
    sha256 = models.CharField("封存指纹", max_length=64, validators=[RegexValidator(r"^[0-9a-f]{64}$")])
    figure = models.CharField("约定的公开数字", max_length=80, blank=True)
    known_on = models.DateField("公布日期", null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="封存人")
    at = models.DateTimeField("封存时间", default=clock.now)

    class Meta:
        verbose_name = verbose_name_plural = "种子约定"
        ordering = ["verification", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(figure="", known_on__isnull=True) | ~Q(figure="") & Q(known_on__isnull=False),
                name="figure_with_its_day",
            )
        ]
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
            pgtrigger.Trigger(
                name="before_the_draw", operation=pgtrigger.Insert, when=pgtrigger.Before, func=BEFORE_THE_DRAW
            ),
        ]

    def __str__(self) -> str:
        return f"{self.verification} {self.sha256[:12]}"

    @property
    def is_known(self) -> bool:
        """Tell whether the public figure is out, so that what was agreed upon stands."""
        return self.known_on is not None and self.known_on <= clock.today()
