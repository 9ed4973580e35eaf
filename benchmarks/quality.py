"""How long the rules of data quality take over the whole register, and how much memory; what is found is taken back."""

import resource
from pathlib import Path
from typing import Any

from audits.models import Fault
from audits.quality.catalogue import RULES
from audits.quality.running import run_rules
from benchmarks.measure import row, timed
from benchmarks.pages import taken_back
from households.models import Household

SLOWEST = 5


def run(home: Path) -> list[dict[str, Any]]:
    """Run every rule over the archives of the home twice: the second run finds what the first has kept."""
    with taken_back():
        first, seconds = timed(run_rules)
        _again, later = timed(run_rules)
        slowest = sorted(first.seconds.items(), key=lambda pair: -pair[1])[:SLOWEST]
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        return [
            row(f"all {len(RULES)} rules, {Household.objects.count():,} archives", seconds, "s", "<= 300"),
            row("the same again, nothing new", later, "s", "<= 300"),
            row("faults found", Fault.objects.standing().count(), ""),
            row("most memory of the program", memory, "MB"),
            *(row(f"rule {code}", spent, "s") for code, spent in slowest),
        ]
