"""How fast the pages from difficulty to result answer, as a county user and as the province."""

from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from audits.campaigns.figures import Column
from audits.models import Campaign, CampaignTarget
from benchmarks.lists import READERS
from benchmarks.measure import row
from benchmarks.pages import browser_of, measured, taken_back

NAMES = (
    *("measure_counts", "measures_add", "task_lists", "tasks", "tasks_to_replan", "effects_open", "effects_waiting"),
    *("pairing_counts", "pairing_suggestions", "rhythm_counts", "least_visited", "handovers", "policies", "campaigns"),
)
BEHIND = (Column.TARGETS, Column.VISITS, Column.DIFFICULTIES, Column.TASKS, Column.SOLVED, Column.UNCLEAR)


def run(home: Path) -> list[dict[str, Any]]:
    """Measure with the latest campaign of the home's database."""
    with taken_back():
        rows = [row("targets of all campaigns in the home", CampaignTarget.objects.count(), "")]
        for reader in READERS:
            client = browser_of(reader)
            rows += [measured(client, reader, what, url) for what, url in pages().items()]
        return rows


def pages() -> dict[str, str]:
    """Return the pages by what they show."""
    found = {name: reverse(name) for name in NAMES}
    campaign = Campaign.objects.order_by("pk").last()
    if campaign is None:
        raise SystemExit("no campaign: bin/manage seed_demo --campaign huhuqing-2020")
    behind = reverse("campaign_behind", args=[campaign.pk])
    lists = {f"behind {column}": f"{behind}?{urlencode({'column': column.value})}" for column in BEHIND}
    return {"campaign board": campaign.get_absolute_url()} | lists | found
