"""Keeping which columns of a list an account wants to see."""

from collections.abc import Iterable

from households.columns import BY_NAME, LIST
from households.models import ListColumns
from organizations.models import User


def choose_columns(user: User, names: Iterable[str]) -> None:
    """Keep the columns that an account has chosen; none at all brings the usual ones back."""
    if known := [name for name in names if name in BY_NAME]:
        ListColumns.objects.update_or_create(user=user, list_name=LIST, defaults={"columns": known})
    else:
        ListColumns.objects.filter(user=user, list_name=LIST).delete()
