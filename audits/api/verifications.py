"""Verifications (第三方核查) and their rates, as their pages have them."""

from typing import Any, cast

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from audits.models import Verification
from audits.verification.rateboard import RateBook
from audits.verification.rates import RateLine
from audits.views.verification.results import WHO, is_own, results_asked
from organizations.apiviews import OF_UNION, ListedViewSet
from organizations.enums import SUBTREE_ROLES
from organizations.http import UserRequest
from organizations.rules import require
from organizations.unionrows import unions_below

PLACES = 6  # of a share


class VerificationSerializer(serializers.ModelSerializer):
    """A verification, its union by code."""

    union: Any = serializers.SlugRelatedField("code", read_only=True, label="组织单位")
    union_name = serializers.CharField(source="union.name", read_only=True, label="组织单位名称")
    agency = serializers.CharField(source="agency.name", read_only=True, label="核查机构")
    status_name = serializers.CharField(source="get_status_display", read_only=True, label="状态名称")

    class Meta:
        model = Verification
        fields = (
            *("id", "name", "union", "union_name", "agency", "starts_on", "ends_on", "classes", "confidence"),
            *("status", "status_name"),
        )
        read_only_fields = fields


class RateSerializer(serializers.Serializer):
    """One rate; shares lie between 0 and 1, and are null where the sample says nothing or too few answered."""

    rate = serializers.CharField(label="指标")
    name = serializers.CharField(label="名称")
    formula = serializers.CharField(label="算法")
    share = serializers.FloatField(allow_null=True, label="比例")
    low = serializers.FloatField(allow_null=True, label="置信下限")
    high = serializers.FloatField(allow_null=True, label="置信上限")
    standard = serializers.FloatField(allow_null=True, label="标准")
    verdict = serializers.CharField(label="判定")
    verdict_name = serializers.CharField(label="判定名称")


class PlaceRatesSerializer(serializers.Serializer):
    """The rates of a union below, or of what the union itself filed (``own``)."""

    union = serializers.CharField(label="工会代码")
    name = serializers.CharField(label="工会名称")
    own = serializers.BooleanField(label="只是本级自己建档的")
    rates = RateSerializer(many=True)


class ClassRatesSerializer(serializers.Serializer):
    """The rates of one class of households."""

    population_class = serializers.CharField(label="对象类别")
    name = serializers.CharField(label="对象类别名称")
    rates = RateSerializer(many=True)


class RatesSerializer(serializers.Serializer):
    """All rates of a union, by place and by class."""

    verification = serializers.IntegerField(label="核查")
    union = serializers.CharField(label="工会代码")
    union_name = serializers.CharField(label="工会名称")
    judged = serializers.IntegerField(label="已认定户数")
    total = RateSerializer(many=True, label="合计")
    places = PlaceRatesSerializer(many=True, label="下级")
    classes = ClassRatesSerializer(many=True, label="分对象类别")


@extend_schema_view(
    list=extend_schema(summary="第三方核查列表", description="最近的在前。"),
    retrieve=extend_schema(summary="一次第三方核查"),
    rates=extend_schema(
        summary="核查结果（各项比例）",
        description="与结果页相同：结束以前只有组织核查的工会可以读取；作答户太少、会看出各户回答的不列出。",
        parameters=[OF_UNION],
        responses=RatesSerializer,
    ),
)
class VerificationViewSet(ListedViewSet):
    """Verifications of the user's unions, and of those above."""

    resource, tag = "verifications", "第三方核查"
    order = ("-id",)
    serializer_class = VerificationSerializer
    lookup_value_converter = "int"

    @property
    def params(self) -> tuple[str, ...]:  # type: ignore[override]
        """Rates are of a union."""
        return ("union",) if self.action == "rates" else ()

    def admit(self, request: Request) -> None:
        """Let in whom the pages of verifications are for."""
        require(request.user.scope.has(*SUBTREE_ROLES), WHO)  # type: ignore[union-attr]

    def get_queryset(self) -> QuerySet[Verification]:
        """Return what the page lists."""
        return Verification.objects.visible_to(self.user).for_list()

    @action(detail=True)
    def rates(self, request: Request, pk: int) -> Response:
        """Return the rates of a union (``?union=CODE``, else the highest in sight), by place and class."""
        asked = cast("UserRequest", request)
        found, union = results_asked(asked, pk)
        book = RateBook(found, union, in_full=is_own(asked, found))
        told = {
            "verification": found.pk,
            "union": union.code,
            "union_name": union.name,
            "judged": book.judged(union),
            "total": lines_of(book.lines(union)),
            "places": [
                {"union": place.code, "name": place.name, "own": own, "rates": lines_of(book.lines(place, own=own))}
                for place, own in book.places(unions_below(union))
            ],
            "classes": [
                {"population_class": one.value, "name": one.label, "rates": lines_of(book.lines(union, group=one))}
                for one in found.asked_classes
            ],
        }
        return Response(RatesSerializer(told).data)


def lines_of(lines: list[RateLine]) -> list[dict[str, Any]]:
    """Return rates as JSON has them."""
    return [
        {
            "rate": line.kind.code,
            "name": line.kind.name,
            "formula": line.kind.formula,
            **{name: line.rate and round(getattr(line.rate, name), PLACES) for name in ("share", "low", "high")},
            "standard": line.standard and float(line.standard.limit),
            "verdict": line.verdict.value,
            "verdict_name": str(line.verdict.label),
        }
        for line in lines
    ]
