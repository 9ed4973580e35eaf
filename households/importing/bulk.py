"""Writing many rows at once: inserting by COPY of PostgreSQL, and changing by one statement over a list of values."""

import io
import json
from collections.abc import Sequence
from typing import Any

from django.db import connection, models
from django.db.models import Model

# Fields whose Python values read the same as text for PostgreSQL.
PLAIN = (
    models.AutoField,
    models.BooleanField,
    models.CharField,
    models.DateField,
    models.DecimalField,
    models.ForeignKey,
    models.IntegerField,
    models.JSONField,
    models.TextField,
    models.UUIDField,
)
ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})
KEYS = "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)"
CHANGED = "UPDATE {table} AS kept SET {facts} FROM jsonb_to_recordset(%s::jsonb) AS said({columns}) WHERE {same}"


def insert_rows(model: type[Model], instances: Sequence[Model]) -> None:
    """Insert instances of one model and give them their keys; triggers fire as for any insert.

    Related instances must have been inserted before. Raises Django's database errors.
    """
    if not instances:
        return
    if not all(isinstance(field, PLAIN) for field in model._meta.concrete_fields):
        model._default_manager.bulk_create(instances)
        return
    for instance in instances:
        # Children were given their parents before these had keys; by now they have.
        instance._prepare_related_fields_for_save(operation_name="insert_rows")  # type: ignore[attr-defined]
    with connection.cursor() as cursor, connection.wrap_database_errors:
        cursor.execute(KEYS, [model._meta.db_table, model._meta.pk.column, len(instances)])
        for instance, (key,) in zip(instances, cursor.fetchall(), strict=True):
            instance.pk = key
        columns = ", ".join(f'"{field.column}"' for field in model._meta.concrete_fields)
        cursor.copy_expert(f'COPY "{model._meta.db_table}" ({columns}) FROM STDIN', _as_text(model, instances))
    for instance in instances:
        instance._state.adding = False


def update_rows(model: type[Model], instances: Sequence[Model], fields: Sequence[str]) -> None:
    """Write some fields of instances of one model by one statement; triggers fire as for any update.

    bulk_update names every row in a CASE for each field, which costs seconds for thousands of rows. Values are plain
    ones, no expressions. Raises Django's database errors.
    """
    if not instances:
        return
    key: Any = model._meta.pk
    changed: list[Any] = [model._meta.get_field(name) for name in fields]
    columns = [key, *changed]
    rows = [{field.column: getattr(row, field.attname) for field in columns} for row in instances]
    statement = CHANGED.format(
        table=_name(model._meta.db_table),
        facts=", ".join(f"{_name(field.column)} = said.{_name(field.column)}" for field in changed),
        columns=", ".join(f"{_name(field.column)} {field.db_type(connection)}" for field in columns),
        same=f"kept.{_name(key.column)} = said.{_name(key.column)}",
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [json.dumps(rows, ensure_ascii=False, default=str)])


def _name(column: str) -> str:
    return connection.ops.quote_name(column)


def _as_text(model: type[Model], instances: Sequence[Model]) -> io.StringIO:
    columns = [(field.attname, isinstance(field, models.JSONField)) for field in model._meta.concrete_fields]
    stamped = [field for field in model._meta.concrete_fields if getattr(field, "auto_now_add", False)]
    lines = []
    for instance in instances:
        for field in stamped:
            field.pre_save(instance, add=True)
        lines.append("\t".join(_value(getattr(instance, name), as_json) for name, as_json in columns))
    return io.StringIO("\n".join([*lines, ""]))


def _value(value: object, as_json: bool = False) -> str:
    if value is None:
        return "\\N"
    if as_json:
        value = json.dumps(value, ensure_ascii=False)
    return value.translate(ESCAPES) if isinstance(value, str) else str(value)
