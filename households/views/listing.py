"""The list of archives: search, filters, order, columns, selection."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from core.paging import capped_count, in_words, page_of
from households import columns
from households.actions.columns import choose_columns
from households.columns import Column, Head
from households.filters import HouseholdFilter, stores
from households.models import Household
from organizations.choosing import chips
from organizations.enums import Role
from organizations.http import UserRequest
from organizations.rules import require_business


@require_GET
def households(request: UserRequest) -> HttpResponse:
    """List the archives of the user's scope."""
    require_business(request.user)
    filters = HouseholdFilter(request.GET, Household.objects.visible_to(request.user), user=request.user)
    chosen = columns.chosen_columns(request.user)
    keys = columns.sort_keys(request.GET.get("sort", ""))
    total, more = capped_count(filters.qs)
    context = {
        "filters": filters.form,
        "chips": chips(filters, request.GET),
        "stores": stores(request.GET),
        "total": in_words(total, more),
        "can_file": request.user.scope.has(Role.OFFICER),
        **_table(request, filters.qs.order_by(*columns.order_of(keys)), chosen, keys),
    }
    return render(request, "households/household_list.html", context)


@require_POST
def list_columns(request: UserRequest) -> HttpResponse:
    """Keep the columns that the user has chosen, and go back to the list as it was narrowed."""
    choose_columns(request.user, request.POST.getlist("columns"))
    query = request.POST.get("query", "")
    return redirect(f"{reverse('households')}{'?' if query else ''}{query}")


def _table(request: UserRequest, found: Any, chosen: list[Column], keys: list[str]) -> dict[str, Any]:
    """Return one page of archives as cells, with the heads above them."""
    found = found.for_list()
    if any(column.of_worker for column in chosen):
        found = found.with_worker()
    page = page_of(found, request)
    picked = {column.name for column in chosen}
    return {
        "page": page,
        "heads": [_head(request, column.name, column.label, column.css, keys) for column in chosen],
        "name_head": _head(request, "name", "职工姓名", "", keys),
        "rows": [(household, [(c.label, c.css, c.show(household)) for c in chosen]) for household in page],
        "column_choices": [(column.name, column.label, column.name in picked) for column in columns.COLUMNS],
    }


def _head(request: UserRequest, name: str, label: str, css: str, keys: list[str]) -> Head:
    return columns.head_of(name, label, css, keys=keys, query=request.GET)
