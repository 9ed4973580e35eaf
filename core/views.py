"""Pages that belong to no app: health, and what is shown when something went wrong."""

import logging

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET
from django_tasks_db.models import DBTaskResult

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
    return render(request, "core/csrf_failure.html", status=403)
