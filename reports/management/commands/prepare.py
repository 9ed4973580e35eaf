"""Bring a home to where the system can serve: tables, static files, and the demo data of a home without others."""

import hashlib
import os
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser

from core import store
from households.models import Household
from organizations.models import User
from reports.demo.accounts import NAMES, ensure_accounts
from reports.demo.funding import Funding
from reports.demo.grievances import Grievances
from reports.demo.measures import ensure_templates
from reports.demo.nights import Nights
from reports.demo.policies import ensure_policies
from reports.demo.reviewing import Reviews
from reports.demo.scores import Scores
from reports.demo.seeding import seed_households
from reports.demo.tasklists import Lists
from reports.demo.verification.small import Verifications

HOUSEHOLDS, SEED = 300, 1  # few, so that the first start stays quick; seed_demo adds to them


class Command(BaseCommand):
    help = "Migrate, collect static files, and make demo data the first time, unless DEMO=0 or real accounts exist."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--adopt-store", action="store_true", help="mark the MEDIA_STORE mounted now as ours")

    def handle(self, *, adopt_store: bool = False, **options) -> None:
        call_command("migrate", verbosity=0, interactive=False)
        store.adopt(again=adopt_store)
        collect_static()
        if os.environ.get("DEMO") == "0" or User.objects.exclude(username__in=NAMES).exists():
            return
        ensure_accounts()
        ensure_policies()
        ensure_templates()
        if not Household.objects.exists():
            seed_households(HOUSEHOLDS, SEED)
            Reviews(SEED).make()
            Lists().make()
            Funding().make()
            Grievances().make()
            Verifications().make()
            Nights().make()
            Scores(SEED).make()


def collect_static() -> None:
    """Collect the static files unless none has changed since: packing them takes longer than all the rest."""
    mark, state = Path(settings.APP_HOME) / "static-collected", state_of_static()
    manifest = Path(settings.STATIC_ROOT) / "staticfiles.json"
    if not manifest.exists() or not mark.exists() or mark.read_text() != state:
        call_command("collectstatic", verbosity=0, interactive=False)
        mark.write_text(state)


def state_of_static() -> str:
    """Return a digest of names, sizes and times of all files that would be collected."""
    digest = hashlib.sha256(settings.STORAGES["staticfiles"]["BACKEND"].encode())
    for finder in get_finders():
        for name, storage in finder.list([]):
            status = Path(storage.path(name)).stat()
            digest.update(f"{name} {status.st_size} {status.st_mtime_ns}\n".encode())
    return digest.hexdigest()
