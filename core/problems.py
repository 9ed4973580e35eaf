"""Errors of the API as problem details (RFC 9457), in the words of the pages."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, JsonResponse
from rest_framework.exceptions import APIException
from rest_framework.response import Response

from core.errors import Conflict, DomainError, NotAllowed

API_PATH = "/api/"
MEDIA_TYPE = "application/problem+json"
TITLES = {
    400: "请求不符合要求",
    401: "没有登录",
    403: "不能进行此操作",
    404: "没有找到",
    405: "此地址不支持这种请求",
    406: "只提供 JSON 格式",
    409: "与他人的操作冲突",
    415: "只接受 JSON 格式",
    429: "请求过于频繁",
}
DETAILS = {
    404: "没有这样的内容，或不在您的数据范围内。",
    405: "请改用接口文档所列的请求方法。",
    406: "请将 Accept 设为 application/json。",
    415: "请将 Content-Type 设为 application/json。",
}


def is_api(request: HttpRequest) -> bool:
    """Tell whether a program asks, which wants JSON and no page."""
    return request.path.startswith(API_PATH)


def body(status: int, detail: str) -> dict[str, Any]:
    """Return what every error of the API says."""
    return {"type": "about:blank", "title": TITLES.get(status, "请求没有完成"), "status": status, "detail": detail}


def problem_response(status: int, detail: str) -> JsonResponse:
    """Answer outside the API's own views: of who is not logged in, or whose session has ended."""
    return JsonResponse(body(status, detail), status=status, content_type=MEDIA_TYPE)


def problem(error: Exception, context: dict[str, Any]) -> Response | None:
    """Answer what a view of the API has raised; None lets anything unforeseen be a server error, and be logged."""
    match error:
        case NotAllowed():
            status, detail = 403, error.message
        case Conflict():
            status, detail = 409, error.message
        case DomainError():
            status, detail = 400, error.message
        case Http404():
            status, detail = 404, ""
        case PermissionDenied():
            status, detail = 403, ""
        case APIException():
            status, detail = error.status_code, ""
        case _:
            return None
    words = detail or DETAILS.get(status) or str(getattr(error, "detail", "")) or TITLES.get(status, "")
    return Response(body(status, words), status=status, content_type=MEDIA_TYPE)
