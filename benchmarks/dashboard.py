"""How fast the dashboard answers, as the province and as a county, and the list behind one of its numbers."""

from pathlib import Path
from typing import Any

from django.db import connection
from django.urls import reverse

from benchmarks.lists import READERS
from benchmarks.measure import row, timed
from benchmarks.pages import browser_of, measured, taken_back
from households.models import Household
from reports.indicators.months import keep_months
from reports.indicators.standing import keep_standing

MOST = "<= 150"
SQL = "SELECT count(*) FROM reports_event WHERE union_path LIKE '0001%' AND source = 'life'"


def run(home: Path) -> list[dict[str, Any]]:
    """Measure with the data of the home, after the worker's counting is done."""
    _counted, seconds = timed(lambda: (keep_months(), keep_standing()))
    with taken_back():
        rows = [row("households in the home", Household.objects.count(), ""), row("months kept", seconds, "s")]
        for reader in READERS:
            page = measured(browser_of(reader), reader, "dashboard", reverse("dashboard"))
            rows.append(page | {"budget": MOST})
        return [*rows, row("bare SQL, life events of the province counted", _events(), "ms")]


def _events() -> float:
    def ask() -> None:
        with connection.cursor() as cursor:
            cursor.execute(SQL)

    return min(timed(ask)[1] for _ in range(5)) * 1000
