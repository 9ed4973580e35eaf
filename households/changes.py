"""What the history of an archive says: who changed which fact of it, of its people, surveys and difficulties.

The event tables hold each row as it was before a change, when it was removed, or when it was added; the row's own
table holds it as it is. Laid one after the other, neighbours tell what changed, and the earlier one when and by whom.
"""

import datetime
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby, pairwise
from typing import Any

from django.apps import apps
from django.db import connection, models

from core import masking
from core.money import format_money
from households.models import (
    Attachment,
    Difficulty,
    EligibilityCheck,
    Household,
    IncomeLine,
    IncomeSurvey,
    Member,
    StatusChange,
    VetoFinding,
)

NOTHING = "空"
ADDED, REMOVED = "add", "delete"
MASKS = {
    "identity_no": masking.mask_identity_no,
    "phone": masking.mask_phone,
    "other_contact": masking.mask_phone,
    "card_no": masking.mask_card,
}
# Each table, and which of its rows belong to an archive: in the table itself, and in that of its events if it has one.
OF_HOUSEHOLD = ("household_id = %(household)s",) * 2
OF_SURVEY = ("survey_id IN (SELECT id FROM households_incomesurvey WHERE household_id = %(household)s)",) * 2
Tables = Mapping[type[models.Model], tuple[str, ...]]
TABLES: Tables = {
    Household: ("id = %(household)s", "pgh_obj_id = %(household)s"),
    Member: OF_HOUSEHOLD,
    IncomeSurvey: OF_HOUSEHOLD,
    IncomeLine: OF_SURVEY,
    Difficulty: OF_HOUSEHOLD,
    Attachment: OF_HOUSEHOLD[:1],
    StatusChange: OF_HOUSEHOLD[:1],
    EligibilityCheck: OF_HOUSEHOLD[:1],
    VetoFinding: OF_HOUSEHOLD[:1],
}
PRESENT = """
SELECT '{app}' AS app, '{name}' AS model, id AS row_id, NULL::bigint AS event, NULL::timestamptz AS at, '' AS label,
    NULL::bigint AS user_id, NULL::uuid AS context, to_jsonb(present)::text AS facts
    FROM {table} present WHERE {belongs}
"""
PAST = """
SELECT '{app}', '{name}', past.id, pgh_id, pgh_created_at, pgh_label, (metadata->>'user')::bigint, pgh_context_id,
    to_jsonb(past)::text
    FROM {table} past LEFT JOIN pghistory_context context ON context.id = pgh_context_id WHERE {belongs}
"""


@dataclass(frozen=True)
class Change:
    """One fact as it was and as it is since."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Version:
    """A row as it was until somebody changed, removed or added it; without an event, as it is."""

    app: str
    model: str
    row_id: int
    event: int | None
    at: datetime.datetime
    label: str
    user_id: int | None
    context: Any
    facts: dict[str, Any]


@dataclass(frozen=True)
class RowChange:
    """One act on one row: added, removed (then without changes), or changed."""

    version: Version
    changes: tuple[Change, ...] = ()


def versions_of(household: Household, tables: Tables) -> list[Version]:
    """Return every row of the archive in all its versions, those of one row together and in order; one query."""
    with connection.cursor() as cursor:
        cursor.execute(_statement(tables), {"household": household.pk})
        return [
            Version(*row, json.loads(facts, parse_float=Decimal))  # type: ignore[call-arg]
            for *row, facts in cursor.fetchall()
        ]


def present_rows(versions: list[Version], model: type[models.Model]) -> list[dict[str, Any]]:
    """Return the rows of a model as they are."""
    return [version.facts for version in versions if version.model == model.__name__ and version.event is None]


def first_rows(versions: list[Version], model: type[models.Model]) -> list[dict[str, Any]]:
    """Return the rows of a model as they were entered."""
    own = (version for version in versions if version.model == model.__name__)
    return [next(found).facts for _row_id, found in groupby(own, key=lambda version: version.row_id)]


def row_changes(versions: list[Version], app: str = "households") -> Iterator[RowChange]:
    """Tell what happened to each row of an app's tables, one act after the other."""
    own = (version for version in versions if version.app == app)
    for (name, _row_id), found in groupby(own, key=lambda version: (version.model, version.row_id)):
        model = apps.get_model(app, name)
        rows = list(found)
        for old, new in pairwise([*rows, None]):
            if old is None or old.event is None:
                continue
            if old.label in {ADDED, REMOVED}:
                yield RowChange(old)
            elif new is not None and (changes := diff(model, old.facts, new.facts)):
                yield RowChange(old, changes)


def diff(model: type[models.Model], before: dict[str, Any], after: dict[str, Any]) -> tuple[Change, ...]:
    """Return the facts that differ between two versions of a row, in the words of the form, personal numbers masked."""
    found = []
    for field in model._meta.concrete_fields:
        column = str(field.column)
        old, new = before.get(column), after.get(column)
        if column in before and column in after and old != new:
            shown = (in_words(field, old), in_words(field, new))
            # Two numbers may differ only where the mask hides it.
            found.append(Change(str(field.verbose_name), *(shown if shown[0] != shown[1] else (shown[0], "已更正"))))
    return tuple(found)


def in_words(field: Any, value: Any) -> str:
    """Write a stored value as the form would show it."""
    if value in (None, "", []):
        return NOTHING
    if mask := MASKS.get(field.name):
        return mask(str(value))
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list):
        names = dict(field.base_field.choices or ())
        return "、".join(str(names.get(item, item)) for item in value)
    if isinstance(field, models.DecimalField):
        return format_money(value)
    return str(dict(field.flatchoices).get(value, value))


def _statement(tables: Tables) -> str:
    parts = []
    for model, (present, *past) in tables.items():
        app, name = model._meta.app_label, model.__name__
        parts.append(PRESENT.format(app=app, name=name, table=model._meta.db_table, belongs=present))
        for belongs in past:
            event = apps.get_model(app, f"{name}Event")
            parts.append(PAST.format(app=app, name=name, table=event._meta.db_table, belongs=belongs))
    return " UNION ALL ".join(parts) + " ORDER BY app, model, row_id, event NULLS LAST"
