"""What holds for every answer: personal pages are kept nowhere, and a refused rule is a page in words."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers

from core.errors import Conflict, DomainError, NotAllowed, is_unreadable
from core.problems import is_api

ONLY_SENT = "这个地址只用来提交，不能直接打开。请回到原来的页面再操作。"
UNREADABLE = "地址或表单中有无法识别的字符，没有执行。请返回上一页重新操作。"


class PackedPages(GZipMiddleware):
    """Pack pages for the way, which are a tenth then; files are packed already, and keep their length."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Leave alone what is no page; Django adds bytes by chance against guessing a page by its length."""
        if not response.get("Content-Type", "").startswith("text/html"):
            return response
        return super().process_response(request, response)


class NeverStored:
    """Have no browser or proxy keep an answer, unless its view said how long: after logging out, Back shows nothing."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if "Cache-Control" not in response:
            add_never_cache_headers(response)
        return response


class DomainErrors:
    """Answer a DomainError that no view caught: 403 for NotAllowed, 409 for Conflict, 400 otherwise, each as a page.

    Also 400 for what is no text, such as the character NUL, which PostgreSQL cannot hold, wherever it stood; and words
    for who opens the address of an act, where Django would answer a blank page.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code != 405 or request.method != "GET" or is_api(request):
            return response
        page = render(request, "core/refused.html", {"message": ONLY_SENT}, status=405)
        page.headers["Allow"] = response.headers["Allow"]
        return page

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Render the message of a DomainError; other exceptions go their way."""
        if is_unreadable(exception):
            exception = DomainError(UNREADABLE)
        if not isinstance(exception, DomainError):
            return None
        status = 403 if isinstance(exception, NotAllowed) else 409 if isinstance(exception, Conflict) else 400
        return render(request, "core/refused.html", {"message": exception.message}, status=status)
