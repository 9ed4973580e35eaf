"""Faults of data quality (数据问题): those that stand, are waived or are gone, of the archives of the scope."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.request import Request

from audits.apifilters import FaultApiFilter
from audits.models import Fault
from audits.views.quality.faults import SEES, WHO
from organizations.apiviews import RecordViewSet
from organizations.rules import require


class FaultSerializer(serializers.ModelSerializer):
    """A fault with the words of its rule; the rule is null when it is no longer in the catalogue."""

    title = serializers.CharField(source="kind.title", read_only=True, default=None, allow_null=True, label="规则名称")
    part = serializers.CharField(source="kind.group", read_only=True, default=None, allow_null=True, label="类别")
    severity = serializers.CharField(
        source="kind.severity", read_only=True, default=None, allow_null=True, label="程度"
    )
    archive: Any = serializers.SlugRelatedField("archive_no", source="household", read_only=True, label="档案编号")
    name = serializers.CharField(source="household.head_name", read_only=True, label="职工姓名")
    union: Any = serializers.SlugRelatedField("code", source="household.union", read_only=True, label="建档单位")
    union_name = serializers.CharField(source="household.union.name", read_only=True, label="建档单位名称")

    class Meta:
        model = Fault
        fields = (
            *("id", "rule", "title", "part", "severity", "archive", "name", "union", "union_name"),
            *("detail", "found_on", "gone_on", "waived_until"),
        )
        read_only_fields = fields


@extend_schema_view(
    list=extend_schema(
        summary="数据问题列表", description="数据范围内各户的数据问题；不填 state 时只列待处理的，不含已登记例外的。"
    ),
    retrieve=extend_schema(summary="一个数据问题"),
)
class FaultViewSet(RecordViewSet):
    """Faults of the archives of the scope; a cadre reads those of own households."""

    resource, tag, looking_at = "faults", "数据质量", "数据问题"
    filterset_class = FaultApiFilter
    serializer_class = FaultSerializer
    lookup_value_converter = "int"

    def admit(self, request: Request) -> None:
        """Let in whom the lists of faults are open to."""
        require(request.user.scope.has(*SEES), WHO)  # type: ignore[union-attr]

    def get_queryset(self) -> QuerySet[Fault]:
        """Return the faults with their archives."""
        rows = Fault.objects.visible_to(self.user).select_related("household__union")
        return rows.defer("household__search", "household__remark")

    def subject_of(self, row: Fault) -> str:
        """Return the archive that it is about."""
        return row.household.archive_no
