"""Pages of the API by keyset: each page goes on from the last row of the one before, whatever was added meanwhile."""

import base64
import binascii
import json
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model, Q
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param

from core.problems import wrong_parameters

USUAL, MOST = 50, 200
Order = tuple[str, ...]


class Keyset(BasePagination):
    """Rows in the view's ``order``, which ends in a unique column, so that no row is told twice or left out."""

    params = ("cursor", "page_size")

    def paginate_queryset(self, queryset: Any, request: Request, view: Any = None) -> list[Any]:
        """Read one page and whether there is a next one; one query."""
        size = size_of(request.query_params.get("page_size"))
        found = queryset.order_by(*view.order)
        if cursor := request.query_params.get("cursor"):
            found = found.filter(after(queryset.model, view.order, cursor))
        rows = list(found[: size + 1])
        here = request.build_absolute_uri()
        last = cursor_of(rows[size - 1], view.order) if len(rows) > size else ""
        self.next = replace_query_param(here, "cursor", last) if last else None
        return rows[:size]

    def get_paginated_response(self, data: Any) -> Response:
        """Answer a page: the address of the next one, and its rows."""
        return Response({"next": self.next, "results": data})

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        """Describe a page."""
        following = {"type": ["string", "null"], "format": "uri", "description": "下一页的地址；没有更多时为 null"}
        return {
            "type": "object",
            "required": ["next", "results"],
            "properties": {"next": following, "results": schema},
        }

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        """Describe the parameters."""
        size = {"type": "integer", "minimum": 1, "maximum": MOST, "default": USUAL}
        return [
            _parameter("cursor", "从哪里继续：用上一页 next 中的值", {"type": "string"}),
            _parameter("page_size", f"每页多少条，最多 {MOST}", size),
        ]


def _parameter(name: str, words: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "in": "query", "required": False, "description": words, "schema": schema}


def size_of(asked: str | None) -> int:
    """Return how many rows a page has; raises Invalid for nonsense."""
    if asked is None:
        return USUAL
    if not (asked.isascii() and asked.isdigit() and len(asked) <= 4 and 1 <= int(asked) <= MOST):
        raise wrong_parameters({"page_size": [f"每页条数应在 1 到 {MOST} 之间。"]})
    return int(asked)


def cursor_of(row: Model, order: Order) -> str:
    """Return the place after a row."""
    values = [str(getattr(row, name.lstrip("-"))) for name in order]
    return base64.urlsafe_b64encode(json.dumps(values).encode()).decode().rstrip("=")


def after(model: type[Model], order: Order, cursor: str) -> Q:
    """Return the condition that a row stands after a place in the order; raises Invalid for what is no cursor."""
    values = _read(model, order, cursor)
    condition, equal = Q(pk__in=[]), Q()
    for name, value in zip(order, values, strict=True):
        field, way = name.lstrip("-"), "lt" if name.startswith("-") else "gt"
        condition |= equal & Q(**{f"{field}__{way}": value})
        equal &= Q(**{field: value})
    return condition


def _read(model: type[Model], order: Order, cursor: str) -> list[Any]:
    try:
        raw = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        fields = [model._meta.get_field(name.lstrip("-")) for name in order]
        return [field.to_python(str(value)[:100]) for field, value in zip(fields, raw, strict=True)]  # type: ignore[union-attr]
    except (ValueError, TypeError, ValidationError, binascii.Error, RecursionError) as error:
        raise wrong_parameters({"cursor": ["无法识别，请从第一页重新读取。"]}) from error
