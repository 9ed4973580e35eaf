"""Archives as they were at the end of a past day (docs/algorithms/registers.md).

Status, level and category are those of the last change of status up to that day. All other columns are what the
history kept: each change of a row leaves the row as it was before, so the first one after the day tells of the day;
without one the row has not changed since.
"""

import datetime
from collections.abc import Iterable
from typing import Any

from django.db.models import F, Model, OuterRef, Subquery
from django.db.models.functions import Coalesce

from core import clock
from households.models import Household, Member, StatusChange
from households.querysets import HouseholdQuerySet

THEN = "_then"
OF_CHANGES = {"status": "to_status", "level": "level", "category": "category"}
# Where an archive stands in the tree is where it stands now; its keys are no facts.
KEPT = frozenset({"id", "union_id", "archive_no", "created_by_id", "created_at", *OF_CHANGES})


def then(column: str, day: datetime.date | None) -> str:
    """Return the name by which rows know a column as of a day; today it is the column itself."""
    return f"{column}{THEN}" if day else column


def after(day: datetime.date) -> datetime.datetime:
    """Return the first moment behind a day."""
    return clock.start_of(day + datetime.timedelta(days=1))


def as_they_were(rows: HouseholdQuerySet, day: datetime.date) -> HouseholdQuerySet:
    """Annotate archives with status, level, category and main cause as of a day; no status: not yet there."""
    changes = StatusChange.objects.filter(household=OuterRef("pk"), on__lte=day).order_by("-pk")
    told: dict[str, Any] = {
        f"{column}{THEN}": Subquery(changes.values(name)[:1]) for column, name in OF_CHANGES.items()
    }
    events = _events(Household).filter(pgh_obj=OuterRef("pk"), pgh_created_at__gte=after(day)).order_by("pgh_id")
    told[f"main_cause{THEN}"] = Coalesce(Subquery(events.values("main_cause")[:1]), F("main_cause"))
    return rows.annotate(**told)


def restore_households(homes: Iterable[Household], day: datetime.date) -> None:
    """Write into archives (never saved) what they were at the end of a day; one query."""
    rows = list(homes)
    _restore(Household, rows, day)
    for home in rows:
        for column in OF_CHANGES:
            setattr(home, column, getattr(home, f"{column}{THEN}"))


def restore_members(members: Iterable[Member], day: datetime.date) -> None:
    """Write into people (never saved) what they were at the end of a day; one query."""
    _restore(Member, list(members), day)


def _restore(model: type[Model], rows: list[Any], day: datetime.date) -> None:
    found = _events(model).filter(pgh_obj__in=[row.pk for row in rows], pgh_created_at__gte=after(day))
    first = {event.pgh_obj_id: event for event in found.order_by("pgh_obj_id", "pgh_id").distinct("pgh_obj_id")}
    names = [field.attname for field in model._meta.concrete_fields if field.attname not in KEPT]
    for row in rows:
        if event := first.get(row.pk):
            for name in names:
                if hasattr(event, name):
                    setattr(row, name, getattr(event, name))


def _events(model: type[Model]) -> Any:
    return model.events.rel.related_model.objects  # type: ignore[attr-defined]
