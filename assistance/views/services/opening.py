"""Opening a service or somebody's part in one: role first, then scope."""

from django.shortcuts import get_object_or_404

from assistance.models import Enrolment, Service
from assistance.services.rules import MAY_OPEN, WHO_KEEPS, WHO_OPENS, can_keep
from organizations.http import UserRequest
from organizations.rules import require


def open_service_page(request: UserRequest, pk: int) -> Service:
    """Return a service in the user's scope, else 404; who sees no services at all gets 403."""
    require(request.user.scope.has(*MAY_OPEN), WHO_OPENS)
    return get_object_or_404(Service.objects.visible_to(request.user).for_list(), pk=pk)


def open_to_keep(request: UserRequest, pk: int) -> Service:
    """Return a service that the user keeps, else 404 or 403."""
    service = open_service_page(request, pk)
    require(can_keep(request.user, service.union), WHO_KEEPS)
    return service


def open_part(request: UserRequest, pk: int) -> Enrolment:
    """Return somebody's part in a service, of a household in the user's scope, else 404; who sees none gets 403."""
    require(request.user.scope.has(*MAY_OPEN), WHO_OPENS)
    rows = Enrolment.objects.visible_to(request.user).for_page().select_related("service__union")
    return get_object_or_404(rows, pk=pk)
