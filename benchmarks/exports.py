"""Whether 200 exports of 20 people are served in turn by 2 workers, and what pages cost meanwhile.

Everything happens in a copy of the home's database that is dropped afterwards, with a store of its own.
"""

import contextlib
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg2
from django.conf import settings
from django.db import connection

NAME = "bench_exports"
# A process of its own: this one is tied to the database of the home.
PLAY = "import json, django; django.setup(); from benchmarks.exports_play import play; print(json.dumps(play()))"


def run(home: Path) -> list[dict[str, Any]]:
    """Play in the copy."""
    with copied_database(NAME) as url, tempfile.TemporaryDirectory(dir=home) as folder:
        place = os.environ | {"DATABASE_URL": url, "MEDIA_STORE": folder, "DJANGO_SETTINGS_MODULE": "config.settings"}
        played = subprocess.run([sys.executable, "-c", PLAY], env=place, stdout=subprocess.PIPE, check=True, text=True)
    rows: list[dict[str, Any]] = json.loads(played.stdout.splitlines()[-1])
    return rows


@contextlib.contextmanager
def copied_database(name: str) -> Iterator[str]:
    """Copy the home's database, and drop the copy afterwards; nobody else may be connected to the original."""
    connection.close()
    original = urlsplit(settings.DATABASE_URL)
    server_url = urlunsplit(original._replace(path="/postgres"))
    with contextlib.closing(psycopg2.connect(server_url)) as server:
        server.autocommit = True
        with server.cursor() as cursor:
            cursor.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
            cursor.execute(f"CREATE DATABASE {name} TEMPLATE {original.path[1:]} STRATEGY FILE_COPY")
            try:
                yield urlunsplit(original._replace(path=f"/{name}"))
            finally:
                cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")
