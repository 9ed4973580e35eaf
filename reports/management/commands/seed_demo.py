"""Demo data of any size for the whole province."""

import time
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from core.errors import DomainError
from households.models import Household
from reports.demo.accounts import ensure_accounts
from reports.demo.campaign.plan import HOUSEHOLDS
from reports.demo.faults.planting import plant_missing
from reports.demo.measures import ensure_templates
from reports.demo.payments.play import Money
from reports.demo.played import CAMPAIGNS, VERIFICATIONS, Play
from reports.demo.policies import ensure_policies
from reports.demo.seeding import seed_households


class Command(BaseCommand):
    help = "Make demo households, all people invented; the same seed makes the same, and a larger number adds to them."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take how many, of which seed, and whether beside archives of others."""
        parser.add_argument(
            "--households", type=int, metavar="N", help="for a campaign those of the report unless told otherwise"
        )
        parser.add_argument("--seed", type=int, default=1, metavar="S")
        parser.add_argument("--campaign", choices=[*CAMPAIGNS], help="a past campaign played through the real actions")
        parser.add_argument(
            "--verification", choices=[*VERIFICATIONS], help="a past campaign and its verification by third parties"
        )
        parser.add_argument(
            "--payments",
            type=int,
            metavar="N",
            help="money of 2017 to 2020: N household-times of living aid, all else in the report's proportions",
        )
        parser.add_argument(
            "--faults", type=int, metavar="N", help="plant so many known faults, spread over the rules of data quality"
        )
        parser.add_argument("--beside", action="store_true", help="also in a home with archives that are no demo data")

    def handle(
        self,
        *,
        seed: int,
        households: int | None = None,
        campaign: str = "",
        verification: str = "",
        payments: int | None = None,
        faults: int | None = None,
        beside: bool = False,
        **options: Any,
    ) -> None:
        """Make the accounts and what is missing of the households; print the progress."""
        migrate_if_new()
        ensure_accounts()
        ensure_policies()
        ensure_templates()
        if play := VERIFICATIONS.get(verification) or CAMPAIGNS.get(campaign):
            self.play(play, households, seed)
            return
        if payments and households is None and not Household.objects.exists():
            households = HOUSEHOLDS
        if households is None and not (payments or faults):
            raise CommandError("请用 --households 给出户数。")
        if households:
            self.seed(households, seed, beside=beside)
        if payments:
            self.pay(payments)
        if faults:
            self.say(plant_missing(faults, seed))

    def seed(self, households: int, seed: int, *, beside: bool) -> None:
        """Make what is missing of the households, and print how long it took."""
        start = time.monotonic()
        try:
            made = seed_households(households, seed, beside=beside, tell=self.tell)
        except (DomainError, ValueError) as error:
            raise CommandError(str(error)) from error
        if made:
            self.stdout.write(f"已生成演示档案 {made} 户，用时 {time.monotonic() - start:.1f} 秒。")
        else:
            self.stdout.write(f"演示数据（{households} 户，seed {seed}）已在库中，未写入。")

    def pay(self, payments: int) -> None:
        """Play the money of four years, and print what it came to and how long it took."""
        start = time.monotonic()
        try:
            made = Money(payments, self.say).play()
        except (DomainError, ValueError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{made}用时 {time.monotonic() - start:.1f} 秒。")

    def play(self, play: Play, households: int | None, seed: int) -> None:
        """Play something of the past, and print what it came to and how long it took."""
        start = time.monotonic()
        try:
            words = play(households, seed, self.say)
        except (DomainError, ValueError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{words}。用时 {time.monotonic() - start:.1f} 秒。")

    def say(self, words: str) -> None:
        """Print what is done."""
        self.stdout.write(words)
        self.stdout.flush()

    def tell(self, done: int, total: int) -> None:
        """Print how far it is."""
        self.say(f"{done}/{total}")


def migrate_if_new() -> None:
    """Make the tables of a home that has none yet."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", verbosity=0, interactive=False)
