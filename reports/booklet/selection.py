"""Which households a person has selected for printing: by their numbers, or everything that a filtered list shows."""

from typing import Any

from django.http import QueryDict

from core.errors import DomainError
from households.filters import HouseholdFilter
from households.models import Household
from households.querysets import HouseholdQuerySet
from organizations.models import User

MOST = 2000


def selected(user: User, params: dict[str, Any]) -> HouseholdQuerySet:
    """Return the selected households inside the user's scope of today; what lies outside is silently absent."""
    households = Household.objects.visible_to(user)
    if "archive_nos" in params:
        return households.filter(archive_no__in=params["archive_nos"])
    return HouseholdFilter(QueryDict(params["filter"]), households, user=user).qs


def printable_numbers(user: User, params: dict[str, Any], *, most: int = MOST) -> list[str]:
    """Return the selected archive numbers; raises DomainError for none, and for more than one job may print."""
    found = selected(user, params).order_by("archive_no").values_list("archive_no", flat=True)
    numbers = list(found[: most + 1])
    if not numbers:
        raise DomainError("没有选中可打印的档案，请在列表中勾选后再打印。")
    if len(numbers) > most:
        raise DomainError(f"一次最多打印 {most:,} 户，所选超过此数。请用地区、类别等条件缩小范围，分批打印。")
    return numbers
