"""Registers (报表): what there is, and the rows of one as they stand on its page, paper and workbook."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from itertools import islice
from typing import Any

from django import forms
from django.http import Http404
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_serializer, extend_schema_view
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import remove_query_param, replace_query_param

from core.api import ApiViewSet
from core.errors import DomainError, NotAllowed
from core.keyset import MOST, size_of
from core.problems import wrong_parameters
from organizations.actions.access import record_access, record_accesses
from organizations.apiviews import ApiRequest
from organizations.enums import AccessVerb
from organizations.rules import require
from organizations.tokens import NO_REVEAL, may_reveal
from reports.api.places import MOST_ROWS, asked_place, cursor_of
from reports.catalogue import KINDS
from reports.catalogue.base import RegisterKind
from reports.catalogue.listing import kinds_for
from reports.catalogue.query import Entry, Query, plain
from reports.views.registers import WHO


class FieldSerializer(serializers.Serializer):
    """A column that a register offers."""

    key = serializers.CharField(label="栏目")
    head = serializers.CharField(source="label", label="名称")
    is_usual = serializers.SerializerMethodField(label="不选栏目时有")
    is_number = serializers.SerializerMethodField(label="是个人号码（默认遮盖）")
    is_told_of_past = serializers.BooleanField(label="可按过去日期统计")

    def get_is_usual(self, field: Any) -> bool:
        """Tell whether a register has it when no columns are asked for."""
        return field.key in self.context["usual"]

    def get_is_number(self, field: Any) -> bool:
        """Tell whether it is masked."""
        return field.number is not None


class ChoiceSerializer(serializers.Serializer):
    """A value with its words."""

    key = serializers.CharField(label="取值")
    label: Any = serializers.CharField(label="名称")


class ConditionSerializer(serializers.Serializer):
    """A parameter that narrows a register."""

    name = serializers.CharField(label="查询参数")
    label: Any = serializers.CharField(label="名称")
    choices = ChoiceSerializer(many=True, label="取值")


class RegisterSerializer(serializers.Serializer):
    """A register: its columns, orders, groupings and filters."""

    name = serializers.CharField(label="报表")
    title = serializers.CharField(label="名称")
    about = serializers.CharField(label="说明")
    topic = serializers.CharField(label="分类")
    is_told_of_past = serializers.BooleanField(label="可按过去日期统计")
    fields_ = FieldSerializer(many=True, label="栏目")
    orders = ChoiceSerializer(many=True, label="排序")
    groupings = ChoiceSerializer(many=True, label="分组")
    filters = ConditionSerializer(many=True, label="筛选条件")

    def get_fields(self) -> dict[str, Any]:
        """Name the columns ``fields``, which Python's class cannot."""
        return {name.rstrip("_"): field for name, field in super().get_fields().items()}


@extend_schema_serializer(many=False)
class KindsSerializer(serializers.Serializer):
    """The registers that the account may have."""

    results = RegisterSerializer(many=True)


class RowSerializer(serializers.Serializer):
    """A row by column; amounts and days are text."""

    archive = serializers.CharField(allow_blank=True, label="档案编号", help_text="不涉及一户的为空")
    group = serializers.CharField(allow_blank=True, label="所在分组")
    cells = serializers.DictField(label="栏目 → 值")


class RowsSerializer(serializers.Serializer):
    """A page of a register."""

    name = serializers.CharField(label="报表")
    title = serializers.CharField(label="标题")
    union = serializers.CharField(label="工会代码")
    as_of = serializers.DateField(label="统计时点")
    left_out = serializers.ListField(child=serializers.CharField(), label="这个时点没有数据的栏目")
    page = serializers.IntegerField(allow_null=True, label="页码", help_text="按 cursor 读取时为 null")
    has_next = serializers.BooleanField(label="是否还有")
    next = serializers.CharField(allow_null=True, label="下一页的地址", help_text="没有更多时为 null")
    results = RowSerializer(many=True, label="各行")


def _text(name: str, words: str, **more: Any) -> OpenApiParameter:
    return OpenApiParameter(name, str, description=words, **more)


ASKED = [
    OpenApiParameter("kind", str, OpenApiParameter.PATH, description="报表，如 roster", enum=list(KINDS)),
    _text("union", "工会代码，含下级；不填为数据范围内最高的一级"),
    _text("as_of", "统计时点，如 2026-03-31；不填为当前"),
    _text("fields", "栏目，逗号分隔；不填为常用栏目"),
    _text("order", "排序"),
    _text("group", "分组"),
    _text("in_full", "1：完整号码（须有角色和 reveal 权限，留下记录）", enum=["1"]),
    _text("cursor", "从哪里继续：用上一页 next 中的值，不与 page 同用"),
    OpenApiParameter("page", int, description=f"第几页，从 1 起；最多翻到第 {MOST_ROWS:,} 行，更长的按 next 读取"),
    OpenApiParameter("page_size", int, description=f"每页多少行，最多 {MOST}"),
]


