"""How long finding duplicates takes: for one who types, for the list, and for every archive of the home."""

from pathlib import Path
from typing import Any

from django.urls import reverse

from benchmarks.measure import row, timed
from benchmarks.pages import BUDGET, browser_of, measured, taken_back
from households.actions.duplicates import AT_ONCE, note_suspicions
from households.models import DuplicateSuspicion, Household, Member

READERS = ("county-officer", "province")
WARM, TIMES = 3, 40


def run(home: Path) -> list[dict[str, Any]]:
    """Measure with the households of the home's database; what is found is taken back."""
    with taken_back():
        keys = list(Household.objects.open().order_by("pk").values_list("pk", flat=True))
        batches = [keys[start : start + AT_ONCE] for start in range(0, len(keys), AT_ONCE)]
        seconds = [timed(lambda batch=batch: note_suspicions(batch))[1] for batch in batches]
        rows = [
            row("archives compared", len(keys), ""),
            row("suspicions", DuplicateSuspicion.objects.count(), ""),
            row("all of them", sum(seconds), "s"),
            row(f"slowest {AT_ONCE}", max(seconds), "s", "<= 2"),
        ]
        for reader in READERS:
            rows.append(measured(browser_of(reader), reader, "duplicates", reverse("duplicates")))
            rows.append(measured(browser_of(reader), reader, "applications", reverse("applications")))
            rows.append(_typing(reader))
    return rows


def _typing(reader: str) -> dict[str, Any]:
    """Measure what is asked while a person is typed who has a namesake of the same birthday."""
    client, somebody = browser_of(reader), Member.objects.workers().exclude(phone="").order_by("pk")[1000]
    said = {"name": somebody.name, "birth_date": f"{somebody.birth_date}", "phone": somebody.phone, "card_no": "1" * 19}
    times = sorted(timed(lambda: client.post("/duplicates/typed/", said))[1] * 1000 for _ in range(WARM + TIMES))
    return row(f"typing, {reader}", times[int(len(times) * 0.95)], "ms", BUDGET, fastest=round(times[0], 1))
