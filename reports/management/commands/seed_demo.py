"""Demo data of any size for the whole province."""

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from core.errors import DomainError
from reports.demo.accounts import ensure_accounts
from reports.demo.seeding import seed_households


class Command(BaseCommand):
    help = "Make demo households, all people invented; the same seed makes the same, and a larger number adds to them."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take how many, of which seed, and whether beside archives of others."""
        parser.add_argument("--households", type=int, required=True, metavar="N")
        parser.add_argument("--seed", type=int, default=1, metavar="S")
        parser.add_argument("--beside", action="store_true", help="also in a home with archives that are no demo data")

    def handle(self, *, households: int, seed: int, beside: bool, **options: Any) -> None:
        """Make the accounts and what is missing of the households; print the progress."""
        start = time.monotonic()
        ensure_accounts()
        try:
            made = seed_households(households, seed, beside=beside, tell=self.tell)
        except (DomainError, ValueError) as error:
            raise CommandError(str(error)) from error
        if made:
            self.stdout.write(f"已生成演示档案 {made} 户，用时 {time.monotonic() - start:.1f} 秒。")
        else:
            self.stdout.write(f"演示数据（{households} 户，seed {seed}）已在库中，未写入。")

    def tell(self, done: int, total: int) -> None:
        """Print how far it is."""
        self.stdout.write(f"{done}/{total}")
        self.stdout.flush()
