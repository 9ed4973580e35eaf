"""Difficulties: those of the scope, one of them, recording one; by the form and the action of the page."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.response import Response

from assistance.filtersets import DifficultyFilter
from assistance.forms.difficulties import DifficultyForm
from assistance.views.opening import open_to_work
from core.inputs import fields_of, insist, read_sent, refuse, serializer_of
from households.actions.difficulties import record_difficulty
from households.api.changes import ADDRESSES
from households.models import Difficulty
from organizations.apiviews import ApiRequest, RecordViewSet

ADDRESSES["difficulties"] = "api_difficulty_detail"
DifficultyInput = serializer_of(
    "DifficultyInput",
    {"archive": serializers.CharField(max_length=15, label="档案编号"), **fields_of(DifficultyForm)},
)


class DifficultySerializer(serializers.ModelSerializer):
    """A difficulty of a household, open until it is struck off."""

    archive: Any = serializers.SlugRelatedField("archive_no", source="household", read_only=True, label="档案编号")
    name = serializers.CharField(source="household.head_name", read_only=True, label="职工姓名")
    need_name = serializers.CharField(source="get_need_display", read_only=True, label="困难类别名称")
    is_open = serializers.BooleanField(read_only=True, label="是否未销号")

    class Meta:
        model = Difficulty
        fields = (
            *("id", "archive", "name", "number", "need", "need_name", "description", "advice", "found_on"),
            *("is_open", "closed_on", "closed_reason", "created_at"),
        )
        read_only_fields = fields


SENT = {
    "archive": "532524202600001",
    "need": "medical",
    "description": "医药费自付部分高",
    "advice": "协助办理大病保险报销",
    "found_on": "2026-01-05",
}
RECORDED = OpenApiExample("登记", value=SENT, request_only=True)


@extend_schema_view(
    list=extend_schema(summary="需求列表", description="数据范围内各户的困难问题，最新登记的在前。"),
    retrieve=extend_schema(summary="一项需求"),
    create=extend_schema(
        summary="登记需求",
        description="与网页的登记困难相同；同一户未销号的相同困难只登记一次。",
        request=DifficultyInput,
        responses={201: DifficultySerializer},
        examples=[RECORDED],
    ),
)
class DifficultyViewSet(RecordViewSet):
    """Difficulties of the households in the user's scope."""

    resource, tag, looking_at = "difficulties", "需求", "困难问题"
    filterset_class = DifficultyFilter
    serializer_class = DifficultySerializer
    lookup_value_converter = "int"
    order = ("-id",)

    def get_queryset(self) -> QuerySet[Difficulty]:
        """Return the difficulties of the scope with the archives they belong to."""
        return Difficulty.objects.visible_to(self.user).select_related("household").defer("household__search")

    def subject_of(self, row: Difficulty) -> str:
        """Return the archive whose difficulty it is."""
        return row.household.archive_no

    def create(self, request: ApiRequest) -> Response:
        """Record a difficulty."""
        sent = read_sent(DifficultyInput, request)
        household = open_to_work(request, sent.values["archive"])  # type: ignore[arg-type]
        form = DifficultyForm(sent.typed)
        insist(refuse(form))
        return self.made(request, record_difficulty(household, by=request.user, **form.facts))
