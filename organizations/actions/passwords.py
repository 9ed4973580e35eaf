"""Passwords: chosen by the person, or handed out once by an administrator."""

from django.db import transaction
from django.utils import timezone

from organizations.actions.access import record_access
from organizations.enums import AccessVerb
from organizations.models import User


@transaction.atomic
def change_password(user: User, password: str, *, address: str | None = None) -> User:
    """Set the password that the person chose; every other session of the account ends."""
    user.set_password(password)
    user.must_change_password, user.password_changed_at = False, timezone.now()
    user.save(update_fields=["password", "must_change_password", "password_changed_at"])
    record_access(user, AccessVerb.ADMIN, user.username, detail="修改本人密码", address=address)
    return user
