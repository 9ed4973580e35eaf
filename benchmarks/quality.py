"""The rules of data quality over the whole register: time, memory, and faults found against those planted for it."""

import resource
import tempfile
from pathlib import Path
from typing import Any

from django.test import override_settings

from audits.models import Fault
from audits.quality.catalogue import RULES
from audits.quality.running import run_rules
from benchmarks.measure import row, timed
from benchmarks.pages import taken_back
from households.models import Household
from reports.demo.faults.planting import plant_faults, recall

SLOWEST = 5
OF_EACH = 10  # faults planted of each rule
SEED = 7
ALL = ">= 1"


def run(home: Path) -> list[dict[str, Any]]:
    """Plant faults, run every rule over the archives of the home twice, and compare; all of it is taken back."""
    with taken_back(), tempfile.TemporaryDirectory() as folder, override_settings(MEDIA_ROOT=folder):
        planted = plant_faults(OF_EACH * len(RULES), SEED)
        first, seconds = timed(run_rules)
        _again, later = timed(run_rules)
        slowest = sorted(first.seconds.items(), key=lambda pair: -pair[1])[:SLOWEST]
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        return [
            row(f"all {len(RULES)} rules, {Household.objects.count():,} archives", seconds, "s", "<= 300"),
            row("the same again, nothing new", later, "s", "<= 300"),
            row("faults found", Fault.objects.standing().count(), ""),
            row("faults planted", planted.total(), ""),
            row("most memory of the program", memory, "MB"),
            *(row(f"rule {code}", spent, "s") for code, spent in slowest),
            *_compared(),
        ]


def _compared() -> list[dict[str, Any]]:
    """Return, for each rule, which share of the planted faults was found, and how many others."""
    rows = []
    for one in recall():
        words = f"{one.rule.code}: {one.found} of {one.planted} planted found, {one.others:,} others"
        rows.append(row(words, one.found / one.planted if one.planted else 0.0, "", ALL if one.planted else ""))
    return rows
