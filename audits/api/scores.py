"""Score cards of the assessment (考核): as far as the user may see them, places to whom they are shown alone."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.request import Request

from audits.apifilters import CardApiFilter
from audits.models import Mark, ScoreCard
from audits.scores.rules import can_see_checked
from audits.views.scores.sheets import WHO
from organizations.apiviews import RecordViewSet
from organizations.enums import SUBTREE_ROLES
from organizations.rules import require


class MarkSerializer(serializers.ModelSerializer):
    """One item: what was measured, what it gives, and what is claimed and checked."""

    code = serializers.CharField(source="item.code", read_only=True, label="项目编码")
    name = serializers.CharField(source="item.name", read_only=True, label="项目")
    checked_score = serializers.SerializerMethodField(label="核定得分", help_text="公布以前只给组织考核的工会")

    class Meta:
        model = Mark
        fields = ("code", "name", "measured", "counted_to", "computed", "self_score", "checked_score")
        read_only_fields = fields

    def get_checked_score(self, row: Mark) -> str | None:
        """Return what the checker gives, to whom it is shown."""
        shows = self.context["shows_checked"]
        return None if row.checked_score is None or not shows else str(row.checked_score)


class CardSerializer(serializers.ModelSerializer):
    """The card of one union; total and place stand once the results are published."""

    sheet_name = serializers.CharField(source="sheet.name", read_only=True, label="考核表名称")
    year = serializers.IntegerField(source="sheet.year", read_only=True, label="年度")
    judged_by = serializers.CharField(source="sheet.union.code", read_only=True, label="组织考核的工会")
    union: Any = serializers.SlugRelatedField("code", read_only=True, label="被考核单位")
    union_name = serializers.CharField(source="union.name", read_only=True, label="被考核单位名称")
    status_name = serializers.CharField(source="get_status_display", read_only=True, label="状态名称")

    class Meta:
        model = ScoreCard
        fields: Any = (
            *("id", "sheet", "sheet_name", "year", "judged_by", "union", "union_name", "status", "status_name"),
            *("counted_at", "self_at", "checked_at", "published_at", "total", "place", "near_place", "near_of"),
        )
        read_only_fields = fields


class CardDetailSerializer(CardSerializer):
    """A card with its marks."""

    marks = serializers.SerializerMethodField(label="各项得分")

    class Meta(CardSerializer.Meta):
        fields: Any = (*CardSerializer.Meta.fields, "marks")

    def get_marks(self, row: ScoreCard) -> MarkSerializer(many=True):  # type: ignore[valid-type]
        """Return the marks in the order of the sheet."""
        shows = can_see_checked(self.context["request"].user, row)
        return MarkSerializer(row.marks.in_order(), many=True, context={"shows_checked": shows}).data


@extend_schema_view(
    list=extend_schema(summary="考核评分表列表", description="本级组织的考核的各表，和对本级及下级的考核表。"),
    retrieve=extend_schema(summary="一张考核评分表", description="含各项的计量、自评和核定得分。"),
)
class ScoreViewSet(RecordViewSet):
    """Cards of the sheets of the user's unions, and those about them."""

    resource, tag, looking_at = "scores", "考核", "考核评分表"
    filterset_class = CardApiFilter
    serializer_class = CardSerializer
    lookup_value_converter = "int"

    def admit(self, request: Request) -> None:
        """Let in whom the pages of the assessment are for."""
        require(request.user.scope.has(*SUBTREE_ROLES), WHO)  # type: ignore[union-attr]

    def get_queryset(self) -> QuerySet[ScoreCard]:
        """Return the cards with their sheets and unions."""
        return ScoreCard.objects.visible_to(self.user).for_list()

    def get_serializer_class(self) -> type[CardSerializer]:
        """Return the short form for the list, the whole for one."""
        return CardSerializer if self.action == "list" else CardDetailSerializer

    def subject_of(self, row: ScoreCard) -> str:
        """Return whose card it is, as the log names it."""
        return f"{row.sheet.year} 年 {row.union.code}"
