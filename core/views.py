"""Pages that belong to no app: health, and what is shown when something went wrong."""

import logging

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views import defaults
from django.views.decorators.http import require_GET
from django_tasks_db.models import DBTaskResult

from core.problems import CSRF, is_api, problem_response

logger = logging.getLogger("huhuqing.health")


@login_not_required
@require_GET
def healthz(request: HttpRequest) -> JsonResponse:
    """Answer 200 when the database and the queue answer, else 503."""
    try:
        return JsonResponse({"status": "ok", "queued": DBTaskResult.objects.ready().count()})
    except DatabaseError:
        logger.exception("the health page has no answer from the database")
        return JsonResponse({"status": "database"}, status=503)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say in Chinese why a form was not taken; what was typed is still in the page before."""
    if is_api(request):
        return problem_response(403, CSRF)
    return render(request, "core/csrf_failure.html", status=403)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer a request that Django itself refuses: to a program as problem details."""
    return (
        problem_response(400, "请求不能识别，请核对。") if is_api(request) else defaults.bad_request(request, exception)
    )


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer an address that is none."""
    return problem_response(404) if is_api(request) else defaults.page_not_found(request, exception)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer when something unforeseen went wrong, which the log tells."""
    return (
        problem_response(500, "系统没有完成这次操作，请稍后重试。")
        if is_api(request)
        else defaults.server_error(request)
    )
