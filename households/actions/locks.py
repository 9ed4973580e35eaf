"""Taking the row lock of an archive, under which all its parts are written."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from core.errors import DomainError
from households.models import Household


def lock_household(household: Household, *, must_be_open: bool = True) -> Household:
    """Lock the archive and return it as it is now; one writer at a time for each archive. Needs a transaction.

    The lock lets foreign keys be checked (no key update), so rows that point to the archive are not held up.
    """
    # Nothing joined: an import may move the archive to another union while this waits, and a join would find neither.
    locked = Household.objects.select_for_update(no_key=True).get(pk=household.pk)
    if must_be_open and not locked.is_open:
        raise DomainError(f"档案 {locked.archive_no} {locked.get_status_display()}，不能再修改。")
    return locked


def lock_households(keys: Iterable[int] | QuerySet[Household]) -> dict[int, Household]:
    """Lock several archives in the order of their keys, open or not, and return them by key as they are now; one query.

    They are named by keys or by a query. The one order keeps two who lock several from waiting for each other in a
    circle. Needs a transaction.
    """
    wanted: Any = keys if isinstance(keys, QuerySet) else set(keys)
    found = Household.objects.select_for_update(no_key=True).filter(pk__in=wanted).order_by("pk").defer("search")
    return {household.pk: household for household in found}
