"""Findings of verifications (核查认定): of those who run one, and once decided of the unions that they are about."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.request import Request

from audits.apifilters import FindingApiFilter
from audits.models import VerificationFinding
from audits.views.verification.findings import WHO
from organizations.apiviews import RecordViewSet
from organizations.enums import SUBTREE_ROLES
from organizations.rules import require


class FindingSerializer(serializers.ModelSerializer):
    """What was found of one sampled household; nothing of what it answered."""

    verification_name = serializers.CharField(source="verification.name", read_only=True, label="核查名称")
    archive = serializers.SerializerMethodField(label="档案编号", help_text="未建档户为 null")
    name = serializers.CharField(source="sample.unit.name", read_only=True, label="姓名")
    union: Any = serializers.SlugRelatedField("code", source="sample.unit.union", read_only=True, label="所在单位")
    union_name = serializers.CharField(source="sample.unit.union.name", read_only=True, label="所在单位名称")
    population_class = serializers.CharField(source="sample.stratum.population_class", read_only=True, label="对象类别")
    population_class_name = serializers.CharField(
        source="sample.stratum.get_population_class_display", read_only=True, label="对象类别名称"
    )
    proposed_name = serializers.CharField(source="get_proposed_display", read_only=True, label="系统建议名称")
    status_name = serializers.CharField(source="get_status_display", read_only=True, label="状态名称")
    outcome_name = serializers.CharField(source="get_outcome_display", read_only=True, label="认定结论名称")
    is_wrong = serializers.BooleanField(read_only=True, label="是否有问题")

    class Meta:
        model = VerificationFinding
        fields = (
            *("id", "verification", "verification_name", "archive", "name", "union", "union_name"),
            *("population_class", "population_class_name", "proposed", "proposed_name", "status", "status_name"),
            *("outcome", "outcome_name", "is_wrong", "causes", "contest_until"),
        )
        read_only_fields = fields

    def get_archive(self, row: VerificationFinding) -> str | None:
        """Return the number of the archive; none for a household without one."""
        home = row.sample.unit.household
        return home.archive_no if home else None


@extend_schema_view(
    list=extend_schema(
        summary="核查认定列表",
        description="第三方核查逐户的认定：组织核查的工会看全部，被核查的工会看已认定的。不含受访户的回答。",
    ),
    retrieve=extend_schema(summary="一户的核查认定"),
)
class FindingViewSet(RecordViewSet):
    """Findings that the user may know of."""

    resource, tag, looking_at = "verifications", "第三方核查", "核查认定"
    filterset_class = FindingApiFilter
    serializer_class = FindingSerializer
    lookup_value_converter = "int"

    def admit(self, request: Request) -> None:
        """Let in whom the lists of findings are open to."""
        require(request.user.scope.has(*SUBTREE_ROLES), WHO)  # type: ignore[union-attr]

    def get_queryset(self) -> QuerySet[VerificationFinding]:
        """Return what the pages list."""
        rows = VerificationFinding.objects.visible_to(self.user).for_list().select_related("verification")
        return rows.defer("sample__unit__household__search", "lines", "facts", "reasons")

    def subject_of(self, row: VerificationFinding) -> str:
        """Return the number of the archive, or the key of a household without one."""
        unit = row.sample.unit
        return unit.household.archive_no if unit.household else unit.key
