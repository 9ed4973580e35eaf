"""Taking the row lock of an archive, under which all its parts are written."""

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


def lock_households(households: QuerySet[Household]) -> set[int]:
    """Lock several archives in the one order that everybody keeps, and return their keys. Needs a transaction."""
    rows = Household.objects.select_for_update(no_key=True).filter(pk__in=households.values("pk"))
    return set(rows.order_by("pk").values_list("pk", flat=True))
