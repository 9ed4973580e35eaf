"""Opening an archive: scope first, then a line in the access log; and opening one of its rows."""

from typing import TypeVar

from django.db.models import Model, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from households.history import removal_of, removed_row
from households.models import Household
from organizations.actions.access import record_access
from organizations.enums import AccessVerb
from organizations.http import UserRequest

Part = TypeVar("Part", bound=Model)


def open_household(request: UserRequest, archive_no: str, *, looking_at: str = "") -> Household:
    """Return the archive when it lies in the user's scope, else 404; with ``looking_at`` the look is logged.

    The household carries ``granted`` for ``households.rules``. Two queries, three with a log line.
    """
    households = Household.objects.visible_to(request.user).with_grant_for(request.user).select_related("union")
    household = get_object_or_404(households, archive_no=archive_no)
    if looking_at:
        record_look(request, household, looking_at)
    return household


def open_part(request: UserRequest, rows: QuerySet[Part], pk: int, done: str, **belongs: Household) -> Part:
    """Return a row of an archive to be edited, else 404.

    A form that was being filled in when somebody removed the row gets the row as it was, so that nothing typed is
    lost; the action then says who removed it. Who only opens the page is told at once: ``done`` is what was done.
    ``belongs`` is the look-up path to the archive.
    """
    if found := rows.filter(pk=pk, **belongs).first():
        return found
    removed = removed_row(rows.model, pk, **belongs)
    if removed is None:
        raise Http404
    if request.method != "POST":
        raise removal_of(removed, done)
    return removed


def record_look(request: UserRequest, household: Household, at: str, *, in_full: bool = False) -> None:
    """Write a line in the access log: what was looked at, and whether it shows personal numbers in full."""
    verb = AccessVerb.REVEAL if in_full else AccessVerb.VIEW
    record_access(request.user, verb, household.archive_no, detail=at)
