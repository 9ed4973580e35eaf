"""Lists and their rows as the API shows them; of records each look, and each list that leaves the system, is logged."""

from typing import Any, ClassVar, cast

from django.db.models import Model, QuerySet
from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request
from rest_framework.response import Response

from core.api import ApiViewSet
from organizations.actions.access import record_access, record_accesses
from organizations.enums import AccessVerb
from organizations.models import User
from organizations.rules import require_business

OF_UNION = OpenApiParameter("union", str, description="工会代码；不填为数据范围内最高的一级")


class ApiRequest(Request):
    """The request as every view of the API gets it: the middleware lets nobody in who is no account."""

    user: User  # type: ignore[assignment]


class ListedViewSet(ApiViewSet):
    """A list and its rows, which are about no person: looking at them leaves no line in the access log."""

    @property
    def user(self) -> User:
        """Who asks."""
        return cast("ApiRequest", self.request).user

    def list(self, request: ApiRequest) -> Response:
        """List the rows page by page."""
        rows = self.paginate_queryset(self.filter_queryset(self.get_queryset())) or []
        return self.get_paginated_response(self.get_serializer(rows, many=True).data)

    def retrieve(self, request: ApiRequest, *args: Any, **key: Any) -> Response:
        """Return one row."""
        return self.shown(request, self.get_object())


class RecordViewSet(ListedViewSet):
    """A list and its records, whose reading leaves a line for each person's archive in the access log.

    ``looking_at`` is what the log calls it.
    """

    looking_at: ClassVar[str] = ""

    def admit(self, request: Request) -> None:
        """Let in whoever works with archives."""
        require_business(request.user)  # type: ignore[arg-type]

    def subject_of(self, row: Any) -> str:
        """Return the archive that a row belongs to, as the log names it."""
        raise NotImplementedError

    def rows_for_list(self) -> QuerySet[Any]:
        """Return the rows of the list with what it shows of them."""
        return self.get_queryset()

    def list(self, request: ApiRequest) -> Response:
        """List records page by page; one line in the log for each, in one statement."""
        rows = self.paginate_queryset(self.filter_queryset(self.rows_for_list())) or []
        subjects = list(dict.fromkeys(self.subject_of(row) for row in rows))
        record_accesses(request.user, AccessVerb.EXPORT, subjects, detail=f"接口：{self.looking_at}列表")
        return self.get_paginated_response(self.get_serializer(rows, many=True).data)

    def retrieve(self, request: ApiRequest, *args: Any, **key: Any) -> Response:
        """Return one record."""
        row = self.get_object()
        self.note(request, row)
        return self.shown(request, row)

    def made(self, request: ApiRequest, row: Model) -> Response:
        """Answer with a new record and its address."""
        kept = self.get_queryset().get(pk=row.pk)
        where = f"{request.path}{getattr(kept, self.lookup_field)}/"
        return self.shown(request, kept, status=201, headers={"Location": where})

    def note(self, request: ApiRequest, row: Model, *, in_full: bool = False) -> None:
        """Write down that a record was looked at."""
        verb = AccessVerb.REVEAL if in_full else AccessVerb.VIEW
        record_access(request.user, verb, self.subject_of(row), detail=f"接口：{self.looking_at}")
