"""帮扶资金使用情况: by source, item and union, the entries behind a number, and the table as a workbook."""

from typing import Any

from django.http import FileResponse, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from assistance.forms.funds import years
from assistance.funds import spending as figures
from assistance.funds.enums import FundKind
from assistance.funds.rules import READERS, WHO_READS
from assistance.funds.workbooks import spending_book
from assistance.models import AidItem
from assistance.services.counts import persons_by_kind
from assistance.services.enums import ServiceKind
from assistance.views.funds import year_asked
from core.paging import page_of
from core.serving import XLSX
from organizations.actions.access import record_access
from organizations.enums import AccessVerb
from organizations.http import UserRequest
from organizations.models import Union
from organizations.rules import require
from organizations.unionrows import union_asked, unions_below, unions_counted_for


@require_GET
def spending(request: UserRequest) -> HttpResponse:
    """Show what was spent in a year or a part of it, first of the user's own union; ``?union=`` goes down."""
    found, tops = _asked(request)
    columns = [(source, figures.cells_of(found.by_source, [source])[0]) for source in found.sources]
    since, until = found.spell.days.first, found.spell.days.last
    persons = persons_by_kind(found.union, request.user, since=since, until=until)
    context = {
        **{"found": found, "union": found.union, "spell": found.spell, "tops": tops, "columns": columns},
        "served": [(kind, persons[kind]) for kind in ServiceKind if kind in persons],
        "persons": sum(persons.values()),
        "above": unions_counted_for(request.user).ancestors_of([found.union]),
        "items": [(row, _cells(found, row)) for row in found.items],
        "places": [(row, _cells(found, row)) for row in found.places],
        "years": [int(value) for value, _label in years()],
        "parts": figures.PARTS,
        "rest": f"&year={found.spell.year}&part={found.spell.part}",
    }
    return render(request, "assistance/spending.html", context)


@require_GET
def spending_behind(request: UserRequest) -> HttpResponse:
    """List the entries of the ledger that one number adds up."""
    require(request.user.scope.has(*READERS), WHO_READS)
    union, _tops = union_asked(request)
    item, source = request.GET.get("item", ""), request.GET.get("source", "")
    item = item if item.isascii() and item.isdigit() and len(item) <= 9 else ""
    source = source if source in FundKind.values else ""
    spell, own = spell_asked(request), "own" in request.GET
    rows = figures.entries_behind(union, spell.days, request.user, item=item, source=source, own=own)
    context = {
        **{"union": union, "spell": spell, "own": own, "page": page_of(rows, request)},
        "item": figures.SERVICES
        if item == "0"
        else AidItem.objects.visible_to(request.user).filter(pk=int(item or 0)).first(),
        "source": FundKind(source).label if source else "",
        "rest": f"&year={spell.year}&part={spell.part}",
    }
    return render(request, "assistance/spending_behind.html", context)


@require_GET
def spending_workbook(request: UserRequest) -> FileResponse:
    """Send the table 帮扶资金使用情况表; it names nobody."""
    found, _tops = _asked(request)
    title = f"{found.union}{found.spell.label}帮扶资金使用情况表"
    record_access(request.user, AccessVerb.EXPORT, "资金使用情况", detail=title)
    return FileResponse(spending_book(found, title), content_type=XLSX, filename=f"{title}.xlsx", as_attachment=True)


def _asked(request: UserRequest) -> tuple[figures.Spending, list[Union]]:
    require(request.user.scope.has(*READERS), WHO_READS)
    union, tops = union_asked(request)
    return figures.spending_of(union, spell_asked(request), request.user, unions_below(union)), tops


def spell_asked(request: UserRequest) -> figures.PartOfYear:
    """Return the year and part of ``?year=`` and ``?part=``."""
    part = request.GET.get("part", "")
    return figures.PartOfYear(year_asked(request), part if part in dict(figures.PARTS) else "")


def _cells(found: figures.Spending, row: Any) -> list[tuple[FundKind, figures.Cell]]:
    return list(zip(found.sources, figures.cells_of(row.cells, found.sources), strict=True))
