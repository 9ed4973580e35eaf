"""How fast the lists, searches and to-do pages of the home answer, as a county user and as the province."""

from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from benchmarks.measure import row
from benchmarks.pages import browser_of, measured, taken_back
from core import pinyin
from households.models import Household, Member
from organizations.models import User

READERS = ("county-officer", "province")
# Of what the last run found: after `bin/manage seed_demo`, or a night of the worker.
QUALITY = ("quality", "quality_trend", "faults", "waivers", "quality_runs", "duplicates")
DEEP = {"county-officer": 10, "province": 200}


def run(home: Path) -> list[dict[str, Any]]:
    """Measure with the households of the home's database."""
    with taken_back():
        rows = [row("households in the home", Household.objects.count(), "")]
        for reader in READERS:
            client = browser_of(reader)
            rows += [measured(client, reader, what, url) for what, url in pages_of(reader).items()]
        rows.append(measured(browser_of("cadre"), "cadre", "my_households", reverse("my_households")))
        rows.append(measured(browser_of("cadre"), "cadre", "home", reverse("home")))
    return rows


def pages_of(reader: str) -> dict[str, str]:
    """Return the pages of a reader of a subtree by what they show."""
    seen = Household.objects.visible_to(User.objects.get(username=reader)).in_care()
    someone = seen.order_by("archive_no")[seen.count() // 2]
    number = Member.objects.workers().get(household=someone).identity_no
    listed = {
        "list": {},
        "list, not clear": {"clear": "no"},
        "list, not clear in 6": {"clear": "6"},
        "list, by income": {"sort": "-per_head"},
        "list, by number": {"sort": "no"},
        "list, on file": {"status": "on_file"},
        "list, not clear by income": {"clear": "no", "sort": "per_head"},
        "list, deep page": {"page": DEEP[reader]},
        "search, name": {"q": someone.head_name},
        "search, surname": {"q": someone.head_name[0]},
        "search, initials": {"q": pinyin.initials(someone.head_name)},
        "search, identity": {"q": number},
        "search, nobody": {"q": "无此人"},
    }
    pages = {what: f"{reverse('households')}?{urlencode(query)}" for what, query in listed.items()}
    pages |= {name: reverse(name) for name in ("visits_due", "pairings_missing", "clear_counts", "cadres", "home")}
    pages |= {name: reverse(name) for name in QUALITY}
    pages["faults, errors"] = f"{reverse('faults')}?severity=error"
    soon = {"visits_due, soon": "state=soon", "visits_due, all": "state=all", "visits_due, calls": "method=call"}
    return pages | {what: f"{reverse('visits_due')}?{query}" for what, query in soon.items()}
