"""What the tests of one module share: made once, seen by all of them, taken back after the last."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import transaction
from django.test import override_settings


def in_home(folder: Path) -> override_settings:
    """Have what is made lie in a home of the module's own, with no demo account's file."""
    roots = {"APP_HOME": folder, "MEDIA_ROOT": folder / "media", "EXPORT_ROOT": folder / "exports"}
    return override_settings(**roots, DEMO_PASSWORD="")


@contextmanager
def made_once(django_db_blocker, folder: Path) -> Iterator[None]:
    """Let a fixture of a module write; each test rolls back what it did itself."""
    with in_home(folder), django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)
