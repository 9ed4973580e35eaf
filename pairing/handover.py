"""What organizations asks before an account is closed: does its person still have households."""

from organizations.models import User
from pairing.models import Pairing
from pairing.querysets import PairingQuerySet


def open_pairings_of(user: User) -> PairingQuerySet:
    """Return the pairings that must be handed over before the account may be closed."""
    return Pairing.objects.active().of_user(user)


def hand_over_first(user: User) -> str:
    """Say why an account cannot be closed yet, or "" when its person has no household any more."""
    if count := open_pairings_of(user).count():
        return f"{user.name} 还有 {count} 户结对，请经办人员在“帮扶干部”中先移交给他人。"
    return ""
