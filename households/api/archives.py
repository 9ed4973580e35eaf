"""Archives: the list, one of them, opening a draft, changing facts; by the filters, forms and actions of the pages."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, extend_schema, extend_schema_view
from rest_framework.response import Response

from core.inputs import as_typed, fields_of, insist, read_sent, refuse, serializer_of
from core.preconditions import check_match, fingerprint
from households.actions.archives import Edit, edit_sections, open_archive
from households.actions.locks import lock_household
from households.api.records import ArchiveDetailSerializer, ArchiveSerializer
from households.filters import HouseholdFilter
from households.forms.archive import SECTIONS, ArchiveForm
from households.forms.filing import NewFilingForm
from households.forms.worker import WorkerForm
from households.history import last_change
from households.models import Household
from households.rules import can_edit, can_reveal
from households.views.archives import NO_EDITING
from organizations.apiviews import ApiRequest, RecordViewSet
from organizations.enums import Number, Role
from organizations.rules import require
from organizations.tokens import NO_REVEAL, may_reveal

# What an edit may write, and what hangs on the archive: the rest is computed, and no reason to refuse an edit.
COMPUTED = frozenset({"cadre_names", "not_clear", "updated_at", "per_head", "work_unit"})
HOUSEHOLD_SECTIONS = tuple(form for form in SECTIONS if not form.of_worker)
_facts = {name: field for form in HOUSEHOLD_SECTIONS for name, field in fields_of(form).items()}
WorkerInput = serializer_of("WorkerInput", fields_of(WorkerForm))
ArchiveInput = serializer_of(
    "ArchiveInput", {**fields_of(NewFilingForm), **_facts, "worker": WorkerInput(required=False, label="职工本人")}
)
ArchiveEdit = serializer_of("ArchiveEdit", {**_facts, "worker": WorkerInput(required=False, label="职工本人")})

IN_FULL = OpenApiParameter("in_full", str, enum=["1"], description="1：完整号码（须有角色和 reveal 权限，留下记录）")
SENT = {
    "union": "532524",
    "level": "national",
    "category": "deep",
    "main_cause": "illness",
    "address": "建水县临安镇清远路7号",
    "persons": 3,
    "worker": {"name": "钟离秋水", "identity_no": "990101198001010014", "phone": "19900000001"},
}
OPENED = OpenApiExample("新建", value=SENT, request_only=True)
EDITED = OpenApiExample("修改", value={"address": "建水县临安镇建中路8号", "persons": 4}, request_only=True)


@extend_schema_view(
    list=extend_schema(summary="档案列表", description="筛选条件与网页的档案列表相同。按档案编号排列。"),
    retrieve=extend_schema(summary="一份档案", description="含家庭成员和收支调查。", parameters=[IN_FULL]),
    create=extend_schema(
        summary="新建档案（草稿）",
        description="与网页的新建档案相同：必填建档单位、建档标准、困难类别、主要致困原因和职工的姓名、身份证号。",
        request=ArchiveInput,
        responses={201: ArchiveDetailSerializer},
        examples=[OPENED],
    ),
    partial_update=extend_schema(
        summary="修改档案",
        description="只改所列的项目，其余不变；修改前的内容保留在时间轴中。在档后建档标准和困难类别须经审核调整。",
        request=ArchiveEdit,
        responses={200: ArchiveDetailSerializer},
        examples=[EDITED],
    ),
)
class ArchiveViewSet(RecordViewSet):
    """Archives of the user's scope."""

    resource, tag, looking_at = "archives", "档案", "档案"
    filterset_class = HouseholdFilter
    serializer_class = ArchiveSerializer
    lookup_field, lookup_value_converter = "archive_no", "str"
    order = ("archive_no",)
    full: ClassVar[frozenset[Number]] = frozenset()

    @property
    def params(self) -> tuple[str, ...]:  # type: ignore[override]
        """The address of one archive may ask for full numbers."""
        return ("in_full",) if self.action == "retrieve" else ()

    def get_queryset(self) -> QuerySet[Household]:
        """Return the archives of the scope, each with what the rules ask."""
        user = self.user
        archives = Household.objects.visible_to(user).with_grant_for(user).select_related("union", "previous")
        return archives.prefetch_related("members", "surveys__lines").defer("search", "previous__search")

    def rows_for_list(self) -> QuerySet[Household]:
        """Return them as the list shows them."""
        return Household.objects.visible_to(self.user).for_list()

    def get_serializer_class(self) -> type[ArchiveSerializer]:
        """Return the short form for the list, the whole for one."""
        return ArchiveSerializer if self.action == "list" else ArchiveDetailSerializer

    def get_serializer_context(self) -> dict[str, Any]:
        """Add which numbers are shown in full."""
        return {**super().get_serializer_context(), "full": self.full}

    def subject_of(self, row: Household) -> str:
        """Return the number of the archive."""
        return row.archive_no

    def version(self, row: Household) -> str:
        """Return the version of the facts in full, so that a change that a mask hides is one too."""
        data = ArchiveDetailSerializer(row, context={"full": frozenset(Number)}).data
        return fingerprint({name: value for name, value in data.items() if name not in COMPUTED})

    def pointer(self, field: str) -> str:
        """Return where a field stands: the worker's below ``worker``."""
        return f"#/worker/{field}" if field in WorkerForm.base_fields else f"#/{field}"

    def retrieve(self, request: ApiRequest, *args: Any, **key: Any) -> Response:
        """Return one archive; with ``in_full`` the numbers that the roles may see whole."""
        archive = self.get_object()
        if request.query_params.get("in_full") == "1":
            self.full = frozenset(number for number in Number if can_reveal(request.user, archive, number))  # type: ignore[misc]
            require(bool(self.full) and may_reveal(request), NO_REVEAL)
        self.note(request, archive, in_full=bool(self.full))
        return self.shown(request, archive)

    def create(self, request: ApiRequest) -> Response:
        """Open a draft, as the page does."""
        require(request.user.scope.has(Role.OFFICER), "只有经办人员可以新建档案。")
        form = ArchiveForm(typed(request, ArchiveInput), user=request.user)  # type: ignore[arg-type]
        judge(form)
        facts = form.facts(of_worker=False)
        union, number = facts.pop("union"), facts.pop("archive_no")
        worker = form.facts(of_worker=True)
        opened = open_archive(by=request.user, union=union, facts=facts, worker=worker, archive_no=number)
        return self.made(request, opened)

    def partial_update(self, request: ApiRequest, archive_no: str) -> Response:
        """Change facts of an archive that is still what the program has read."""
        archive = self.get_object()
        require(can_edit(request.user, archive), NO_EDITING)
        lock_household(archive)
        locked = self.get_queryset().get(pk=archive.pk)
        check_match(request, self.version(locked), who=last_change(locked))
        edit_sections(locked, by=request.user, edits=edits_of(request, locked))
        self.note(request, archive)
        return self.shown(request, self.get_queryset().get(pk=archive.pk))


