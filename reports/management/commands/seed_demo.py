"""Demo data of any size for the whole province."""

import time
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from audits.campaigns.behind import figures_of
from core.errors import DomainError
from households.models import Household
from reports.demo.accounts import ensure_accounts
from reports.demo.campaign.plan import HOUSEHOLDS, NAME, YEAR
from reports.demo.campaign.year import Year
from reports.demo.huhuqing import drive, plan
from reports.demo.measures import ensure_templates
from reports.demo.payments.play import Money
from reports.demo.policies import ensure_policies
from reports.demo.seeding import seed_households
from reports.demo.verification import plan as verifying
from reports.demo.verification import project


class Command(BaseCommand):
    help = "Make demo households, all people invented; the same seed makes the same, and a larger number adds to them."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take how many, of which seed, and whether beside archives of others."""
        parser.add_argument(
            "--households", type=int, metavar="N", help="for a campaign those of the report unless told otherwise"
        )
        parser.add_argument("--seed", type=int, default=1, metavar="S")
        parser.add_argument(
            "--campaign", choices=[NAME, plan.NAME], help="a past campaign played through the real actions"
        )
        parser.add_argument(
            "--verification",
            choices=[verifying.NAME],
            help="the verification by third parties of what that campaign left, after the campaign",
        )
        parser.add_argument(
            "--payments",
            type=int,
            metavar="N",
            help="money of 2017 to 2020: N household-times of living aid, all else in the report's proportions",
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
        beside: bool = False,
        **options: Any,
    ) -> None:
        """Make the accounts and what is missing of the households; print the progress."""
        migrate_if_new()
        ensure_accounts()
        ensure_policies()
        ensure_templates()
        if verification:
            self.verify(households, seed)
            return
        if campaign:
            play = {NAME: self.play, plan.NAME: self.drive}[campaign]
            play(households, seed)
            return
        if payments and households is None and not Household.objects.exists():
            households = HOUSEHOLDS
        if households is None and not payments:
            raise CommandError("请用 --households 给出户数。")
        if households:
            self.seed(households, seed, beside=beside)
        if payments:
            self.pay(payments)

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

    def play(self, households: int | None, seed: int) -> None:
        """Play the year of a campaign, and print its figures and how long it took."""
        start = time.monotonic()
        try:
            moves = Year(households or HOUSEHOLDS, seed, self.say).play()
        except (DomainError, ValueError) as error:
            raise CommandError(str(error)) from error
        figures = "，".join(f"{kind.label} {count:,}" for kind, count in moves.columns)
        self.stdout.write(f"{YEAR} 年动态管理（户）：{figures}。用时 {time.monotonic() - start:.1f} 秒。")

    def drive(self, households: int | None, seed: int) -> None:
        """Play a drive of four months, hold its figures against the plan, and print them and how long it took."""
        start = time.monotonic()
        played = drive.Drive(households or plan.HOUSEHOLDS, seed, self.say)
        try:
            campaign = played.play()
            figures = figures_of(campaign, played.staff.province)
            drive.check(played.plan, figures)
        except (DomainError, ValueError) as error:
            raise CommandError(str(error)) from error
        words = "，".join(f"{column.label} {count:,}" for column, count in figures.columns)
        self.stdout.write(f"{campaign}：{words}。用时 {time.monotonic() - start:.1f} 秒。")

    def verify(self, households: int | None, seed: int) -> None:
        """Play the drive unless it was played, then its verification; hold the rates against what was published."""
        self.drive(households, seed)
        start = time.monotonic()
        played = project.Project(households or plan.HOUSEHOLDS, seed, self.say)
        try:
            found = played.play()
            lines = project.rates(found)
            project.check(played.plan, played.lots, lines)
        except (DomainError, ValueError) as error:
            raise CommandError(str(error)) from error
        words = "，".join(f"{line.kind.name} {line.rate.share:.2%}" for line in lines if line.rate)
        self.stdout.write(f"{found}：{words}。用时 {time.monotonic() - start:.1f} 秒。")

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
