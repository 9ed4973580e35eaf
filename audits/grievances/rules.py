"""Who may do what with a grievance; predicates without a query of their own (``avoided`` and ``steps`` are loaded)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audits.grievances.words import joined
from organizations.enums import CHECKING_ROLES, OFFICE_ROLES, Role

if TYPE_CHECKING:
    from audits.models import Grievance
    from organizations.models import Union, User

READERS = OFFICE_ROLES | {Role.REGISTRAR}  # of what is no secret
SHORTEST = 2  # letters of a name: one alone stands in many words


def can_read(user: User) -> bool:
    """Tell whether the pages of grievances are open to the user."""
    return user.scope.has(*READERS)


def can_register(user: User, union: Union) -> bool:
    """Tell whether the user writes down what comes to a union by phone, visit or letter."""
    return user.scope.holds(OFFICE_ROLES, union.path)


def can_set_terms(user: User, union: Union) -> bool:
    """Tell whether the user enters the days of a region: who handles its grievances."""
    return user.scope.holds(CHECKING_ROLES, union.path)


def is_avoided(user: User, grievance: Grievance) -> bool:
    """Tell whether a grievance is about the user: kept away when it came or later, or by name whoever came since."""
    return user.pk in {person.pk for person in grievance.avoided.all()} or is_named(user, grievance.about)


def is_named(user: User, about: str) -> bool:
    """Tell whether the user's name stands in the words that say whom a grievance is about."""
    name = joined(user.name)
    return len(name) >= SHORTEST and name in joined(about)


def can_see(user: User, grievance: Grievance) -> bool:
    """Tell whether the user may see a grievance at all, by the same rule as ``visible_to``."""
    if is_avoided(user, grievance):
        return False
    scope, path = user.scope, grievance.union.path
    owns = grievance.owner_id == user.pk and scope.holds(OFFICE_ROLES, path)
    return owns or scope.holds(CHECKING_ROLES, path) or (not grievance.is_secret and scope.holds(READERS, path))


def can_handle(user: User, grievance: Grievance) -> bool:
    """Tell whether the user accepts, assigns and hands over: who checks at the union or above it."""
    return user.scope.holds(CHECKING_ROLES, grievance.union.path) and not is_avoided(user, grievance)


def can_own(user: User, grievance: Grievance) -> bool:
    """Tell whether the user may be charged with a grievance: staff of the union or above it whom it is not about."""
    return user.is_active and user.scope.holds(OFFICE_ROLES, grievance.union.path) and not is_avoided(user, grievance)


def can_answer(user: User, grievance: Grievance) -> bool:
    """Tell whether the user answers: the owner alone."""
    return grievance.owner_id == user.pk and can_own(user, grievance)


def is_in_charge(user: User, grievance: Grievance) -> bool:
    """Tell whether a grievance is in the user's hands: its owner's, or of who handles it."""
    return can_answer(user, grievance) or can_handle(user, grievance)


def had_a_hand(user: User, grievance: Grievance) -> bool:
    """Tell whether the user answered a grievance, or was ever charged with it."""
    charged = {grievance.owner_id, grievance.answered_by_id, *(step.person_id for step in grievance.steps.all())}
    return user.pk in charged


def can_decide_appeal(user: User, grievance: Grievance) -> bool:
    """Tell whether the user decides an appeal: a handler at the union or above who had no hand in the answer."""
    return can_handle(user, grievance) and not had_a_hand(user, grievance)


def can_recode(user: User, grievance: Grievance) -> bool:
    """Tell whether the user issues a new code: who is in charge, to somebody who has given a name."""
    return not grievance.is_anonymous and is_in_charge(user, grievance)