def typed(request: ApiRequest, kind: Any) -> dict[str, Any]:
    """Return what was sent as the form is typed, the worker's fields beside the archive's; raises for wrong kinds."""
    sent = read_sent(kind, request).typed
    return sent | as_typed(sent.pop("worker", {}))


def judge(form: ArchiveForm) -> None:
    """Refuse what the sections of the form refuse, all at once."""
    form.is_valid()
    insist([e for section in form.sections for e in refuse(section, "#/worker" if section.of_worker else "#")])


def edits_of(request: ApiRequest, archive: Household) -> list[Edit]:
    """Return the edits that were sent: each section of which something was sent is judged as a whole."""
    sent = typed(request, ArchiveEdit)
    worker = next((member for member in archive.members.all() if member.is_worker), None)
    stands = ArchiveForm(None, user=request.user, household=archive, worker=worker)
    touched = [section for section in stands.sections if not section.fields.keys().isdisjoint(sent)]
    whole = as_typed({bound.name: bound.value() for section in touched for bound in section}) | sent
    form = ArchiveForm(whole, user=request.user, household=archive, worker=worker)  # type: ignore[arg-type]
    keys = {section.key for section in touched}
    form.sections = [section for section in form.sections if section.key in keys]
    judge(form)
    return [Edit({n: v for n, v in s.facts.items() if n in sent}, of_worker=s.of_worker) for s in form.sections]