@extend_schema_view(
    list=extend_schema(
        summary="报表目录",
        description="本账号可用的报表，各有哪些栏目、排序、分组和筛选条件。",
        responses=KindsSerializer,
    ),
    retrieve=extend_schema(
        summary="一张报表的各行",
        description="与网页上的报表相同；其他查询参数是报表目录所列的筛选条件。一直请求 next，直到它为 null。",
        parameters=ASKED,
        responses=RowsSerializer,
    ),
)
class RegisterViewSet(ApiViewSet):
    """The registers of the catalogue."""

    resource, tag = "registers", "报表"
    pagination_class, filter_backends, is_versioned = None, (), False
    serializer_class = RowsSerializer
    lookup_field, lookup_value_converter = "kind", "slug"

    @property
    def params(self) -> tuple[str, ...]:  # type: ignore[override]
        """Leave it to the register which parameters it knows."""
        return tuple(self.request.query_params) if self.action == "retrieve" else ()

    def admit(self, request: Request) -> None:
        """Let in whoever may have a register."""
        require(bool(kinds_for(request.user)), WHO)  # type: ignore[arg-type]

    def list(self, request: ApiRequest) -> Response:
        """Say what there is."""
        return Response({"results": [described(kind, request) for kind in kinds_for(request.user)]})

    def retrieve(self, request: ApiRequest, kind: str) -> Response:
        """Return a page of the rows; the archives that they are about are logged."""
        asked = request.query_params.dict()
        size = size_of(asked.pop("page_size", None))
        page, cursor = asked.pop("page", None), asked.pop("cursor", None)
        query = query_of(request, kind, asked)
        query = replace(query, place=asked_place(query, page, cursor, size=size))
        found = read(query, size + 1)
        note(request, query, found[:size])
        following = cursor_of(query, found[:size]) if len(found) > size else ""
        told = described_page(query) | {
            "page": None if cursor else int(page or 1),
            "has_next": len(found) > size,
            "next": address_of(request, following),
            "results": list(rows_of(query, found[:size])),
        }
        return Response(self.get_serializer(told).data)


def query_of(request: ApiRequest, name: str, asked: dict[str, str]) -> Query:
    """Return what is asked of a register; 404 for none of that name, Invalid for what cannot be asked."""
    if name not in KINDS:
        raise Http404
    require(asked.get("in_full") != "1" or may_reveal(request), NO_REVEAL)
    try:
        return Query.of(KINDS[name], request.user, asked)
    except NotAllowed:
        raise
    except DomainError as error:
        raise wrong_parameters({error.field or "kind": [error.message]}) from error


def read(query: Query, wanted: int) -> list[Entry]:
    """Return rows from the place of a query on; what has no keys is counted off from the first row."""
    place: Any = query.place
    skipped = 0 if place.keys else place.read
    query = replace(query, limit=skipped + wanted)
    try:
        with closing(query.entries()) as entries:  # type: ignore[type-var]
            return list(islice(entries, skipped, skipped + wanted))
    except DomainError as error:
        raise wrong_parameters({error.field or "kind": [error.message]}) from error


def address_of(request: ApiRequest, cursor: str) -> str | None:
    """Return the address of the rows after a place; none where there are no more."""
    if not cursor:
        return None
    return replace_query_param(remove_query_param(request.build_absolute_uri(), "page"), "cursor", cursor)


def described_page(query: Query) -> dict[str, Any]:
    """Return what rows are of."""
    return {
        "name": query.kind.name,
        "title": query.title,
        "union": query.union.code,
        "as_of": query.day,
        "left_out": [field.key for field in query.left_out],
    }


def rows_of(query: Query, entries: list[Entry]) -> Iterator[dict[str, Any]]:
    """Yield rows by the keys of their columns."""
    keys = query.keys
    for entry in entries:
        cells = dict(zip(keys, map(plain, entry.cells), strict=True))
        yield {"archive": entry.archive, "group": entry.group, "cells": cells}


def note(request: ApiRequest, query: Query, entries: list[Entry]) -> None:
    """Write a line for each archive in the access log, or one for a register that names nobody."""
    verb = AccessVerb.EXPORT if query.is_masked else AccessVerb.REVEAL
    told = f"接口：{query.title}"
    if archives := list(dict.fromkeys(entry.archive for entry in entries if entry.archive)):
        record_accesses(request.user, verb, archives, detail=told)
    else:
        record_access(request.user, verb, query.kind.title, detail=told)


def described(kind: RegisterKind, request: ApiRequest) -> dict[str, Any]:
    """Return what a register offers."""
    form = Query.of(kind, request.user, {}).form
    about = {
        "name": kind.name,
        "title": kind.title,
        "about": kind.about,
        "topic": kind.topic.value,
        "is_told_of_past": kind.is_told_of_past,
    }
    return about | {
        "fields": FieldSerializer(kind.fields, many=True, context={"usual": kind.usual}).data,
        "orders": choices_of(kind.orders.items()),
        "groupings": choices_of(kind.groupings.items()),
        "filters": [condition(name, field) for name, field in form.fields.items() if name != "union"],
    }


def condition(name: str, field: forms.Field) -> dict[str, Any]:
    """Return a filter with its values; of rows of the database only that it is one."""
    is_of_rows = isinstance(field, forms.ModelChoiceField)
    choices = [] if is_of_rows else choices_of(getattr(field, "choices", ()))
    return {"name": name, "label": str(field.label or name), "choices": choices}


def choices_of(pairs: Any) -> list[dict[str, str]]:
    """Return values with their words, those of groups as well."""
    found: list[dict[str, str]] = []
    for key, label in pairs:
        if isinstance(label, list | tuple):
            found += choices_of(label)
        elif key not in ("", None):
            found.append({"key": str(key), "label": str(label)})
    return found
