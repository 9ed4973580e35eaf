"""Reviews: those of the scope, one of them with its course, and deciding on the step that waits; as on its page."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from core.inputs import insist, read_sent, refuse, serializer_of
from core.preconditions import check_match
from organizations.apiviews import ApiRequest, RecordViewSet
from organizations.rules import require
from reviews.acts import ACTS
from reviews.filters import ApiReviewFilter
from reviews.forms.deciding import LONGEST, seen_of
from reviews.models import Record, Review, Step
from reviews.pages import OFFERED
from reviews.rules import can_open_reviews, place_to_act

WHO = "审核由各级工会的经办、审核、审批、财务和档案统计人员查看。"
_words: dict[str, Any] = {"max_length": LONGEST, "required": False, "allow_blank": True}
OpinionInput = serializer_of("OpinionInput", {"opinion": serializers.CharField(label="意见", **_words)})
RefusalInput = serializer_of("RefusalInput", {"opinion": serializers.CharField(label="不同意的理由", **_words)})
ReturnInput = serializer_of(
    "ReturnInput",
    {
        "to_step": serializers.IntegerField(min_value=1, max_value=2**62, required=False, label="退回到的环节（id）"),
        "reason": serializers.CharField(label="退回原因", **_words),
    },
)


class StepSerializer(serializers.ModelSerializer):
    """A step of the procedure."""

    kind_name = serializers.CharField(source="get_kind_display", read_only=True, label="环节类型名称")
    level_name = serializers.CharField(source="get_level_display", read_only=True, label="办理层级名称")
    role_name = serializers.CharField(source="get_role_display", read_only=True, label="办理角色名称")

    class Meta:
        model = Step
        fields = ("id", "number", "name", "kind", "kind_name", "level", "level_name", "role", "role_name")
        read_only_fields = fields


class RecordSerializer(serializers.ModelSerializer):
    """How one step ended."""

    step_name = serializers.CharField(source="step.name", read_only=True, label="环节名称")
    outcome_name = serializers.CharField(source="word", read_only=True, label="结论名称")
    by_name = serializers.CharField(source="by.name", read_only=True, label="办理人")

    class Meta:
        model = Record
        fields = ("step", "step_name", "round", "outcome", "outcome_name", "opinion", "returned_to", "by_name", "at")
        read_only_fields = fields


class ReviewSerializer(serializers.ModelSerializer):
    """A review, and the step that waits; ``stage`` says in words where it stands."""

    number = serializers.CharField(read_only=True, label="审核编号")
    subject_name = serializers.CharField(source="get_subject_display", read_only=True, label="事项名称")
    union: Any = serializers.SlugRelatedField("code", read_only=True, label="申请单位")
    union_name = serializers.CharField(source="union.name", read_only=True, label="申请单位名称")
    status_name = serializers.CharField(source="get_status_display", read_only=True, label="状态名称")
    stage = serializers.CharField(read_only=True, label="办到哪里")
    step = StepSerializer(read_only=True, allow_null=True, label="当前环节")
    applied_by = serializers.CharField(source="applied_by.name", read_only=True, label="申请经办人")

    class Meta:
        model = Review
        fields = (
            *("id", "number", "subject", "subject_name", "title", "subject_ref", "union", "union_name"),
            *("status", "status_name", "stage", "step", "round", "entered_at", "due_on", "due_provisional"),
            *("amount", "applied_by", "applied_on", "finished_at"),
        )
        read_only_fields = fields


class ReviewDetailSerializer(ReviewSerializer):
    """A review with what was submitted last, its steps, how they ended, and what is open to whom asks."""

    steps = StepSerializer(source="procedure.steps", many=True, read_only=True, label="程序的各环节")
    records = RecordSerializer(many=True, read_only=True, label="办理记录")
    content = serializers.SerializerMethodField(label="申报内容")
    acts = serializers.SerializerMethodField(label="可以办理")

    class Meta(ReviewSerializer.Meta):
        fields: Any = (*ReviewSerializer.Meta.fields, "steps", "records", "content", "acts")

    def get_content(self, row: Review) -> list[dict[str, Any]]:
        """Return what the deciders read, heading by heading."""
        last = max(row.submissions.all(), key=lambda submission: submission.round, default=None)
        return [
            {"heading": heading, "rows": [{"label": label, "value": value} for label, value in rows]}
            for heading, rows in (last.content if last else [])
        ]

    def get_acts(self, row: Review) -> list[str]:
        """Return which of the API's acts are open to the user on the step that waits."""
        if row.step is None or place_to_act(self.context["request"].user, row) is None:
            return []
        offered = OFFERED[row.step.kind]  # type: ignore[index]
        return [name for name in ("pass", "return", "refuse") if name in offered]


