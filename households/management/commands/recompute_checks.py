"""Work every stored finding of eligibility out again."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from households.eligibility.checks import differences
from households.models import EligibilityCheck


class Command(BaseCommand):
    """Recompute all findings and name those that come out otherwise; changes nothing."""

    help = "Recompute all findings of eligibility from what is stored, and name the differences"

    def handle(self, *args: Any, **options: Any) -> None:
        found = 0
        for difference in differences():
            found += 1
            check = difference.check
            self.stdout.write(f"{check.household.archive_no} #{check.pk}\n  {difference.stored}\n  {difference.found}")
        self.stdout.write(f"{EligibilityCheck.objects.count()} checks, {found} differences")
        if found:
            raise CommandError(f"{found} findings differ")
