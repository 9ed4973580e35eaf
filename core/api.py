"""What all parts of the API have in common: the login and its limits of the pages, and names of routes as theirs."""

from collections.abc import Callable
from typing import Any

from rest_framework.routers import DynamicRoute, Route, SimpleRouter
from rest_framework.viewsets import GenericViewSet


class ApiViewSet(GenericViewSet):
    """Views behind the same login as the pages; who is not let in is told so as JSON (organizations.http)."""

    @classmethod
    def as_view(cls, actions: Any = None, **initkwargs: Any) -> Callable[..., Any]:  # type: ignore[override]
        """Return the view, for which idle sessions and first passwords count as they do for pages."""
        view = super().as_view(actions, **initkwargs)
        view.login_required = True  # type: ignore[attr-defined]
        return view


class ApiRouter(SimpleRouter):
    """Routes of JSON alone, named in snake case."""

    routes = [  # noqa: RUF012 -- as the library types it
        Route(
            url=r"{prefix}{trailing_slash}",
            mapping={"get": "list"},
            name="{basename}_list",
            detail=False,
            initkwargs={},
        ),
        DynamicRoute(
            url=r"{prefix}/{url_path}{trailing_slash}", name="{basename}_{url_name}", detail=False, initkwargs={}
        ),
        Route(
            url=r"{prefix}/{lookup}{trailing_slash}",
            mapping={"get": "retrieve"},
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
