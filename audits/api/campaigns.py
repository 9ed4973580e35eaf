"""The API of 专项行动: the same campaigns and boards as the pages, with the same scope."""

from dataclasses import asdict
from typing import Any, cast

from django.db.models import QuerySet
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BooleanField, CharField, ModelSerializer, SlugRelatedField

from audits.campaigns.board import CadreRow, Row, board_of, cadre_rows, has_cadres, last_day
from audits.models import Campaign
from audits.views.campaigns import WHO, campaign_asked
from organizations.apiviews import OF_UNION, ListedViewSet
from organizations.enums import SUBTREE_ROLES
from organizations.http import UserRequest
from organizations.rules import require
from organizations.unionrows import unions_below


class CampaignSerializer(ModelSerializer):
    """A campaign, its union by code."""

    union: Any = SlugRelatedField("code", read_only=True)
    union_name = CharField(source="union.name", read_only=True)
    is_open = BooleanField(read_only=True)

    class Meta:
        model = Campaign
        fields = (
            *("id", "name", "union", "union_name", "starts_on", "ends_on", "levels"),
            *("visit_methods", "visits_wanted", "clear_by", "is_open", "created_at", "closed_at"),
        )


@extend_schema_view(
    list=extend_schema(summary="专项行动列表", description="最近开始的在前。"),
    retrieve=extend_schema(summary="一次专项行动"),
    board=extend_schema(summary="专项行动进度", parameters=[OF_UNION], responses=OpenApiTypes.OBJECT),
)
class CampaignViewSet(ListedViewSet):
    """Campaigns that the user has a part in, and their boards."""

    resource, tag = "campaigns", "专项行动"
    order = ("-starts_on", "-id")
    serializer_class = CampaignSerializer
    lookup_value_converter = "int"

    @property
    def params(self) -> tuple[str, ...]:  # type: ignore[override]
        """A board is of a union."""
        return ("union",) if self.action == "board" else ()

    def admit(self, request: Request) -> None:
        """Let in whom the pages of campaigns are for."""
        require(request.user.scope.has(*SUBTREE_ROLES), WHO)  # type: ignore[union-attr]

    def get_queryset(self) -> QuerySet[Campaign]:
        """Return what the page of campaigns lists."""
        return Campaign.objects.visible_to(self.user).for_list()

    @action(detail=True)
    def board(self, request: Request, pk: int) -> Response:
        """Return the board of a union (``?union=CODE``, else the highest in sight), from the county down by cadre."""
        asked = cast("UserRequest", request)
        found, union = campaign_asked(asked, pk)
        board = board_of(found, asked.user, union, unions_below(union))
        cadres = cadre_rows(found, asked.user, union) if has_cadres(union) else []
        return Response(
            {
                "campaign": found.pk,
                "union": union.code,
                "union_name": union.name,
                "as_of": last_day(found),
                "is_open": found.is_open,
                "gone_percent": round(board.total.gone, 1),
                "total": row_of(board.total),
                "rows": [row_of(row) for row in board.rows],
                "cadres": [row_of(row) for row in cadres],
            }
        )


def row_of(row: Row) -> dict[str, Any]:
    """Return a row of the board: whose it is, its figures, its shares in per cent and how far they are behind."""
    whose: dict[str, Any] = {"union": row.union.code, "name": row.name}
    if isinstance(row, CadreRow):
        whose = {"cadre": getattr(row.cadre, "pk", None), "name": row.name, "unit": row.place}
    shares = {name: getattr(row.figures, name) for name in ("visited_percent", "clear_percent", "solved_percent")}
    rounded = {name: None if share is None else round(share, 1) for name, share in shares.items()}
    return {**whose, **asdict(row.figures), **rounded, "visits_lag": row.visits_lag, "clear_lag": row.clear_lag}
