"""What a test that commits leaves behind is taken back: the database is again as the migrations left it.

Django empties every table by TRUNCATE, which makes a thousand files anew each time and takes the unions, procedures and
rules with it. Here the rows of the migrations lie in a second schema, and only what differs is deleted or put back.
"""

import time

from django.db import OperationalError, connection

PATIENCE = 10  # seconds for the server's threads to end what they do for a page that was closed meanwhile
TRIES = 5
BUSY = """
    SELECT EXISTS (
        SELECT FROM pg_stat_activity
        WHERE datname = current_database() AND backend_type = 'client backend' AND pid <> pg_backend_pid()
            AND xact_start IS NOT NULL
    )
"""
OTHERS = """
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()
"""
# Triggers and keys keep still.
SCHEMA = """
    DROP SCHEMA IF EXISTS kept CASCADE;
    CREATE SCHEMA kept;
    CREATE FUNCTION kept.tables() RETURNS SETOF text LANGUAGE sql AS $$
        SELECT relname::text FROM pg_class
        WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND relname <> 'django_migrations'
    $$;
    CREATE FUNCTION kept.has_rows(name text) RETURNS boolean LANGUAGE plpgsql AS $$
    DECLARE found boolean;
    BEGIN
        EXECUTE format('SELECT EXISTS (SELECT FROM public.%I)', name) INTO found;
        RETURN found;
    END $$;
    CREATE FUNCTION kept.restore() RETURNS void LANGUAGE plpgsql AS $$
    DECLARE
        name text;
        same constant text := 'SELECT FROM %s.%I b WHERE b.id = a.id AND b::text = a::text';
    BEGIN
        SET LOCAL session_replication_role = replica;
        FOR name IN SELECT kept.tables() LOOP
            EXECUTE format('LOCK TABLE public.%I IN ACCESS EXCLUSIVE MODE', name);
            IF to_regclass(format('kept.%I', name)) IS NULL THEN
                IF kept.has_rows(name) THEN
                    EXECUTE format('DELETE FROM public.%I', name);
                END IF;
            ELSE
                EXECUTE format('DELETE FROM public.%I a WHERE NOT EXISTS (' || same || ')', name, 'kept', name);
                EXECUTE format(
                    'INSERT INTO public.%I SELECT * FROM kept.%I a WHERE NOT EXISTS (' || same || ')',
                    name, name, 'public', name
                );
            END IF;
        END LOOP;
    END $$;
    DO $$
    DECLARE name text;
    BEGIN
        FOR name IN SELECT kept.tables() LOOP
            IF kept.has_rows(name) THEN
                EXECUTE format('CREATE TABLE kept.%I AS TABLE public.%I', name, name);
            END IF;
        END LOOP;
    END $$;
    CREATE TABLE kept.migrated AS SELECT app, name FROM public.django_migrations;
"""
IS_OF_NOW = """
    SELECT NOT EXISTS (SELECT app, name FROM public.django_migrations EXCEPT TABLE kept.migrated)
"""


def keep() -> None:
    """Keep what the migrations left, unless the database has been kept since the last of them: then take tests back."""
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit = off")  # no commit of a test has to outlive a loss of power
        cursor.execute(f"ALTER DATABASE {connection.settings_dict['NAME']} SET synchronous_commit = off")
        cursor.execute("SELECT to_regclass('kept.migrated') IS NOT NULL")
        if cursor.fetchone()[0]:
            cursor.execute(IS_OF_NOW)
            if cursor.fetchone()[0]:
                restore()
                return
        cursor.execute(SCHEMA)


def restore(_case: object = None, *, patience: float = PATIENCE) -> None:
    """Take back all that was committed; in the place of ``TransactionTestCase._fixture_teardown``."""
    until_nobody_is_busy(patience)
    for left in reversed(range(TRIES)):
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT kept.restore()")
        except OperationalError:  # a request that began meanwhile holds what is wanted and wants what is held
            if not left:
                raise
        else:
            return


def until_nobody_is_busy(patience: float) -> None:
    """Return when no other connection is inside a transaction, or when that takes too long."""
    end = time.monotonic() + patience
    with connection.cursor() as cursor:
        while time.monotonic() < end:
            cursor.execute(BUSY)
            if not cursor.fetchone()[0]:
                return
            time.sleep(0.02)


def end_others() -> None:
    """End whatever still talks to the database: it would keep it from being dropped, whichever module came last."""
    with connection.cursor() as cursor:
        cursor.execute(OTHERS)
