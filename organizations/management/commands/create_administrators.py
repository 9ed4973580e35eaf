"""Open the first three administrators of the province and print their passwords once."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import IntegrityError

from organizations.actions.administrators import open_first_administrators


class Command(BaseCommand):
    """Open an account for each administrator's role of the province that nobody holds."""

    help = "Open the accounts sysadmin, secadmin and auditadmin where the province has none; print first passwords."

    def handle(self, *args: Any, **options: Any) -> None:
        """Print user name and first password of each account that was opened."""
        try:
            opened = open_first_administrators()
        except IntegrityError as error:
            raise CommandError(
                "an account of that name exists without the role; have a security admin assign it"
            ) from error
        for issued in opened:
            self.stdout.write(f"{issued.account.username}  {issued.password}")
        if not opened:
            self.stdout.write("the province has its three administrators; nothing was opened")
