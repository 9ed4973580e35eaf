"""Yardsticks beside our lists: the change lists of Django's admin on the same tables, and the bare SQL of a list.

``python -m benchmarks.admin pages`` asks the admin, in a process of its own that has it installed.
"""

import json
import os
import statistics
import subprocess
import sys
from pathlib import Path
from typing import Any

from benchmarks.measure import row, timed

WARM, TIMES = 2, 20
PAGES = {
    "Django admin, archives": "/admin/households/household/",
    "Django admin, archives, a surname": "/admin/households/household/?q=王",
    "Django admin, payments": "/admin/assistance/payment/",
}
COLUMNS = "id, archive_no, head_name, union_id, level, category, status, per_head, filed_on, cadre_names"
STATEMENTS = {
    "bare SQL, a page of archives by name": f"SELECT {COLUMNS} FROM households_household"  # noqa: S608
    " WHERE union_path LIKE '0001%' ORDER BY head_sort, id LIMIT 50",
    "bare SQL, all archives counted": "SELECT count(*) FROM households_household WHERE union_path LIKE '0001%'",
    "bare SQL, a page of payments": "SELECT * FROM assistance_payment ORDER BY paid_on DESC, id DESC LIMIT 50",
    "bare SQL, all payments counted": "SELECT count(*) FROM assistance_payment",
}


def run(home: Path) -> list[dict[str, Any]]:
    """Measure with the data of the home, without writing."""
    place = os.environ | {"DJANGO_SETTINGS_MODULE": "benchmarks.admin_settings"}
    command = [sys.executable, "-W", "ignore", "-m", "benchmarks.admin", "pages"]
    told = subprocess.run(command, env=place, stdout=subprocess.PIPE, check=True, text=True).stdout
    return [_row(what, times) for what, times in {**json.loads(told.splitlines()[-1]), **statements()}.items()]


def _row(what: str, times: list[float]) -> dict[str, Any]:
    p95 = statistics.quantiles(times, n=20, method="inclusive")[-1]
    return row(what, p95, "ms", fastest=round(min(times), 1))


def statements() -> dict[str, list[float]]:
    """Return the milliseconds of each bare statement."""
    from django.db import connection  # noqa: PLC0415 -- Django is set up by whoever starts the benchmarks

    def ask(statement: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute(statement)
            cursor.fetchall()

    return {what: _times(lambda statement=statement: ask(statement)) for what, statement in STATEMENTS.items()}


def _times(act: Any) -> list[float]:
    for _ in range(WARM):
        act()
    return [timed(act)[1] * 1000 for _ in range(TIMES)]


def pages() -> None:
    """Ask the admin's pages, and print their milliseconds."""
    import django  # noqa: PLC0415

    django.setup()
    from benchmarks.pages import browser_of, taken_back  # noqa: PLC0415

    with taken_back():
        client = browser_of("province")
        for url in PAGES.values():
            if (status := client.get(url).status_code) != 200:
                raise SystemExit(f"{url} answers {status}")
        times = {what: _times(lambda url=url: client.get(url)) for what, url in PAGES.items()}
    print(json.dumps(times))


if __name__ == "__main__" and sys.argv[1:] == ["pages"]:
    pages()
