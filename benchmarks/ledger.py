"""Whether twenty at once can spend more than there is, or book anything twice, while connections are killed."""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from benchmarks.databases import scratch_database
from benchmarks.imports import command
from benchmarks.measure import row, timed

SECONDS, THREADS, LINES = 30, 20, 4000
NAME = "bench_ledger"
# A process of its own: this one is tied to the database of the home.
PLAY = "import json, django; django.setup(); from benchmarks.ledger import play_here; print(json.dumps(play_here()))"


def run(home: Path) -> list[dict[str, Any]]:
    """Play in a database of its own on the home's server, which is dropped afterwards."""
    with tempfile.TemporaryDirectory(dir=home) as folder, scratch_database(NAME) as url:
        place = os.environ | {"APP_HOME": folder, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "config.settings"}
        command("migrate", "-v0", place=place)
        command("seed_demo", "--households", "20", place=place)
        played = subprocess.run([sys.executable, "-c", PLAY], env=place, stdout=subprocess.PIPE, check=True, text=True)
    rows: list[dict[str, Any]] = json.loads(played.stdout.splitlines()[-1])
    return rows


def play_here() -> list[dict[str, Any]]:
    """Play in the database of this process and return the figures."""
    from assistance.funds.reconcile import reconcile  # noqa: PLC0415 -- needs Django set up
    from assistance.models import LedgerEntry  # noqa: PLC0415
    from benchmarks.ledger_play import prepare, run_play  # noqa: PLC0415
    from households.models import Household  # noqa: PLC0415
    from organizations.enums import Role, UnionKind  # noqa: PLC0415
    from organizations.models import User  # noqa: PLC0415

    finance = User.objects.filter(role_assignments__role=Role.FINANCE).order_by("union__depth")[0]
    counties = Household.objects.filter(union__path__startswith=finance.union.path, union__kind=UnionKind.COUNTY)
    play = run_play(prepare(counties[0], finance, lines=LINES), seconds=SECONDS, threads=THREADS)
    for words in play.wrong[:20]:
        print(words, file=sys.stderr)
    findings, took = timed(reconcile)
    # The play knows the ledger only: what households were given is not written down by it.
    wrong = sum(finding.count for finding in findings if finding.table != "assistance_aidrecord")
    checked = [
        row("entries in the ledger", LedgerEntry.objects.count(), "rows"),
        row("differences found by reconcile", wrong, "rows", "<= 0"),
        row("reconcile", took, "s"),
    ]
    return figures(play) + checked


def figures(play: Any) -> list[dict[str, Any]]:
    """Return what was seen of a play."""
    acts = sum(count for name, count in play.done.items() if not name.startswith("nothing"))
    return [
        row(f"acts done by {THREADS} threads in {SECONDS} s", acts, "acts", ">= 1"),
        row("acts a second", acts / SECONDS, "per s"),
        row("refused: short of money", play.refused["short of money"], "acts", ">= 1"),
        row("refused: booked before", play.refused["booked before"], "acts", ">= 1"),
        row("connections killed", play.cut, "times", ">= 1"),
        row("looks at all balances meanwhile", play.looks, "looks", ">= 1"),
        row("lowest balance that was seen", float(play.lowest), "yuan", ">= 0"),
        row("errors, wrong sums, lines paid twice", len(play.wrong), "times", "<= 0"),
    ]
