"""How long an archive workbook of 7,000 households takes to load, first and again, and how much memory that needs."""

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from benchmarks.databases import scratch_database
from benchmarks.measure import row
from benchmarks.workbook import make_workbook

HOUSEHOLDS = 7000
SCRATCH = "bench_import"
MEGABYTE = 1024  # ru_maxrss counts kilobytes


def run(home: Path) -> list[dict[str, Any]]:
    """Load into a database of its own on the home's server, which is dropped afterwards."""
    with tempfile.TemporaryDirectory(dir=home) as folder, scratch_database(SCRATCH) as url:
        file = Path(folder) / "archives.xlsx"
        make_workbook(file, HOUSEHOLDS)
        place = os.environ | {"APP_HOME": folder, "DATABASE_URL": url}
        command("migrate", "-v0", place=place)
        command("seed_demo", "--households", "0", place=place)
        first, again = (command("import_archives", str(file), "--by", "province", "--json", place=place) for _ in "12")
    counts = [json.loads(answer)["accepted"] for answer, _seconds, _peak in (first, again)]
    if counts != [HOUSEHOLDS, 0]:
        raise SystemExit(f"accepted {counts}, not {[HOUSEHOLDS, 0]}")
    return [
        row(f"import of {HOUSEHOLDS:,} households", first[1], "s", "<= 60"),
        row("peak memory", first[2], "MB", "<= 500"),
        row("the same workbook again, nothing changed", again[1], "s"),
        row("peak memory, again", again[2], "MB", "<= 500"),
    ]


def command(*arguments: str, place: dict[str, str]) -> tuple[str, float, float]:
    """Run manage.py as people do; return its last line, the seconds it took and its peak memory in MB."""
    start = time.perf_counter()
    with subprocess.Popen([sys.executable, "manage.py", *arguments], env=place, stdout=subprocess.PIPE) as process:
        printed = process.stdout.read().decode() if process.stdout else ""
        _pid, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{arguments[0]} failed")
    return (
        [*printed.splitlines(), ""][-1 if not printed else -2],
        time.perf_counter() - start,
        used.ru_maxrss / MEGABYTE,
    )
