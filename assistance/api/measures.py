"""Measures: those of the scope, one of them, planning one, judging what came of it; by the forms of the pages."""

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.response import Response

from assistance.actions.measures import add_measure, judge_measure
from assistance.enums import Outcome
from assistance.filtersets import MeasureFilter
from assistance.forms.difficulties import JudgeForm, MeasureForm
from assistance.models import Measure
from assistance.views.opening import WORKERS_ONLY
from core.inputs import fields_of, insist, read_sent, refuse, serializer_of
from core.preconditions import check_match
from households.actions.locks import lock_household
from households.api.changes import ADDRESSES
from households.history import last_change
from households.models import Difficulty, Household
from households.rules import can_work
from organizations.apiviews import ApiRequest, RecordViewSet
from organizations.rules import require

ADDRESSES["measures"] = "api_measure_detail"
MeasureInput = serializer_of(
    "MeasureInput",
    {"difficulty": serializers.IntegerField(min_value=1, max_value=2**62, label="困难编号"), **fields_of(MeasureForm)},
)
_outcome = serializers.ChoiceField(Outcome.choices, required=False, allow_blank=True, label="帮扶成效")
JudgementInput = serializer_of("JudgementInput", {**fields_of(JudgeForm), "outcome": _outcome})


class MeasureSerializer(serializers.ModelSerializer):
    """A measure against a difficulty, how far it is and what came of it."""

    archive: Any = serializers.CharField(source="difficulty.household.archive_no", read_only=True, label="档案编号")
    name = serializers.CharField(source="difficulty.household.head_name", read_only=True, label="职工姓名")
    need = serializers.CharField(source="difficulty.need", read_only=True, label="困难类别")
    need_name = serializers.CharField(source="difficulty.get_need_display", read_only=True, label="困难类别名称")
    kind_name = serializers.CharField(source="get_kind_display", read_only=True, label="措施类型名称")
    lead_name = serializers.CharField(source="get_lead_department_display", read_only=True, label="责任部门名称")
    progress_name = serializers.CharField(source="get_progress_display", read_only=True, label="落实情况名称")
    outcome_name = serializers.CharField(source="get_outcome_display", read_only=True, label="帮扶成效名称")

    class Meta:
        model = Measure
        fields = (
            *("id", "difficulty", "archive", "name", "need", "need_name", "kind", "kind_name", "text"),
            *("lead_department", "lead_name", "co_departments", "planned_on", "deadline", "expected"),
            *("progress", "progress_name", "progress_note", "outcome", "outcome_name", "outcome_note", "judged_on"),
            "created_at",
        )
        read_only_fields = fields


PLAN = {
    "difficulty": 12,
    "kind": "medical_insurance",
    "text": "协助办理大病保险报销",
    "lead_department": "medical_insurance",
    "deadline": "2026-06-30",
    "progress": "planned",
}
PLANNED = OpenApiExample("制定", value=PLAN, request_only=True)
JUDGEMENT = {"progress": "resolved", "outcome": "relieved", "judged_on": "2026-06-30"}
JUDGED = OpenApiExample("评价", value=JUDGEMENT, request_only=True)


@extend_schema_view(
    list=extend_schema(summary="措施列表", description="数据范围内各户的帮扶措施，最新制定的在前。"),
    retrieve=extend_schema(summary="一项措施"),
    create=extend_schema(
        summary="制定措施",
        description="与网页的添加措施相同；对同一困难的相同措施只制定一次。",
        request=MeasureInput,
        responses={201: MeasureSerializer},
        examples=[PLANNED],
    ),
    judge=extend_schema(
        summary="评价成效",
        description="与网页的评价成效相同；outcome 为空表示撤回评价。",
        request=JudgementInput,
        responses={200: MeasureSerializer},
        examples=[JUDGED],
    ),
)
class MeasureViewSet(RecordViewSet):
    """Measures for the households in the user's scope."""

    resource, tag, looking_at = "measures", "措施", "帮扶措施"
    filterset_class = MeasureFilter
    serializer_class = MeasureSerializer
    lookup_value_converter = "int"
    order = ("-id",)
    matched = frozenset({"judge"})

    def get_queryset(self) -> QuerySet[Measure]:
        """Return the measures of the scope with difficulty and archive."""
        measures = Measure.objects.visible_to(self.user).select_related("difficulty__household")
        return measures.defer("difficulty__household__search")

    def subject_of(self, row: Measure) -> str:
        """Return the archive that it is for."""
        return row.difficulty.household.archive_no

    def create(self, request: ApiRequest) -> Response:
        """Plan a measure."""
        sent = read_sent(MeasureInput, request)
        rows = Difficulty.objects.visible_to(request.user).select_related("household")
        difficulty = get_object_or_404(rows, pk=sent.values["difficulty"])
        self.require_work(difficulty.household)
        form = MeasureForm(sent.typed)
        insist(refuse(form))
        return self.made(request, add_measure(difficulty, by=request.user, facts=form.facts))

    @action(detail=True, methods=["post"])
    def judge(self, request: ApiRequest, pk: int) -> Response:
        """Judge what came of a measure that is still what the program has read."""
        measure = self.get_object()
        self.require_work(measure.difficulty.household)
        lock_household(measure.difficulty.household)
        locked = self.get_object()
        check_match(request, self.version(locked), who=last_change(locked))
        form = JudgeForm(read_sent(JudgementInput, request).typed, instance=locked)
        insist(refuse(form))
        judge_measure(locked, by=request.user, facts=form.facts)
        return self.shown(request, self.get_object())

    def require_work(self, household: Household) -> None:
        """Refuse whoever may not plan measures for a household: readers of it, and everybody once it is closed."""
        own = Household.objects.visible_to(self.user).with_grant_for(self.user)
        require(can_work(self.user, own.get(pk=household.pk)), WORKERS_ONLY)
