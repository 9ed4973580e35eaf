"""The list of services, one of them, and keeping it."""

import uuid
from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assistance.actions.services import keeping as actions
from assistance.forms.services import ServiceFilter, ServiceForm
from assistance.models import Enrolment, Service, ServiceCharge
from assistance.services.costs import cost_of
from assistance.services.enums import ServiceStatus
from assistance.services.matrix import matrix_of
from assistance.services.pages import listed, next_act
from assistance.services.rules import MAY_OPEN, WHO_KEEPS, WHO_OPENS, can_enrol, can_keep
from assistance.views.services.opening import open_service_page, open_to_keep
from core.forms import attempt
from core.paging import capped_count, in_words, page_of
from core.telling import done
from organizations.enums import Role
from organizations.http import UserRequest
from organizations.rules import require


@require_GET
def services(request: UserRequest) -> HttpResponse:
    """List the services of the user's unions and of those above, the latest first."""
    require(request.user.scope.has(*MAY_OPEN), WHO_OPENS)
    filters = ServiceFilter(request.GET, user=request.user)
    rows = filters.narrow(Service.objects.visible_to(request.user).for_list())
    page = page_of(rows, request)
    page[:] = listed(page)
    context = {
        "filters": filters,
        "page": page,
        "total": in_words(*capped_count(rows)),
        "may_open": request.user.scope.has(Role.OFFICER),
        "narrowed": any(filters.choice(name) for name in filters.fields),
    }
    return render(request, "assistance/services.html", context)


@require_GET
def service(request: UserRequest, pk: int) -> HttpResponse:
    """Show a service: who takes part, who came to which session, what came of it, what it cost."""
    found = open_service_page(request, pk)
    people = Enrolment.objects.visible_to(request.user).filter(service=found).for_page()
    charges = ServiceCharge.objects.visible_to(request.user).filter(service=found).select_related("budget__fund", "by")
    keeps = can_keep(request.user, found.union)
    matrix = matrix_of(found, list(people.order_by("enrolled_at", "pk")))
    context = {
        "service": found,
        "matrix": matrix,
        "next": next_act(found, matrix) if keeps else None,
        "charges": charges.prefetch_related("entries"),
        "cost": cost_of(found),
        "keeps": keeps,
        "may_enrol": found.status == ServiceStatus.OPEN and can_enrol(request.user, found),
        "may_charge": request.user.scope.has(Role.FINANCE),
    }
    return render(request, "assistance/service.html", context)


@require_http_methods(["GET", "POST"])
def service_create(request: UserRequest) -> HttpResponse:
    """Enter a service."""
    require(request.user.scope.has(Role.OFFICER), WHO_KEEPS)
    form = ServiceForm(request.POST if request.method == "POST" else None, user=request.user)
    key = _key(request)
    if form.is_valid():
        made = attempt(form, lambda: actions.open_service(by=request.user, facts=form.facts, client_id=key))
        if made is not None:
            messages.success(request, f"已登记“{made}”，请安排场次并报名。")
            return redirect(made)
    return render(request, "assistance/service_form.html", {"form": form, "client_id": key})


@require_http_methods(["GET", "POST"])
def service_edit(request: UserRequest, pk: int) -> HttpResponse:
    """Correct a service."""
    found = open_to_keep(request, pk)
    form = ServiceForm(request.POST if request.method == "POST" else None, instance=found, user=request.user)
    if form.is_valid():
        facts, seen = form.facts, form.seen
        saved = attempt(form, lambda: actions.edit_service(found, by=request.user, facts=facts, seen=seen))
        if saved is not None:
            messages.success(request, f"已保存“{saved}”。")
            return redirect(saved)
    return render(request, "assistance/service_form.html", {"form": form, "service": open_to_keep(request, pk)})


@require_POST
def service_close(request: UserRequest, pk: int) -> HttpResponse:
    """End a service."""
    found, words = open_to_keep(request, pk), request.POST.get("reason", "")
    return _act(request, found, "已结束", lambda: actions.close_service(found, by=request.user, result=words))


@require_POST
def service_reopen(request: UserRequest, pk: int) -> HttpResponse:
    """Take back that a service was ended."""
    found = open_to_keep(request, pk)
    return _act(request, found, "已恢复为进行中", lambda: actions.reopen_service(found, by=request.user))


@require_POST
def service_cancel(request: UserRequest, pk: int) -> HttpResponse:
    """Cancel a service."""
    found, words = open_to_keep(request, pk), request.POST.get("reason", "")
    return _act(request, found, "已取消", lambda: actions.cancel_service(found, by=request.user, reason=words))


def _act(request: UserRequest, found: Service, words: str, act: Callable[[], Service]) -> HttpResponse:
    done(request, act, f"“{found}”{words}。")
    return redirect("service", found.pk)


def _key(request: UserRequest) -> uuid.UUID:
    try:
        return uuid.UUID(request.POST.get("client_id", ""))
    except ValueError:
        return uuid.uuid4()