AGREED = OpenApiExample("同意", value={"opinion": "同意"}, request_only=True)
REFUSED = OpenApiExample("不同意", value={"opinion": "家庭人均收入高于标准"}, request_only=True)
RETURNED = OpenApiExample("退回", value={"to_step": 1, "reason": "请附收入证明"}, request_only=True)
ANSWER = {200: ReviewDetailSerializer}


@extend_schema_view(
    list=extend_schema(
        summary="审核列表", description="数据范围内的审核，最新申请的在前；waiting=yes 只列待本人办理的。"
    ),
    retrieve=extend_schema(
        summary="一项审核", description="含申报内容、程序的各环节、办理记录和本账号可以办理的事项。"
    ),
    agree=extend_schema(
        summary="同意", description="同意当前环节。", request=OpinionInput, responses=ANSWER, examples=[AGREED]
    ),
    refuse=extend_schema(
        summary="不同意", description="须写明理由。", request=RefusalInput, responses=ANSWER, examples=[REFUSED]
    ),
    send_back=extend_schema(
        summary="退回", description="退回更早的环节。", request=ReturnInput, responses=ANSWER, examples=[RETURNED]
    ),
)
class ReviewViewSet(RecordViewSet):
    """Reviews of the user's scope, and those that wait for whom the user stands in for."""

    resource, tag, looking_at = "reviews", "审核", "审核"
    filterset_class = ApiReviewFilter
    serializer_class = ReviewSerializer
    lookup_value_converter = "int"
    order = ("-id",)
    matched = frozenset({"agree", "refuse", "send_back"})

    def admit(self, request: Request) -> None:
        """Let in whom the lists of reviews are open to."""
        require(can_open_reviews(request.user), WHO)  # type: ignore[arg-type]

    def get_queryset(self) -> QuerySet[Review]:
        """Return the reviews of the scope with their course."""
        parts = ("procedure__steps", "records__step", "records__by", "submissions")
        return self.rows_for_list().prefetch_related(*parts)

    def rows_for_list(self) -> QuerySet[Review]:
        """Return them as the list shows them."""
        return Review.objects.visible_to(self.user).for_list()

    def get_serializer_class(self) -> type[ReviewSerializer]:
        """Return the short form for the list, the whole for one."""
        return ReviewSerializer if self.action == "list" else ReviewDetailSerializer

    def subject_of(self, row: Review) -> str:
        """Return the number of the review, as the page logs it."""
        return row.number

    @action(detail=True, methods=["post"], url_path="pass", url_name="pass")
    def agree(self, request: ApiRequest, pk: int) -> Response:
        """Decide for it."""
        return self.decide(request, "pass", OpinionInput)

    @action(detail=True, methods=["post"])
    def refuse(self, request: ApiRequest, pk: int) -> Response:
        """Decide against it."""
        return self.decide(request, "refuse", RefusalInput)

    @action(detail=True, methods=["post"], url_path="return", url_name="return")
    def send_back(self, request: ApiRequest, pk: int) -> Response:
        """Return it to an earlier step."""
        return self.decide(request, "return", ReturnInput)

    def decide(self, request: ApiRequest, name: str, kind: Any) -> Response:
        """Do an act of the page on a review that is still what the program has read."""
        review, act = self.get_object(), ACTS[name]
        check_match(request, self.version(review))
        require(act.allowed(request.user, review), act.refusal)
        typed = read_sent(kind, request).typed
        form = act.form(typed | {"seen": seen_of(review)}, {}, review=review)
        insist(refuse(form))
        done = act.do(review, form, request.user)
        return self.shown(request, self.after(review, done))

    def after(self, review: Review, done: Review) -> Review:
        """Return the review as it stands now, also to who saw it only while it waited for somebody on leave."""
        return self.get_queryset().filter(pk=review.pk).first() or done
