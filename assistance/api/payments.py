"""Payments: the lines of batches in the scope, to be read; account numbers are masked."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.request import Request

from assistance.filtersets import PaymentLineFilter
from assistance.models import Payment
from assistance.payments.querysets import MONEY_ROLES
from assistance.payments.rules import can_see_money
from assistance.views.payments.batches import ONLY_STAFF
from households.api.changes import ADDRESSES
from organizations.apiviews import RecordViewSet
from organizations.rules import require

ADDRESSES["payments"] = "api_payment_detail"


class PaymentSerializer(serializers.ModelSerializer):
    """A line of a batch: who receives how much of what, and whether it arrived."""

    archive: Any = serializers.SlugRelatedField("archive_no", source="household", read_only=True, label="档案编号")
    name = serializers.CharField(source="household.head_name", read_only=True, label="职工姓名")
    beneficiary = serializers.CharField(
        source="member.name", read_only=True, allow_null=True, default=None, label="受益人"
    )
    batch = serializers.CharField(source="batch.number", read_only=True, label="批次编号")
    title = serializers.CharField(source="batch.title", read_only=True, label="批次名称")
    year = serializers.IntegerField(source="batch.year", read_only=True, label="年份")
    item = serializers.CharField(source="batch.item.code", read_only=True, label="帮扶项目编码")
    item_name = serializers.CharField(source="batch.item.name", read_only=True, label="帮扶项目名称")
    fund_name = serializers.CharField(source="batch.budget.fund.name", read_only=True, label="资金来源")
    status_name = serializers.CharField(source="get_status_display", read_only=True, label="状态名称")
    card_no = serializers.CharField(source="masked_card_no", read_only=True, label="银行账号", help_text="遮盖")

    class Meta:
        model = Payment
        fields = (
            *("id", "archive", "name", "beneficiary", "batch", "title", "year", "item", "item_name", "fund_name"),
            *("position", "amount", "ceiling", "occasion", "round", "status", "status_name", "paid_on", "refunded"),
            *("payee_name", "bank", "bank_branch", "card_no", "failed_reason", "dropped_reason"),
        )
        read_only_fields = fields


@extend_schema_view(
    list=extend_schema(summary="发放明细列表", description="数据范围内各户的发放明细，最新的在前；账号遮盖。"),
    retrieve=extend_schema(summary="一笔发放明细"),
)
class PaymentViewSet(RecordViewSet):
    """Payments to households in the scope of those who work with money."""

    resource, tag, looking_at = "payments", "发放明细", "发放明细"
    filterset_class = PaymentLineFilter
    serializer_class = PaymentSerializer
    lookup_value_converter = "int"
    order = ("-id",)

    def admit(self, request: Request) -> None:
        """Let in people of unions, none else."""
        require(can_see_money(request.user), ONLY_STAFF)  # type: ignore[arg-type]

    def get_queryset(self) -> QuerySet[Payment]:
        """Return the lines of the scope with what is shown of them."""
        return Payment.objects.visible_to(self.user).for_list().defer("household__search", "snapshot", "reasoning")

    def rows_for_list(self) -> QuerySet[Payment]:
        """Narrow to the lines on archives of the user's regions, which an index finds."""
        return self.get_queryset().filter(self.user.scope.subtree("union_path", MONEY_ROLES))

    def subject_of(self, row: Payment) -> str:
        """Return the archive that is paid to."""
        return row.household.archive_no
