"""Filters of the API: those of the pages (django-filter), of which nonsense is refused instead of overlooked."""

from typing import Any

from django.db.models import QuerySet
from django.forms import BaseForm
from rest_framework.filters import BaseFilterBackend
from rest_framework.request import Request

from core.problems import wrong_parameters


class ScopedFilters(BaseFilterBackend):
    """Narrows a list by the view's ``filterset_class``, which is given the user as on the pages."""

    def filter_queryset(self, request: Request, queryset: QuerySet[Any], view: Any) -> QuerySet[Any]:
        """Narrow a list; a single row is found by its address alone."""
        kind = view.filterset_class
        if kind is None or view.detail:
            return queryset
        filters = kind(request._request.GET, queryset, user=request.user)
        check_form(filters.form)
        return filters.qs

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        """Describe the filters."""
        if view.filterset_class is None or view.detail:
            return []
        return [_described(name, filter_) for name, filter_ in view.filterset_class.base_filters.items()]


def check_form(form: BaseForm) -> None:
    """Raise Invalid for parameters that a form refuses."""
    if not form.is_valid():
        raise wrong_parameters({name: [str(words) for words in errors] for name, errors in form.errors.items()})


def check_parameters(request: Request, view: Any) -> None:
    """Refuse parameters that nothing reads: a filter that was misspelled must not mean everything."""
    known = set(view.params)
    if not view.detail:
        known |= set(getattr(view.pagination_class, "params", ()))
        known |= set(view.filterset_class.base_filters if view.filterset_class else ())
    if unknown := sorted(set(request.query_params) - known):
        raise wrong_parameters({name[:60]: ["没有这个查询参数，请对照接口文档。"] for name in unknown})


def _described(name: str, filter_: Any) -> dict[str, Any]:
    schema: dict[str, Any] = {"type": "string"}
    words = str(filter_.label or name)
    if choices := _choices(filter_.extra.get("choices", [])):
        schema["enum"] = [value for value, _label in choices]
        words += "：" + "、".join(f"{value} {label}" for value, label in choices)
    if type(filter_).__name__ == "DateFilter":
        schema["format"] = "date"
    if limit := filter_.extra.get("max_length"):
        schema["maxLength"] = limit
    return {"name": name, "in": "query", "required": False, "description": words, "schema": schema}


def _choices(choices: Any) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for value, label in choices() if callable(choices) else choices:
        found += _choices(label) if isinstance(label, list | tuple) else [(str(value), str(label))]
    return found
