"""Taking the row lock of a cadre."""

from pairing.models import Cadre


def lock_cadre(cadre: Cadre) -> Cadre:
    """Lock a cadre against leaving office meanwhile, and return the cadre as it is now. Needs a transaction.

    Take it after the lock of the household, where both are needed.
    """
    # Without the unit: joined, it would be the one from before the wait for the lock.
    return Cadre.objects.select_for_update(no_key=True).get(pk=cadre.pk)
