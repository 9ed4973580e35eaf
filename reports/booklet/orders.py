"""Ordering booklets for a selection: one job for each order."""

from typing import Any

from django.utils import timezone

from core.jobs import start_job
from core.models import Job
from organizations.models import User
from reports.booklet.selection import printable_numbers
from reports.jobs import BOOKLETS


def order_booklets(selection: dict[str, Any], *, singly: bool, by: User) -> Job:
    """Start the job that prints a selection; ``singly`` makes a ZIP with one PDF for each household.

    Raises DomainError when nothing, or too much, is selected, and Conflict while the same order is being printed.
    """
    # By number, not by the filter that found them: what was searched for may be somebody's identity number.
    numbers = printable_numbers(by, selection)
    count = len(numbers)
    day = timezone.localdate()
    return start_job(
        BOOKLETS,
        owner=by,
        title=f"户户清表册 {count} 户",
        params={"archive_nos": numbers, "form": "zip" if singly else "pdf"},
        file_name=f"户户清表册-{count}户-{day:%Y%m%d}.{'zip' if singly else 'pdf'}",
    )
