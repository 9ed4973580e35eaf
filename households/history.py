"""Who changed an archive last, whether it changed since somebody looked, and whose name stands in the history."""

import functools
import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Any, ParamSpec, TypeVar

import pghistory
from django.db.models import Model
from django.utils import timezone

from core.errors import Conflict
from organizations.models import User

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")
Row = TypeVar("Row", bound=Model)


def signed(action: Callable[Arguments, Result]) -> Callable[Arguments, Result]:
    """Have the history name the person who acts (``by``), from whichever page, job or command the action is called."""

    @functools.wraps(action)
    def run(*args: Arguments.args, **kwargs: Arguments.kwargs) -> Result:
        by = kwargs.get("by")
        with pghistory.context(**({"user": by.pk} if isinstance(by, User) else {})):
            return action(*args, **kwargs)

    return run


def values_of(row: Model, fields: Iterable[str]) -> dict[str, Any]:
    """Return what some fields of a row hold; relations as instances."""
    return {name: getattr(row, name) for name in fields}


def version_of(values: Mapping[str, Any]) -> str:
    """Return a short fingerprint of values: equal for equal values, whether typed, computed or read."""
    text = json.dumps({name: _plain(value) for name, value in values.items()}, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _plain(value: Any) -> Any:
    match value:
        case Decimal():
            return f"{value.normalize():f}"
        case Model():
            return str(value.pk)
        case list() | tuple():
            return sorted(str(item) for item in value)
        case None:
            return ""
        case bool():
            return value
        case _:
            return str(value)


def last_change(row: Model) -> str:
    """Say who changed a row last and when, as a clause, as far as it is tracked; one or two queries."""
    events = getattr(row, "events", None)
    event = events.select_related("pgh_context").order_by("-pgh_id").first() if events is not None else None
    if event is None:
        return "有人"
    at = timezone.localtime(event.pgh_created_at)
    metadata = event.pgh_context.metadata if event.pgh_context else {}
    user = User.objects.filter(pk=metadata.get("user")).first()
    return f"{user or '系统'} 于 {at:%m 月 %d 日 %H:%M} "


def removed_row(model: type[Row], pk: int, **belonged: Model) -> Row | None:
    """Return a tracked row as it was when it was removed, None when it never was; one query."""
    events = model.events.rel.related_model.objects  # type: ignore[attr-defined]
    event = events.filter(pgh_obj=pk, pgh_label="delete", **belonged).order_by("-pgh_id").first()
    if event is None:
        return None
    names = [field.attname for field in model._meta.concrete_fields]
    row = model(**{name: getattr(event, name) for name in names if hasattr(event, name)})
    row._state.adding = False
    return row


def removal_of(row: Model, done: str) -> Conflict:
    """Say who removed a row and when; ``done`` is what was done, such as 移除了这项措施."""
    return Conflict(f"{last_change(row)}{done}，不能再修改；您填写的内容如仍需要，请另行登记。")
