"""Whose session it is: an account as Django checks it, read together with what every page shows of it."""

from typing import Any

from django.contrib.auth.backends import ModelBackend

from organizations.models import User


class AccountBackend(ModelBackend):
    """Django's own check of passwords; the union, which every page names, comes in the same query."""

    def get_user(self, user_id: Any) -> User | None:
        """Return the account of a session, none for one that was closed."""
        account = User.objects.select_related("union").filter(pk=user_id).first()
        return account if account is not None and self.user_can_authenticate(account) else None
