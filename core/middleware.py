"""Turning a refused rule into an answer that a person understands."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from core.errors import Conflict, DomainError, NotAllowed


class DomainErrors:
    """Answer a DomainError that no view caught: 403 for NotAllowed, 409 for Conflict, 400 otherwise, each as a page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Render the message of a DomainError; other exceptions go their way."""
        if not isinstance(exception, DomainError):
            return None
        status = 403 if isinstance(exception, NotAllowed) else 409 if isinstance(exception, Conflict) else 400
        return render(request, "core/refused.html", {"message": exception.message}, status=status)
