"""What all parts of the API have in common: login, scope, pages, versions, once for many tries, names of routes."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.conf import settings
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.routers import DynamicRoute, Route, SimpleRouter
from rest_framework.viewsets import GenericViewSet

from core.filtering import ScopedFilters, check_parameters
from core.idempotency import run_once
from core.keyset import Keyset
from core.parsers import BoundedJSONParser
from core.preconditions import etag_of, fingerprint, is_known
from core.problems import DETAILS, Problem

UTF_8 = frozenset({"utf-8", "utf8"})
WRITES = frozenset({"POST", "PUT", "PATCH", "DELETE"})


class ApiViewSet(GenericViewSet):
    """Views behind the login of the pages or a token; who is not let in is told so as JSON.

    ``resource`` names the scope that a token needs (``archives`` → ``archives:read``), ``order`` the order of the list,
    which ends in a unique column, ``params`` what an address may say beside filters and pages, ``tag`` the chapter of
    the documents, ``matched`` the acts by POST on what was read, which need its version; what is counted anew for each
    reader is not ``is_versioned``. Every write runs in one transaction and once for each Idempotency-Key, which POST
    needs.
    """

    http_method_names = ("get", "head", "post", "patch")  # type: ignore[assignment]
    resource = ""
    tag = ""
    order: tuple[str, ...] = ("id",)
    params: tuple[str, ...] = ()
    matched: frozenset[str] = frozenset()
    is_versioned = True
    filterset_class: Any = None
    pagination_class: Any = Keyset
    filter_backends: Any = (ScopedFilters,)
    parser_classes = (BoundedJSONParser,)

    @classmethod
    def as_view(cls, actions: Any = None, **initkwargs: Any) -> Callable[..., Any]:  # type: ignore[override]
        """Return the view, for which idle sessions and first passwords count as they do for pages."""
        view = super().as_view(actions, **initkwargs)
        view.login_required = True  # type: ignore[attr-defined]
        return view

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Judge a request before its view runs: login, scope, size, parameters; and have a write run once."""
        name = str(request.method).lower()
        super().initial(request, *args, **kwargs)
        if not hasattr(self, name):
            return  # answered by 405
        self.admit(request)
        check_parameters(request, self)
        if request.method not in WRITES:
            return
        check_body(request)
        act = partial(getattr(self, name), request, *args, **kwargs)
        needed = request.method == "POST"
        setattr(self, name, lambda *_args, **_kwargs: run_once(request, act, needed=needed))

    def admit(self, request: Request) -> None:
        """Refuse whose role has nothing to do here (403), whatever is asked."""

    def pointer(self, field: str) -> str:
        """Return where in the body a field stands that a rule names."""
        return f"#/{field}"

    def version(self, row: Any) -> str:
        """Return the version of a row, which changes with anything that an edit may write."""
        return fingerprint(self.get_serializer(row).data)

    def shown(self, request: Request, row: Any, *, status: int = 200, headers: Any = None) -> Response:
        """Answer with one row and its version; 304 when the program has it already."""
        version = self.version(row)
        tagged = {"ETag": etag_of(version), **(headers or {})}
        if request.method == "GET" and is_known(request, version):
            return Response(status=304, headers=tagged)
        return Response(self.get_serializer(row).data, status=status, headers=tagged)


def check_body(request: Request) -> None:
    """Refuse what is too large or no JSON in UTF-8 before anything of it is read.

    A body in chunks tells no length, and would be taken for none at all: a write of nothing.
    """
    http = request._request
    if "chunked" in request.headers.get("Transfer-Encoding", "").lower():
        raise Problem(411, DETAILS[411])
    length = int(request.META.get("CONTENT_LENGTH") or 0)
    if length > settings.API_MOST_BYTES:
        raise Problem(413, DETAILS[413])
    charset = (http.content_params or {}).get("charset", "utf-8").lower()
    if length and (http.content_type != "application/json" or charset not in UTF_8):
        raise Problem(415, DETAILS[415])


class ApiRouter(SimpleRouter):
    """Routes of JSON alone, named in snake case."""

    routes = [  # noqa: RUF012 -- as the library types it
        Route(
            url=r"{prefix}{trailing_slash}",
            mapping={"get": "list", "post": "create"},
            name="{basename}_list",
            detail=False,
            initkwargs={},
        ),
        DynamicRoute(
            url=r"{prefix}/{url_path}{trailing_slash}", name="{basename}_{url_name}", detail=False, initkwargs={}
        ),
        Route(
            url=r"{prefix}/{lookup}{trailing_slash}",
            mapping={"get": "retrieve", "patch": "partial_update"},
            name="{basename}_detail",
            detail=True,
            initkwargs={},
        ),
        DynamicRoute(
            url=r"{prefix}/{lookup}/{url_path}{trailing_slash}",
            name="{basename}_{url_name}",
            detail=True,
            initkwargs={},
        ),
    ]

    def __init__(self) -> None:
        super().__init__(use_regex_path=False)
