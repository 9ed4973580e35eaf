"""How fast the pages of money answer: funds, budgets, a ledger, spending, lists; and how long the proof takes."""

from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from django.db.models import Max, Sum
from django.urls import reverse

from assistance.funds.reconcile import differences, reconcile
from assistance.models import Budget, LedgerAct, LedgerEntry, Payment, SpendingTotal
from benchmarks.lists import READERS
from benchmarks.measure import row, timed
from benchmarks.pages import browser_of, measured, taken_back
from organizations.models import User
from organizations.unionrows import unions_counted_for

RECONCILED = "<= 10"
NOBODY = "查无此人"


def run(home: Path) -> list[dict[str, Any]]:
    """Measure with the payments of the home's database."""
    if not Payment.objects.exists():
        raise SystemExit("no payments: bin/manage seed_demo --payments 300000")
    with taken_back():
        rows = [row("payments in the home", Payment.objects.count(), "")]
        rows.append(row("entries of the ledger", LedgerEntry.objects.count(), ""))
        for reader in READERS:
            client = browser_of(reader)
            rows += [measured(client, reader, what, url) for what, url in pages(reader).items()]
        return rows + proof()


def proof() -> list[dict[str, Any]]:
    """Hold all tables of money against each other once."""
    findings, seconds = timed(reconcile)
    return [row("differences found", differences(findings), "", "<= 0"), row("reconcile", seconds, "s", RECONCILED)]


def pages(reader: str) -> dict[str, str]:
    """Return the pages of a reader by what they show: the fullest year, the longest ledger, old and empty filters."""
    user = User.objects.get(username=reader)
    union = unions_counted_for(user).order_by("depth", "path")[0]
    spent = SpendingTotal.objects.visible_to(user).order_by()
    years = sorted({month.year for month in spent.values_list("month", flat=True).distinct()}) or [2020]
    year = {"union": union.code, "year": years[-1]}
    found = {
        "funds": ("funds", year),
        "budgets": ("budgets", {"year": years[-1]}),
        "spending": ("spending", year),
        "spending behind": ("spending_behind", year),
        "spending behind an item": ("spending_behind", year | {"item": _smallest_item(user)}),
        "batches": ("batches", {}),
        "lines": ("payments", {}),
        "lines of the first year": ("payments", {"year": years[0]}),
        "lines that failed": ("payments", {"status": "failed"}),
        "lines of a month": ("payments", {"month": f"{years[0]}-12"}),
        "lines of nobody": ("payments", {"q": NOBODY}),
    }
    asked = {what: f"{reverse(name)}?{urlencode(query)}" for what, (name, query) in found.items()}
    return asked | _ledgers(user)


def _smallest_item(user: User) -> int:
    lines = SpendingTotal.objects.visible_to(user).filter(item__isnull=False).order_by().values_list("item")
    return min(lines.annotate(sum=Sum("lines")), key=lambda pair: pair[1], default=(0, 0))[0]


def _ledgers(user: User) -> dict[str, str]:
    """Return the longest ledger that the user sees, and its largest batch unfolded."""
    acts = LedgerAct.objects.filter(budget__in=Budget.objects.visible_to(user)).order_by()
    longest = acts.values_list("budget").annotate(sum=Sum("count")).order_by("-sum").first()
    if longest is None:
        return {}
    budget = reverse("budget", args=[longest[0]])
    batch = acts.filter(budget=longest[0], batch__isnull=False).values_list("batch").annotate(most=Max("count"))
    largest = batch.order_by("-most").first()
    return {"ledger": budget} | ({"ledger, a batch unfolded": f"{budget}?batch={largest[0]}"} if largest else {})
