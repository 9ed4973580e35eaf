"""The world of tests.support.world made once for all tests of a module."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import transaction
from django.test import override_settings

from tests.support.world import World, make_world


@contextmanager
def one_world(blocker, directory: Path) -> Iterator[World]:
    """Make everything, with its files below a directory; at the end it is taken back. Each test rolls back its own."""
    roots = {"MEDIA_ROOT": directory / "media", "EXPORT_ROOT": directory / "exports"}
    with override_settings(**roots), blocker.unblock(), transaction.atomic():
        world = make_world()
        world.roots = roots
        yield world
        transaction.set_rollback(True)


def find_files(settings, world: World) -> None:
    """Let a test find the files of the world, where each test has a directory of its own otherwise."""
    for name, root in world.roots.items():
        setattr(settings, name, root)
