"""Printing one booklet: check, set (or fetch), finish, leave a line in the access log."""

from django.utils import timezone

from households.models import Household
from households.querysets import HouseholdQuerySet
from organizations.actions.access import record_access
from organizations.enums import AccessVerb
from organizations.models import User
from reports.booklet.data import Booklet
from reports.booklet.fonts import covered, require_printable
from reports.booklet.loading import load_booklets, numbers_for
from reports.booklet.merge import Stamp, finished
from reports.booklet.parts.words import moment
from reports.booklet.render import css, render_body
from reports.booklet.store import fetch, keep
from reports.booklet.typeset import Body


def print_booklet(household: Household, *, by: User | None) -> bytes:
    """Return the booklet as PDF; personal numbers in full only where this person's prints carry them.

    Leaves a line in the access log. Raises DomainError, before anything is set, for a character that no font has.
    """
    households: HouseholdQuerySet = Household.objects.filter(pk=household.pk)
    (booklet,) = load_booklets(households, in_full=numbers_for(by))
    require_printable(booklet)
    pdf = finished(body_of(booklet), household.archive_no, stamp_for(by, title_of(booklet)), css())
    record_access(by, AccessVerb.PRINT, household.archive_no, detail=print_detail(booklet))
    return pdf


def body_of(booklet: Booklet) -> Body:
    """Return the pages of a booklet: those kept from an earlier print when nothing changed, else newly set."""
    body = fetch(booklet)
    if body is None:
        body = render_body(booklet)
        keep(booklet, body)
    return body


def title_of(booklet: Booklet) -> str:
    """Return the title that a PDF viewer shows."""
    return f"户户清表册 {booklet.archive.archive_no} {booklet.worker.name}"


def print_detail(booklet: Booklet) -> str:
    """Say in the access log what was printed."""
    return "户户清表册（号码已隐去）" if booklet.masked else "户户清表册（完整号码）"


def stamp_for(by: User | None, title: str) -> Stamp:
    """Return what every page says of this print; a name's letters that no font has are left out."""
    name = "".join(letter for letter in by.name if letter in covered()) if by else ""
    printed = f"打印时间：{moment(timezone.now())}"
    return Stamp(title=title, foot=f"{printed}　打印人：{name}" if name else printed)
