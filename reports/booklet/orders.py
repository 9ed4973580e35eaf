"""Ordering booklets for a selection: one job for each order."""

from typing import Any

from django.utils import timezone

from core.jobs import start_job
from core.models import Job
from organizations.models import User
from reports.booklet.selection import require_printable_number
from reports.jobs import BOOKLETS


def order_booklets(selection: dict[str, Any], *, singly: bool, by: User) -> Job:
    """Start the job that prints a selection; ``singly`` makes a ZIP with one PDF for each household.

    Raises DomainError when nothing, or too much, is selected, and Conflict while the same order is being printed.
    """
    count = require_printable_number(by, selection)
    day = timezone.localdate()
    return start_job(
        BOOKLETS,
        owner=by,
        title=f"户户清表册 {count} 户",
        params={**selection, "form": "zip" if singly else "pdf"},
        file_name=f"户户清表册-{count}户-{day:%Y%m%d}.{'zip' if singly else 'pdf'}",
    )
