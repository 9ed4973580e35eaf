"""Lines of task lists: those a union has handed out, or an office has to answer; answering one, as on the page."""

from typing import Any

from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from assistance.actions.answers import ONLY_OFFICE, answer_task
from assistance.enums import AnswerKind
from assistance.filtersets import TaskLineFilter
from assistance.forms.office import AnswerForm
from assistance.models import Task, TaskAnswer
from assistance.querysets import TaskQuerySet
from core.idempotency import number_of
from core.inputs import fields_of, insist, read_sent, refuse, serializer_of
from households.api.changes import ADDRESSES
from organizations.apiviews import ApiRequest, RecordViewSet
from organizations.enums import SUBTREE_ROLES, Role
from organizations.rules import require

ADDRESSES["tasks"] = "api_task_detail"
WHO = "部门任务由工会人员、该户的帮扶干部和承办部门的联络员查看。"
NOT_SENT = frozenset({"client_id", "evidence", "kind"})
AnswerInput = serializer_of(
    "AnswerInput",
    {
        "kind": serializers.ChoiceField(AnswerKind.choices, label="办理情况"),
        **fields_of(AnswerForm, leave_out=NOT_SENT),
    },
)


class AnswerSerializer(serializers.ModelSerializer):
    """What an office answered."""

    office_name = serializers.CharField(source="office.name", read_only=True, label="部门名称")
    kind_name = serializers.CharField(source="get_kind_display", read_only=True, label="办理情况名称")
    to_office_name = serializers.CharField(
        source="to_office.name", read_only=True, allow_null=True, default=None, label="转交部门名称"
    )

    class Meta:
        model = TaskAnswer
        fields = (
            *("id", "kind", "kind_name", "on_day", "amount", "note", "office", "office_name"),
            *("to_office", "to_office_name", "by_name", "at"),
        )
        read_only_fields = fields


class TaskSerializer(serializers.ModelSerializer):
    """A line as it stands on paper, and where it stands now; an office is told no number of the archive."""

    archive = serializers.SerializerMethodField(label="档案编号")
    list_number = serializers.CharField(source="task_list.number", read_only=True, label="清单文号")
    sent_on = serializers.DateField(source="task_list.sent_on", read_only=True, label="交办日期")
    sent_by = serializers.CharField(source="task_list.union.name", read_only=True, label="交办工会")
    office_name = serializers.CharField(source="office.name", read_only=True, label="现承办部门名称")
    status_name = serializers.CharField(source="get_status_display", read_only=True, label="状态名称")
    need_name = serializers.CharField(source="get_need_display", read_only=True, label="困难类别名称")

    class Meta:
        model = Task
        fields = (
            *("id", "archive", "measure", "list_number", "position", "sent_on", "sent_by", "office", "office_name"),
            *("status", "status_name", "worker_name", "identity_masked", "place_name", "need", "need_name"),
            *("problem", "text", "expected", "deadline", "answered_on", "amount", "closed_on", "returned_reason"),
        )
        read_only_fields = fields

    def get_archive(self, row: Task) -> str | None:
        """Return the number of the archive to people of unions and cadres."""
        is_for_office = self.context["request"].user.scope.sees_for_office(row.union_path)
        return None if is_for_office else row.household.archive_no


class TaskDetailSerializer(TaskSerializer):
    """A line with every answer to it."""

    answers = AnswerSerializer(many=True, read_only=True, label="部门答复")

    class Meta(TaskSerializer.Meta):
        fields: Any = (*TaskSerializer.Meta.fields, "answers")


ANSWER = {"kind": "done", "on_day": "2026-03-20", "amount": "3200.00", "note": "大病保险已报销到账"}
ANSWERED = OpenApiExample("答复", value=ANSWER, request_only=True)


@extend_schema_view(
    list=extend_schema(
        summary="部门任务列表",
        description="工会人员得到数据范围内已交办的任务，联络员得到交办给本部门的任务；最新交办的在前。",
    ),
    retrieve=extend_schema(summary="一项部门任务", description="含部门的历次答复。"),
    answer=extend_schema(
        summary="答复部门任务",
        description="与网页的答复相同，由承办部门的联络员的账号办理；佐证材料请在网页上传。",
        request=AnswerInput,
        responses={201: TaskDetailSerializer},
        examples=[ANSWERED],
    ),
)
class TaskViewSet(RecordViewSet):
    """Lines that were handed out, of the user's regions or to the user's own office."""

    resource, tag, looking_at = "tasks", "部门任务", "部门任务"
    filterset_class = TaskLineFilter
    serializer_class = TaskSerializer
    lookup_value_converter = "int"
    order = ("-id",)

    def admit(self, request: Request) -> None:
        """Let in people of unions, cadres and liaisons."""
        require(request.user.scope.has(*SUBTREE_ROLES, Role.CADRE, Role.LIAISON), WHO)  # type: ignore[union-attr]

    def get_queryset(self) -> TaskQuerySet:
        """Return the lines of the scope with their answers."""
        return self.rows_for_list().prefetch_related("answers__office", "answers__to_office")

    def rows_for_list(self) -> TaskQuerySet:
        """Return what was handed out, with list, office and archive."""
        tasks = Task.objects.visible_to(self.user).sent().select_related("task_list__union", "office", "household")
        return tasks.defer("household__search")

    def get_serializer_class(self) -> type[TaskSerializer]:
        """Return the short form for the list, the whole for one."""
        return TaskSerializer if self.action == "list" else TaskDetailSerializer

    def subject_of(self, row: Task) -> str:
        """Return the archive that the line is about."""
        return row.household.archive_no

    @action(detail=True, methods=["post"])
    def answer(self, request: ApiRequest, pk: int) -> Response:
        """Answer a line for the office that has it; sent again under the same key it is the same answer."""
        task = self.get_object()
        require(request.user.scope.has(Role.LIAISON), ONLY_OFFICE)
        typed = read_sent(AnswerInput, request).typed
        form = AnswerForm(typed | {"client_id": str(number_of(request))}, {}, task=task)  # type: ignore[arg-type]
        insist(refuse(form))
        answer_task(task, by=request.user, **form.cleaned_data)
        return self.shown(request, self.get_object(), status=201)
