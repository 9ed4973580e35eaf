"""Databases beside the home's own, made for one benchmark and dropped in the end."""

import contextlib
from collections.abc import Iterator
from urllib.parse import urlsplit, urlunsplit

import psycopg2
from django.conf import settings
from django.db import connections


def scratch_database(name: str) -> contextlib.AbstractContextManager[str]:
    """Make an empty database, and return its address."""
    return _database(name, "")


def copied_database(name: str) -> contextlib.AbstractContextManager[str]:
    """Copy the home's database, and return the address of the copy; nobody else may be connected to the original."""
    connections.close_all()
    original = urlsplit(settings.DATABASE_URL).path[1:]
    return _database(name, f" TEMPLATE {original} STRATEGY FILE_COPY")


@contextlib.contextmanager
def _database(name: str, how: str) -> Iterator[str]:
    own = urlsplit(settings.DATABASE_URL)
    with contextlib.closing(psycopg2.connect(urlunsplit(own._replace(path="/postgres")))) as server:
        server.autocommit = True
        with server.cursor() as cursor:
            cursor.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
            cursor.execute(f"CREATE DATABASE {name}{how}")
            try:
                yield urlunsplit(own._replace(path=f"/{name}"))
            finally:
                cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")
