"""The feed of changes: what was opened, changed or removed since a place, for systems that keep in step."""

from typing import Any

from django.urls import reverse
from drf_spectacular.utils import (
    OpenApiExample,
    OpenApiParameter,
    extend_schema,
    extend_schema_serializer,
    extend_schema_view,
)
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from core.api import ApiViewSet
from core.keyset import size_of
from core.problems import Problem, wrong_parameters
from households.feedreading import Ahead, TooOld, read_changes
from households.gone import KNOWN_AS, WRITTEN
from households.models import ChangeFeed
from organizations.actions.access import record_access
from organizations.apiviews import ApiRequest
from organizations.enums import AccessVerb
from organizations.rules import require_business

LATEST = "latest"
# Resource → the name of the route of one; apps to the right add theirs (``households.feed.feed_triggers``).
ADDRESSES = {"archives": "api_archive_detail"}
LONGEST = 18  # digits of a position


class ChangeSerializer(serializers.ModelSerializer):
    """One change; what the thing is by now is read at ``href``."""

    resource = serializers.SerializerMethodField(label="内容")
    key = serializers.SerializerMethodField(label="编号")
    archive = serializers.SerializerMethodField(label="档案编号")
    kind_name = serializers.CharField(source="get_kind_display", read_only=True, label="变更名称")
    href = serializers.SerializerMethodField(label="内容的地址")

    class Meta:
        model = ChangeFeed
        fields = ("resource", "key", "archive", "kind", "kind_name", "at", "href")

    def get_resource(self, row: ChangeFeed) -> str:
        """Return what it is, as the API names it."""
        return KNOWN_AS.get(row.resource, row.resource)

    def get_key(self, row: ChangeFeed) -> str:
        """Return how the API names the thing: archives by their number, unions by their code."""
        resource = self.get_resource(row)
        if resource == "archives" and row.household:
            return row.household.archive_no
        return str(row.union_code) if resource == "unions" else str(row.key)  # type: ignore[attr-defined]

    def get_archive(self, row: ChangeFeed) -> str | None:
        """Return the number of the archive, but not to an office that has a task; none of a whole union."""
        if row.household is None:
            return None
        is_for_office = self.context["request"].user.scope.sees_for_office(row.household.union_path)
        return None if is_for_office else row.household.archive_no

    def get_href(self, row: ChangeFeed) -> str | None:
        """Return where the thing is read; null where there is no such address, or no longer for the reader."""
        name = ADDRESSES.get(row.resource)
        return reverse(name, args=[self.get_key(row)]) if name else None


@extend_schema_serializer(many=False)
class ChangesSerializer(serializers.Serializer):
    """A page of the feed."""

    cursor = serializers.CharField(label="下次从这里读起", help_text="作为下次的 since")
    has_more = serializers.BooleanField(label="是否还有更多", help_text="为 true 时立即接着读")
    results = ChangeSerializer(many=True)


SINCE = OpenApiParameter("since", str, description="上次得到的 cursor；不填从头读起；latest 只取当前位置")
OF_ONE = OpenApiParameter("resource", str, description="只要一种内容，如 archives、visits")
SIZE = OpenApiParameter("page_size", int, description="每次多少条，最多 200")
SHOWN: dict[str, Any] = {
    "cursor": "1024",
    "has_more": False,
    "results": [
        {
            "resource": "visits",
            "key": "77",
            "archive": "532524202600001",
            "kind": "created",
            "kind_name": "新建",
            "at": "2026-01-05T10:30:00+08:00",
            "href": "/api/v1/visits/77/",
        }
    ],
}


@extend_schema_view(
    list=extend_schema(
        summary="变更记录",
        description=(
            "按先后读取数据范围内的变更：先用 since=latest 记下位置，再取全部列表，以后凭 cursor 接着读，不会遗漏。"
            "同一次办理中的多处修改只记一条；家庭成员和收支调查的变更记在档案上。"
            "档案转出、结对结束后不再可见的，记一条 gone；"
            "角色到期或收回的，记一条 unions 的 gone，其下各户随之不再可见。"
        ),
        parameters=[SINCE, OF_ONE, SIZE],
        responses={200: ChangesSerializer, 410: None},
        examples=[OpenApiExample("变更", value=SHOWN, response_only=True)],
    )
)
class ChangeViewSet(ApiViewSet):
    """The feed of changes of the user's scope."""

    resource, tag = "changes", "变更"
    params = ("since", "resource", "page_size")
    pagination_class = None
    filter_backends = ()
    serializer_class = ChangesSerializer

    def admit(self, request: Request) -> None:
        """Let in whoever works with archives."""
        require_business(request.user)  # type: ignore[arg-type]

    def list(self, request: ApiRequest) -> Response:
        """Tell what changed since a place."""
        asked = request.query_params
        size, since = size_of(asked.get("page_size")), place_of(asked.get("since", "0"))
        try:
            changes = read_changes(request.user, since, size=size, resource=resource_of(asked.get("resource", "")))
        except (Ahead, TooOld) as error:
            raise Problem(410, error.message) from error
        record_access(request.user, AccessVerb.VIEW, "变更记录", detail=f"接口：{len(changes.rows)} 条")
        told = {"cursor": str(changes.cursor), "has_more": changes.has_more, "results": changes.rows}
        return Response(self.get_serializer(told).data)


def resource_of(asked: str) -> str:
    """Return which resource alone is asked for; raises Invalid for one that the feed never tells of."""
    if asked and asked not in (known := {*ADDRESSES, *WRITTEN}):
        raise wrong_parameters({"resource": [f"没有这种内容，可选：{'、'.join(sorted(known))}。"]})
    return asked


def place_of(since: str) -> int | None:
    """Return the position that was asked for, None for where the feed stands now; raises Invalid for nonsense."""
    if since == LATEST:
        return None
    if not (since.isascii() and since.isdigit() and len(since) <= LONGEST):
        raise wrong_parameters({"since": ["应为上次得到的 cursor，或 latest。"]})
    return int(since)
