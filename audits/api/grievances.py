"""Statistics of grievances (信访统计): by union, category and channel, as their page has them; nobody's words."""

from typing import Any

from django import forms
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from audits.grievances.counts import Numbers, rows_by_kind, rows_by_union
from audits.grievances.filters import FIRST_YEAR
from audits.grievances.rules import can_read
from audits.views.grievances.office import WHO
from core import clock
from core.api import ApiViewSet
from core.filtering import check_form
from core.forms import TidyForm
from organizations.apiviews import OF_UNION, ApiRequest
from organizations.rules import require
from organizations.unionrows import counted_union, unions_below

LAST_YEAR = 2100
KINDS = (("categories", "category"), ("channels", "channel"))


class YearForm(TidyForm, forms.Form):
    """The year in which grievances came, at first the present one."""

    year = forms.IntegerField(label="年份", min_value=FIRST_YEAR, max_value=LAST_YEAR, required=False)

    @property
    def chosen(self) -> int:
        return self.cleaned_data["year"] or clock.today().year


class NumbersSerializer(serializers.Serializer):
    """How many there are in each column, and the days that an answer took on average."""

    label: Any = serializers.CharField(label="名称")
    union = serializers.CharField(allow_blank=True, label="工会代码", help_text="分类统计为空")
    counts = serializers.DictField(child=serializers.IntegerField(), label="栏目 → 件数", help_text="all 为收到的件数")
    answered = serializers.IntegerField(label="已答复件数")
    days = serializers.FloatField(allow_null=True, label="平均答复天数")


class CountsSerializer(serializers.Serializer):
    """The grievances of a year at a union and below, as far as the account may see them."""

    union = serializers.CharField(label="工会代码")
    union_name = serializers.CharField(label="工会名称")
    year = serializers.IntegerField(label="年份")
    total = NumbersSerializer(allow_null=True, label="合计", help_text="没有时为 null")
    places = NumbersSerializer(many=True, label="分单位")
    categories = NumbersSerializer(many=True, label="分类别")
    channels = NumbersSerializer(many=True, label="分渠道")


ASKED = [
    OF_UNION,
    OpenApiParameter("year", int, description="收到的年份；不填为当年"),
]


def line_of(label: str, union: str, numbers: Numbers) -> dict[str, Any]:
    """Return a line of a table as JSON has it."""
    return {
        "label": label,
        "union": union,
        "counts": {code or "all": count for code, _label, count in numbers.columns},
        "answered": numbers.answered,
        "days": float(numbers.days) if numbers.answered else None,
    }


@extend_schema_view(
    counts=extend_schema(
        summary="信访统计",
        description="与信访统计页相同：分单位、类别、渠道的件数和平均答复天数。",
        parameters=ASKED,
        responses=CountsSerializer,
    )
)
class GrievanceViewSet(ApiViewSet):
    """How many grievances came and what became of them."""

    resource, tag = "grievances", "信访申诉"
    pagination_class, filter_backends, is_versioned = None, (), False
    serializer_class = CountsSerializer
    params = ("union", "year")

    def admit(self, request: Request) -> None:
        """Let in whom the pages of grievances are for."""
        require(can_read(request.user), WHO)  # type: ignore[arg-type]

    @action(detail=False)
    def counts(self, request: ApiRequest) -> Response:
        """Return the tables of a union and a year."""
        user, form = request.user, YearForm(request.query_params)
        check_form(form)
        union = counted_union(user, request.query_params.get("union", ""))
        rows = rows_by_union(union, unions_below(union), user, form.chosen)
        lines = [line_of(row.label or row.union.name, row.union.code, row.numbers) for row in rows]
        answer: dict[str, Any] = {"union": union.code, "union_name": union.name, "year": form.chosen}
        # The last line is the sum of the others.
        answer |= {"total": lines[-1] if lines else None, "places": lines[:-1]}
        for name, field in KINDS:
            kinds = rows_by_kind(union, user, form.chosen, field)
            answer[name] = [line_of(row.label, "", row.numbers) for row in kinds]
        return Response(CountsSerializer(answer).data)
