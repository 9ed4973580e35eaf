"""The access log, for the audit administrator."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from core.paging import page_of
from organizations.filters import narrow_log
from organizations.forms.log import LogFilter
from organizations.http import UserRequest
from organizations.models import AccessLog
from organizations.rules import can_read_access_log, require


@require_GET
def access_log(request: UserRequest) -> HttpResponse:
    """List who did what to what, the latest first."""
    require(can_read_access_log(request.user), "访问日志由审计管理员查看，您的角色不能打开。")
    form = LogFilter(request.GET or None)
    facts = form.cleaned_data if form.is_bound and form.is_valid() else {}
    lines = narrow_log(AccessLog.objects.visible_to(request.user), facts).select_related("user__union")
    return render(request, "organizations/access_log.html", {"form": form, "page": page_of(lines, request)})
