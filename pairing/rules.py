"""Who may pair, log and correct inside the scope; predicates without a query of their own."""

from households.models import Household
from households.rules import can_work, is_officer
from organizations.enums import Role
from organizations.models import Union, User
from pairing.models import Handover, Visit


def can_pair(user: User, household: Household) -> bool:
    """Tell whether the user may pair the household, and hand it over: an officer above it, while it is open."""
    return household.is_open and is_officer(user, household)


def can_end_pairing(user: User, household: Household) -> bool:
    """Tell whether the user may end a pairing: an officer above the household, also when the archive is closed."""
    return is_officer(user, household)


def can_correct_visit(user: User, household: Household, visit: Visit) -> bool:
    """Tell whether the user may correct a visit: an officer above the household, or who made or logged it."""
    own = visit.created_by_id == user.pk or (visit.cadre is not None and visit.cadre.user_id == user.pk)
    return can_work(user, household) and (own or is_officer(user, household))


def can_keep_cadres(user: User, union: Union) -> bool:
    """Tell whether the user may keep the cadres and helping units of a union."""
    return user.scope.holds([Role.OFFICER], union.path)


def can_keep_stations(user: User, union: Union) -> bool:
    """Tell whether the user may keep the stations of a union."""
    return user.scope.holds([Role.OFFICER], union.path)


def can_acknowledge(user: User, handover: Handover) -> bool:
    """Tell whether the user may acknowledge: the taker, or for one without an account an officer above the taker."""
    taker = handover.taker
    return taker.user_id == user.pk or (taker.user_id is None and can_keep_cadres(user, taker.union))
