"""Who may do what in the assessment; predicates without a query of their own.

A union is scored by another: whoever stands at or below it never checks its card, and nobody but it scores itself.
"""

from audits.models import ScoreCard, ScoreSheet
from audits.scores.enums import CardStatus, SheetStatus
from core import clock
from organizations.enums import CHECKING_ROLES, SUBTREE_ROLES, Role
from organizations.models import Union, User


def can_keep_sheet(user: User, union: Union) -> bool:
    """Tell whether the user keeps the sheets of a union: its officer, or one above it."""
    return user.scope.holds([Role.OFFICER], union.path)


def can_see_ranks(user: User, sheet: ScoreSheet) -> bool:
    """Tell whether the user sees all cards beside each other: who stands at the sheet's union or above it."""
    return user.scope.holds(SUBTREE_ROLES, sheet.union.path)


def can_self_score(user: User, card: ScoreCard) -> bool:
    """Tell whether the user scores the union for itself: an officer of this very union, of none above it."""
    return (Role.OFFICER, card.union.path) in user.scope.places


def can_check(user: User, card: ScoreCard) -> bool:
    """Tell whether the user checks it: for the sheet's union, being neither of the scored one nor who scored it."""
    is_of_it = card.union.covers(user.union.path) or any(card.union.covers(path) for _role, path in user.scope.places)
    return user.scope.holds(CHECKING_ROLES, card.sheet.union.path) and not is_of_it and user.pk != card.self_by_id


def can_see_checked(user: User, card: ScoreCard) -> bool:
    """Tell whether the user sees what the checker gives: the scored union does once the results are published."""
    return card.is_published or can_see_ranks(user, card.sheet)


def is_for_checking(card: ScoreCard) -> bool:
    """Tell whether a card may be checked now: it was scored by its union, or the time for that is over."""
    if card.sheet.status != SheetStatus.PUBLISHED:
        return False
    until = card.sheet.self_until
    late = card.status == CardStatus.OPEN and until is not None and clock.today() > until
    return card.status == CardStatus.SELF_SCORED or late
