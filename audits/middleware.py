"""Bringing the six-clear of what a request has just changed up to date before the answer leaves."""

from collections.abc import Callable

import pghistory
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from audits.actions.clear import refresh_changed

MOST_FOR_ONE_REQUEST = 5
WRITES = frozenset({"POST", "PUT", "PATCH", "DELETE"})


class RefreshSixClear:
    """After a write that went well, refresh the few households that it touched; the worker sees to larger numbers."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in WRITES:
            return self.get_response(request)
        began = timezone.now()
        with pghistory.context() as context:
            response = self.get_response(request)
            if response.status_code < 400 and request.user.is_authenticated:
                refresh_changed(MOST_FOR_ONE_REQUEST, in_request=context.id, since=began)
        return response
