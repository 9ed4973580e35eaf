"""Taking the row locks of archives and of a cadre."""

from collections.abc import Iterable

from households.models import Household
from pairing.models import Cadre


def lock_archives(keys: Iterable[int]) -> dict[int, Household]:
    """Lock archives in the order of their keys, open or not, and return them by key as they are now; one query.

    The one order keeps two who lock several from waiting for each other in a circle. Needs a transaction.
    """
    found = Household.objects.select_for_update(no_key=True).filter(pk__in=set(keys)).order_by("pk").defer("search")
    return {household.pk: household for household in found}


def lock_cadre(cadre: Cadre) -> Cadre:
    """Lock a cadre against leaving office meanwhile, and return the cadre as it is now. Needs a transaction.

    Take it after the lock of the household, where both are needed.
    """
    # Without the unit: joined, it would be the one from before the wait for the lock.
    return Cadre.objects.select_for_update(no_key=True).get(pk=cadre.pk)
