"""Bring a home to where the system can serve: tables, static files, and the demo accounts of a home without others."""

import os

from django.core.management import call_command
from django.core.management.base import BaseCommand

from organizations.models import User
from reports.demo.accounts import NAMES, ensure_accounts


class Command(BaseCommand):
    help = "Migrate, collect static files, and make the demo accounts unless DEMO=0 or real accounts exist."

    def handle(self, **options) -> None:
        call_command("migrate", verbosity=0, interactive=False)
        call_command("collectstatic", verbosity=0, interactive=False)
        if os.environ.get("DEMO") != "0" and not User.objects.exclude(username__in=NAMES).exists():
            ensure_accounts()
