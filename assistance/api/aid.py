"""Aid received: what households of the scope have received so far, to be read."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers

from assistance.filtersets import AidFilter
from assistance.models import AidRecord
from households.api.changes import ADDRESSES
from organizations.apiviews import RecordViewSet

ADDRESSES["aid"] = "api_aid_detail"


class AidSerializer(serializers.ModelSerializer):
    """A sum or a policy that a household has received; ``payment`` is the payment of this system behind it."""

    archive: Any = serializers.SlugRelatedField("archive_no", source="household", read_only=True, label="档案编号")
    name = serializers.CharField(source="household.head_name", read_only=True, label="职工姓名")
    kind_name = serializers.CharField(source="get_kind_display", read_only=True, label="类别名称")
    project_name = serializers.CharField(source="get_project_display", read_only=True, label="帮扶项目名称")
    source_name = serializers.CharField(source="get_source_display", read_only=True, label="资金来源名称")
    department_name = serializers.CharField(source="get_department_display", read_only=True, label="责任部门名称")
    delivery_name = serializers.CharField(source="get_delivery_display", read_only=True, label="发放方式名称")

    class Meta:
        model = AidRecord
        fields = (
            *("id", "archive", "name", "year", "received_on", "kind", "kind_name", "project", "project_name"),
            *("project_detail", "source", "source_name", "department", "department_name", "amount", "beneficiary"),
            *("delivery", "delivery_name", "voucher_no", "remark", "payment", "created_at"),
        )
        read_only_fields = fields


@extend_schema_view(
    list=extend_schema(summary="已享受帮扶列表", description="数据范围内各户已享受的政策和资金，最新登记的在前。"),
    retrieve=extend_schema(summary="一笔已享受帮扶"),
)
class AidViewSet(RecordViewSet):
    """Aid received by the households in the user's scope."""

    resource, tag, looking_at = "aid", "已享受帮扶", "已享受帮扶"
    filterset_class = AidFilter
    serializer_class = AidSerializer
    lookup_value_converter = "int"
    order = ("-id",)

    def get_queryset(self) -> QuerySet[AidRecord]:
        """Return the records of the scope with their archives."""
        return AidRecord.objects.visible_to(self.user).select_related("household").defer("household__search")

    def subject_of(self, row: AidRecord) -> str:
        """Return the archive that received it."""
        return row.household.archive_no
