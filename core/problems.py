"""Errors of the API as problem details (RFC 9457), in the words of the pages.

What is wrong with a field or a parameter stands in ``errors``: each with its ``detail`` and its ``pointer`` (a JSON
pointer into the body) or its ``parameter`` (of the address).
"""

from typing import Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.http import Http404, HttpRequest, JsonResponse
from rest_framework.exceptions import APIException, ValidationError
from rest_framework.response import Response

from core.errors import Conflict, DomainError, NotAllowed, is_unreadable

API_PATH, DOCS_PATH = "/api/", "/api/v1/docs/"
MEDIA_TYPE = "application/problem+json"
INVALID = "提交的内容有误，详见 errors。"
UNREADABLE = "请求中有无法识别的字符，没有执行。"
TITLES = {
    400: "请求不符合要求",
    401: "没有登录",
    403: "不能进行此操作",
    404: "没有找到",
    405: "此地址不支持这种请求",
    406: "只提供 JSON 格式",
    409: "与他人的操作冲突",
    410: "已不再保留",
    411: "没有说明长度",
    412: "内容已被他人修改",
    413: "请求过大",
    415: "只接受 JSON 格式",
    422: "请求编号重复使用",
    428: "缺少前提条件",
    429: "请求过于频繁",
    500: "系统出错",
}
DETAILS = {
    404: "没有这样的内容，或不在您的数据范围内。",
    405: "请改用接口文档所列的请求方法。",
    406: "请将 Accept 设为 application/json。",
    411: "请带 Content-Length 请求头，不要分块（chunked）发送；没有执行。",
    413: "一次请求最多 1 MB。",
    415: "请将 Content-Type 设为 application/json（UTF-8）。",
}
BAD_JSON = "请求正文不是合法的 JSON，请核对。"
CSRF = "用网页会话写入须带 X-CSRFToken 请求头；其他系统请使用令牌（Authorization: Bearer）。"

FieldErrors = list[dict[str, str]]


class Problem(APIException):
    """An error of the protocol itself, with its status and words."""

    def __init__(self, status: int, words: str) -> None:
        super().__init__(words)
        self.status_code = status
        self.words = words


class Invalid(Problem):
    """What was sent is wrong in the places that ``errors`` names."""

    def __init__(self, errors: FieldErrors, words: str = INVALID) -> None:
        super().__init__(400, words)
        self.errors = errors


def wrong_parameters(errors: dict[str, list[str]]) -> Invalid:
    """Return the error of parameters of the address."""
    told = [{"detail": words, "parameter": name} for name, all_words in errors.items() for words in all_words]
    return Invalid(told, "地址中的查询参数有误，详见 errors。")


def is_api(request: HttpRequest) -> bool:
    """Tell whether a program asks, which wants JSON and no page; the page of documents is for people."""
    return request.path.startswith(API_PATH) and request.path != DOCS_PATH


def body(status: int, detail: str, errors: FieldErrors | None = None) -> dict[str, Any]:
    """Return what every error of the API says."""
    title = TITLES.get(status, "请求没有完成")
    said: dict[str, Any] = {"type": "about:blank", "title": title, "status": status, "detail": _legible(detail)}
    told = [{name: _legible(words) for name, words in error.items()} for error in errors or []]
    return said | ({"errors": told} if told else {})


def _legible(words: str) -> str:
    """Return words that quote what was sent without halves of characters, which no answer can hold."""
    return words.encode(errors="replace").decode()


def problem_response(status: int, detail: str = "") -> JsonResponse:
    """Answer outside the API's own views: of who is not logged in, or whose address is none."""
    said = body(status, detail or DETAILS.get(status, ""))
    return JsonResponse(said, status=status, content_type=MEDIA_TYPE, json_dumps_params={"ensure_ascii": False})


def problem(error: Exception, context: dict[str, Any]) -> Response | None:
    """Answer what a view of the API has raised; None lets anything unforeseen be a server error, and be logged."""
    told = _told(error, context.get("view"))
    if told is None:
        return None
    status, detail, errors = told
    response = Response(body(status, detail, errors), status=status, content_type=MEDIA_TYPE)
    if status == 401:
        response.headers["WWW-Authenticate"] = "Bearer"
    if status == 405 and (view := context.get("view")) is not None:
        response.headers["Allow"] = ", ".join(view.allowed_methods)
    return response


def _told(error: Exception, view: Any) -> tuple[int, str, FieldErrors] | None:
    match error:
        case Problem():
            return error.status_code, error.words, getattr(error, "errors", [])
        case DomainError():
            return _status_of(error), error.message, _field_of(error, view)
        case ValidationError():
            return 400, INVALID, list(flattened(error.detail))
        case Http404():
            return 404, DETAILS[404], []
        case PermissionDenied():
            return 403, TITLES[403], []
        case RequestDataTooBig():
            return 413, DETAILS[413], []
        case APIException():
            return error.status_code, _words_of(error), []
        case _ if is_unreadable(error):
            return 400, UNREADABLE, []
    return None


def _status_of(error: DomainError) -> int:
    return 403 if isinstance(error, NotAllowed) else 409 if isinstance(error, Conflict) else 400


def _field_of(error: DomainError, view: Any) -> FieldErrors:
    if not error.field:
        return []
    pointer = view.pointer(error.field) if hasattr(view, "pointer") else f"#/{error.field}"
    return [{"detail": error.message, "pointer": pointer}]


def _words_of(error: APIException) -> str:
    words = str(error.detail)
    if error.status_code == 400:
        return BAD_JSON
    if words.startswith("CSRF Failed"):
        return CSRF
    return DETAILS.get(error.status_code) or words or TITLES.get(error.status_code, "")


def flattened(detail: Any, pointer: str = "#") -> Any:
    """Yield the errors of a serializer one by one, each with the pointer to its place."""
    if isinstance(detail, dict):
        for name, below in detail.items():
            yield from flattened(below, pointer if name == "non_field_errors" else f"{pointer}/{name}")
    elif isinstance(detail, list) and any(isinstance(item, dict | list) for item in detail):
        for number, below in enumerate(detail):
            yield from flattened(below, f"{pointer}/{number}")
    else:
        for words in detail if isinstance(detail, list) else [detail]:
            yield {"detail": str(words), "pointer": pointer}
