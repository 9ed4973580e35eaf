"""How long 7,000 payments take from the filter to what came of them: building, handing in, notice, locking, booking."""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from benchmarks.databases import scratch_database
from benchmarks.imports import command
from benchmarks.workbook import make_workbook

NAME, LINES, COUNTY = "bench_payments", 7000, "532524"
# A process of its own: this one is tied to the database of the home.
PLAY = (
    "import json, django; django.setup(); from benchmarks.payments_play import Play; "
    f"print(json.dumps(Play({COUNTY!r}).all_rows()))"
)


def run(home: Path) -> list[dict[str, Any]]:
    """Pay in a database of its own on the home's server, which is dropped afterwards."""
    with tempfile.TemporaryDirectory(dir=home) as folder, scratch_database(NAME) as url:
        place = os.environ | {"APP_HOME": folder, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "config.settings"}
        book = Path(folder) / "archives.xlsx"
        make_workbook(book, LINES, code=COUNTY)
        command("migrate", "-v0", place=place)
        command("seed_demo", "--households", "0", place=place)
        command("import_archives", str(book), "--by", "province", "--json", place=place)
        played = subprocess.run([sys.executable, "-c", PLAY], env=place, stdout=subprocess.PIPE, check=True, text=True)
    rows: list[dict[str, Any]] = json.loads(played.stdout.splitlines()[-1])
    return rows
