"""How fast each tab of the household page answers, as a county user and as the province."""

from pathlib import Path
from typing import Any

from django.db.models import Count
from django.urls import reverse

from benchmarks.lists import READERS
from benchmarks.measure import row
from benchmarks.pages import browser_of, measured, taken_back
from households.models import Household
from households.tabs import TABS
from organizations.models import User


def run(home: Path) -> list[dict[str, Any]]:
    """Measure with the household that has most visits among those that the county sees."""
    with taken_back():
        seen = Household.objects.visible_to(User.objects.get(username=READERS[0])).in_care()
        fullest = seen.annotate(told=Count("visits")).order_by("-told", "archive_no").first()
        if fullest is None:
            raise SystemExit("no households: make demo data first, e.g. bin/manage seed_demo --households 7000")
        rows = [row("households in the home", Household.objects.count(), "")]
        for reader in READERS:
            client = browser_of(reader)
            rows += [measured(client, reader, label, reverse(name, args=[fullest.archive_no])) for name, label in TABS]
    return rows
