"""Locks of organizations; an action takes the tree first, then accounts."""

from organizations.models import Union, User


def lock_tree() -> None:
    """Hold the shape of the tree until the transaction ends; another who adds, moves or closes a union waits.

    The lock lets rows be written that refer to unions.
    """
    Union.objects.select_for_update(no_key=True).get(depth=1)


def lock_account(account: User) -> User:
    """Read an account as it stands now and hold it until the transaction ends."""
    # Without its union: joined, an account that is moved meanwhile would not be found.
    return User.objects.select_for_update().get(pk=account.pk)
