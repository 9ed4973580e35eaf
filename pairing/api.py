"""Visits: those of the scope, one of them, logging one; by the form and the action of the page."""

from typing import Any

from django.db.models import QuerySet
from django.utils.datastructures import MultiValueDict
from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.response import Response

from core.idempotency import number_of
from core.inputs import as_typed, fields_of, insist, read_sent, refuse, serializer_of
from households.access import open_household
from households.api.changes import ADDRESSES
from households.models import Difficulty, Household
from households.rules import can_work
from organizations.apiviews import ApiRequest, RecordViewSet
from organizations.rules import require
from pairing.actions.visits import log_visit
from pairing.enums import Met, VisitMethod
from pairing.filters import VisitFilter
from pairing.forms.visits import FoundForm, FoundFormSet, VisitForm
from pairing.models import Visit

ADDRESSES["visits"] = "api_visit_detail"
NOT_SENT = frozenset({"client_id", "photos"})
FoundInput = serializer_of("FoundInput", fields_of(FoundForm))
VisitInput = serializer_of(
    "VisitInput",
    {
        "archive": serializers.CharField(max_length=15, label="档案编号"),
        **fields_of(VisitForm, leave_out=NOT_SENT),
        "visitor": serializers.IntegerField(
            required=False, allow_null=True, label="走访人", help_text="帮扶干部编号，须与该户结对；不填为登记人本人"
        ),
        "difficulties": FoundInput(many=True, required=False, label="发现的困难"),
    },
)


class FoundSerializer(serializers.ModelSerializer):
    """A difficulty that was found on a visit."""

    need_name = serializers.CharField(source="get_need_display", read_only=True, label="困难类别名称")

    class Meta:
        model = Difficulty
        fields = ("id", "number", "need", "need_name", "description")


class VisitSerializer(serializers.ModelSerializer):
    """A visit or call, with the difficulties that were found."""

    archive: Any = serializers.SlugRelatedField("archive_no", source="household", read_only=True, label="档案编号")
    name = serializers.CharField(source="household.head_name", read_only=True, label="职工姓名")
    method_name = serializers.CharField(source="get_method_display", read_only=True, label="方式名称")
    met_name = serializers.CharField(source="get_met_display", read_only=True, label="见到何人名称")
    difficulties = FoundSerializer(many=True, read_only=True, label="发现的困难")

    class Meta:
        model = Visit
        fields = (
            *("id", "archive", "name", "on", "method", "method_name", "met", "met_name", "visitor_name", "cadre"),
            *("situation", "difficulty_text", "measures", "policies", "health_kit", "health_kit_contents"),
            *("basics_confirmed", "no_difficulty", "next_visit_on", "difficulties", "source", "created_at"),
        )
        read_only_fields = fields


SENT = {
    "archive": "532524202600001",
    "on": "2026-01-05",
    "method": VisitMethod.HOME.value,
    "met": Met.WORKER.value,
    "situation": "病情平稳，近期在县医院复查。",
    "policies": ["大病保险和医疗互助"],
    "basics_confirmed": True,
    "difficulties": [{"need": "medical", "description": "医药费自付部分高"}],
}
LOGGED = OpenApiExample("登记", value=SENT, request_only=True)


@extend_schema_view(
    list=extend_schema(summary="走访列表", description="数据范围内各户的走访，最新登记的在前。"),
    retrieve=extend_schema(summary="一次走访"),
    create=extend_schema(
        summary="登记走访",
        description="与网页的登记走访相同；走访照片请在网页上传。",
        request=VisitInput,
        responses={201: VisitSerializer},
        examples=[LOGGED],
    ),
)
class VisitViewSet(RecordViewSet):
    """Visits of the households in the user's scope."""

    resource, tag, looking_at = "visits", "走访", "走访记录"
    filterset_class = VisitFilter
    serializer_class = VisitSerializer
    lookup_value_converter = "int"
    order = ("-id",)

    def get_queryset(self) -> QuerySet[Visit]:
        """Return the visits of the scope with what is shown of them."""
        visits = Visit.objects.visible_to(self.user).select_related("household").prefetch_related("difficulties")
        return visits.defer("household__search")

    def subject_of(self, row: Visit) -> str:
        """Return the archive that was visited."""
        return row.household.archive_no

    def create(self, request: ApiRequest) -> Response:
        """Log a visit; sent again under the same key it is the same visit."""
        sent = read_sent(VisitInput, request)
        household = open_household(request, sent.values["archive"])  # type: ignore[arg-type]
        require(can_work(request.user, household))
        form, found = bind(request, household, sent.typed)
        visit = log_visit(
            household,
            by=request.user,
            client_id=form.cleaned_data["client_id"],
            cadre=form.cadre,
            difficulties=found.found(),
            **form.facts(),
        )
        return self.made(request, visit)


def bind(request: ApiRequest, household: Household, sent: dict[str, Any]) -> tuple[VisitForm, FoundFormSet]:
    """Return the forms of the page, filled in with what was sent and judged; raises Invalid."""
    rows = sent.get("difficulties", [])
    pairings = household.pairings.select_related("cadre__unit").order_by("-ended_on", "-kind", "-started_on")
    data = sent | {"client_id": str(number_of(request))}
    files: Any = MultiValueDict()
    form = VisitForm(data, files, user=request.user, household=household, pairings=list(pairings))
    found = FoundFormSet(_rows(rows), prefix="found")
    errors = refuse(form) + [e for n, row in enumerate(found.forms) for e in refuse(row, f"#/difficulties/{n}")]
    insist(errors + [{"detail": str(words), "pointer": "#/difficulties"} for words in found.non_form_errors()])
    return form, found


def _rows(rows: list[dict[str, Any]]) -> dict[str, Any]:
    typed = {f"found-{n}-{name}": value for n, row in enumerate(rows) for name, value in as_typed(row).items()}
    return {"found-TOTAL_FORMS": str(len(rows)), "found-INITIAL_FORMS": "0", **typed}
