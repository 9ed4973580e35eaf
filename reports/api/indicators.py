"""Indicators: what is counted and how, and the figures of a union and of what lies below it until a day."""

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_serializer, extend_schema_view
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from core.api import ApiViewSet
from core.filtering import check_form
from organizations.apiviews import OF_UNION, ApiRequest
from organizations.enums import SUBTREE_ROLES
from organizations.models import Union
from organizations.rules import require
from organizations.unionrows import counted_union, unions_below
from reports.asking import SpellForm
from reports.indicators.board import Board, Figures, board_of
from reports.indicators.definitions import ALL, Number
from reports.views.dashboard import WHO

NOT_BELOW = frozenset({"spent", "spent_lines"})  # money is told of the union alone


class IndicatorSerializer(serializers.Serializer):
    """One indicator."""

    code = serializers.CharField(label="指标")
    name = serializers.CharField(label="名称")
    unit = serializers.CharField(label="单位")
    formula = serializers.CharField(label="算法")
    source: Any = serializers.CharField(label="来源")


@extend_schema_serializer(many=False)
class IndicatorsSerializer(serializers.Serializer):
    """All indicators."""

    results = IndicatorSerializer(many=True)


class FigureField(serializers.FloatField):
    """A number as it is: counts stay whole."""

    def to_representation(self, value: Any) -> Any:
        """Leave it."""
        return value


class PlaceSerializer(serializers.Serializer):
    """The figures of one union; null for what is not known of that day."""

    union = serializers.CharField(label="工会代码")
    name = serializers.CharField(label="工会名称")
    values = serializers.DictField(child=FigureField(allow_null=True), label="指标 → 数值")


class ValuesSerializer(serializers.Serializer):
    """The figures of a union, and of the unions directly below it."""

    since = serializers.DateField(label="自")
    day = serializers.DateField(label="至")
    total = PlaceSerializer(label="本级合计")
    places = PlaceSerializer(many=True, label="下级")


ASKED = [
    OF_UNION,
    OpenApiParameter("since", OpenApiTypes.DATE, description="自哪天起统计；不填为当年 1 月 1 日"),
    OpenApiParameter("day", OpenApiTypes.DATE, description="统计到哪天；不填为今天"),
]


@extend_schema_view(
    list=extend_schema(summary="统计指标", description="各项指标的算法和来源。", responses=IndicatorsSerializer),
    values=extend_schema(
        summary="统计指标的数值",
        description="与数据看板相同：一个工会和直接下级的各项数值；当日没有快照的为 null。",
        parameters=ASKED,
        responses=ValuesSerializer,
    ),
)
class IndicatorViewSet(ApiViewSet):
    """The indicators of the dashboard."""

    resource, tag = "indicators", "统计指标"
    pagination_class, filter_backends = None, ()
    serializer_class = ValuesSerializer

    @property
    def params(self) -> tuple[str, ...]:  # type: ignore[override]
        """The figures are of a union and a spell."""
        return ("union", "since", "day") if self.action == "values" else ()

    def admit(self, request: Request) -> None:
        """Let in whom the dashboard is for."""
        require(request.user.scope.has(*SUBTREE_ROLES), WHO)  # type: ignore[union-attr]

    def list(self, request: ApiRequest) -> Response:
        """Say what is counted, and how."""
        return Response(IndicatorsSerializer({"results": ALL}).data)

    @action(detail=False)
    def values(self, request: ApiRequest) -> Response:
        """Return the figures."""
        asked = request.query_params
        form = SpellForm(asked)
        check_form(form)
        union = counted_union(request.user, asked.get("union", ""))
        board = board_of(union, form.spell, request.user)
        total = place(union, board.figures)
        told = {"since": board.spell.first, "day": board.spell.last, "total": total, "places": places_of(board)}
        return Response(self.get_serializer(told).data)


def places_of(board: Board) -> list[dict[str, Any]]:
    """Return the figures of the unions directly below that have any."""
    below = [union for union in unions_below(board.union) if union.path in board.places]
    return [place(union, board.places[union.path], leave_out=NOT_BELOW) for union in below]


def place(union: Union, figures: Figures, *, leave_out: frozenset[str] = frozenset()) -> dict[str, Any]:
    """Return the figures of a union by indicator."""
    values = {one.code: told(one.measure(figures)) for one in ALL if one.code not in leave_out}
    return {"union": union.code, "name": union.name, "values": values}


def told(value: Number) -> float | None:
    """Return a figure as JSON has it."""
    return value if value is None or isinstance(value, int) else float(value)
