"""Granting one account the sight of one archive, for a reason."""

from households.enums import GrantKind
from households.models import ArchiveGrant, Household
from organizations.models import User


def grant_archive(household: Household, *, to: User, kind: GrantKind) -> ArchiveGrant:
    """Let an account see an archive; a grant that exists stays."""
    return ArchiveGrant.objects.get_or_create(household=household, user=to, kind=kind)[0]


def revoke_archive(household: Household, *, of: User, kind: GrantKind) -> None:
    """End an account's sight of an archive for this reason."""
    ArchiveGrant.objects.filter(household=household, user=of, kind=kind).delete()
