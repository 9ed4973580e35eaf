"""What our own ``migrate`` leaves is what the models say, by name: columns, constraints, indexes, triggers."""

import pgtrigger.registry
import pytest
from django.apps import apps
from django.db import connection

pytestmark = pytest.mark.django_db
COLUMNS = "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public'"
NAMES = """
    SELECT conrelid::regclass::text, conname FROM pg_constraint WHERE connamespace = 'public'::regnamespace
    UNION SELECT tablename, indexname FROM pg_indexes WHERE schemaname = 'public'
"""
TRIGGERS = "SELECT tgrelid::regclass::text, tgname FROM pg_trigger WHERE NOT tgisinternal"
MODELS = [m for m in apps.get_models(include_auto_created=True) if m._meta.app_label != "pghistory"]  # makes its own


def rows(statement: str) -> set[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return set(cursor.fetchall())


def test_every_field_has_its_column():
    wanted = {(m._meta.db_table, f.column) for m in MODELS for f in m._meta.local_concrete_fields}
    assert wanted - rows(COLUMNS) == set()


def test_every_constraint_and_index_is_there():
    wanted = {(m._meta.db_table, o.name) for m in MODELS for o in (*m._meta.constraints, *m._meta.indexes)}
    assert wanted - rows(NAMES) == set()


def test_every_trigger_is_there():
    wanted = {(model._meta.db_table, trigger.get_pgid(model)) for model, trigger in pgtrigger.registry.registered()}
    assert wanted
    assert wanted - rows(TRIGGERS) == set()
