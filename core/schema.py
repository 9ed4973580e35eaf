"""The OpenAPI document of the API: what the views say of themselves, and what holds for all of them."""

from functools import cache
from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiParameter
from rest_framework.serializers import ChoiceField

from core.problems import MEDIA_TYPE, TITLES, body

READING, WRITING = (400, 401, 403, 404, 405, 406, 429), (409, 411, 412, 413, 415, 422, 428)
OF_ONE = (410,)  # what single operations declare
METHODS = ("get", "post", "patch")
PROBLEM = {
    "type": "object",
    "description": "错误说明（RFC 9457）。",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string", "const": "about:blank"},
        "title": {"type": "string", "description": "这类错误的名称"},
        "status": {"type": "integer", "description": "HTTP 状态码"},
        "detail": {"type": "string", "description": "发生了什么、怎样处理，可直接显示给经办人"},
        "errors": {
            "type": "array",
            "description": "逐项说明哪里有误",
            "items": {
                "type": "object",
                "required": ["detail"],
                "properties": {
                    "detail": {"type": "string"},
                    "pointer": {"type": "string", "description": "请求正文中的位置（JSON Pointer），如 #/on"},
                    "parameter": {"type": "string", "description": "有误的查询参数"},
                },
            },
        },
    },
}
KEY = OpenApiParameter(
    "Idempotency-Key",
    str,
    OpenApiParameter.HEADER,
    required=True,
    description="这次办理的编号，如一个 UUID。没有收到响应时用同一编号重发，只办理一次；编号保留 24 小时。",
)
MATCH = OpenApiParameter(
    "If-Match",
    str,
    OpenApiParameter.HEADER,
    required=True,
    description="读取时得到的 ETag：内容已被他人修改时回答 412，不覆盖。",
)
ETAG = OpenApiParameter("ETag", str, OpenApiParameter.HEADER, response=[200, 201], description="内容的版本")


class ApiSchema(AutoSchema):
    """Describes a view: chapters and headers from the view, words only from ``extend_schema`` (in Chinese)."""

    def get_tags(self) -> list[str]:
        """Return the chapter that the view belongs to."""
        return [getattr(self.view, "tag", "")]

    def get_description(self) -> str:  # type: ignore[override]
        """Leave the docstrings, which are for those who read the code, out."""
        return ""

    def get_override_parameters(self) -> list[Any]:
        """Add the headers that a write needs and a record has."""
        headers: list[Any] = {"POST": [KEY], "PATCH": [MATCH]}.get(self.method, [])
        action = getattr(self.view, "action", "")
        if action in getattr(self.view, "matched", ()):
            headers = [*headers, MATCH]
        is_one = self.method in {"POST", "PATCH"} or action == "retrieve"
        has_version = is_one and getattr(self.view, "is_versioned", True)
        return [*headers, *([ETAG] if has_version else [])]

    def _map_serializer_field(self, field: Any, direction: Any, bypass_extensions: bool = False) -> Any:
        """Say of a choice that is only read that it may be empty, which the library says of those written alone."""
        said = super()._map_serializer_field(field, direction, bypass_extensions)
        model: Any = getattr(getattr(field.parent, "Meta", None), "model", None)
        is_choice = isinstance(field, ChoiceField) and field.read_only and "enum" in said and model is not None
        if is_choice and model._meta.get_field(field.source).blank and "" not in said["enum"]:
            said = said | {"enum": [*said["enum"], ""]}
        return said


class TokenScheme(OpenApiAuthenticationExtension):
    """How a token is shown."""

    target_class = "organizations.tokens.TokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:
        """Describe the header."""
        return {"type": "http", "scheme": "bearer", "description": "安全管理员签发的接口令牌"}


def add_problems(result: dict[str, Any], generator: Any, request: Any, public: bool) -> dict[str, Any]:
    """Give every operation the errors that any of them may answer, and describe those that it declares itself."""
    parts = result.setdefault("components", {})
    parts.setdefault("schemas", {})["Problem"] = PROBLEM
    parts["responses"] = {f"Problem{status}": _described(status) for status in (*READING, *WRITING, *OF_ONE)}
    for path in result["paths"].values():
        for method, operation in path.items():
            if method in METHODS:
                own = [status for status in OF_ONE if str(status) in operation["responses"]]
                for status in (*READING, *own, *(WRITING if method != "get" else ())):
                    named = {"$ref": f"#/components/responses/Problem{status}"}
                    operation["responses"][str(status)] = named
    return result


def tidy(result: dict[str, Any], generator: Any, request: Any, public: bool) -> dict[str, Any]:
    """Leave out what says nothing: descriptions of the code's own readers."""
    for schema in result["components"]["schemas"].values():
        if str(schema.get("description", "")).isascii():
            schema.pop("description", None)
    return result


def _described(status: int) -> dict[str, Any]:
    example = body(status, TITLES[status])
    content = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}, "example": example}}
    return {"description": TITLES[status], "content": content}


@cache
def document() -> dict[str, Any]:
    """Return the document, the same for everybody; made once by each process."""
    return SchemaGenerator().get_schema(request=None, public=True)
