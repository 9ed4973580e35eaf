"""The documents of the API: the OpenAPI document, and the same as a page for people."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET

from config.apipages import chapters
from core.problems import problem_response
from core.schema import document

NO_ADDRESS = "没有这样的接口地址，请对照接口文档 /api/v1/docs/；地址以 / 结尾。"


@csrf_exempt
def api_schema(request: HttpRequest) -> JsonResponse:
    """Return the OpenAPI document."""
    if request.method not in ("GET", "HEAD"):
        return problem_response(405)
    options: dict[str, Any] = {"ensure_ascii": False, "indent": 1}
    return JsonResponse(document(), json_dumps_params=options, content_type="application/vnd.oai.openapi+json")


@require_GET
def api_docs(request: HttpRequest) -> HttpResponse:
    """Show the document as a page: addresses by chapter, their parameters, fields, examples and errors."""
    return render(request, "config/api_docs.html", {"document": document(), "chapters": chapters(document())})


@csrf_exempt
def api_address(request: HttpRequest) -> HttpResponse:
    """Answer for an address that the API does not have."""
    return problem_response(404, NO_ADDRESS)
