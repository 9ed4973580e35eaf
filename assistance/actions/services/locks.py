"""Locking a service: before the archives of those who take part, and before the budgets."""

from collections.abc import Iterable

from assistance.models import Enrolment, Service
from assistance.services.enums import EnrolmentStatus, ServiceStatus
from core.errors import DomainError
from households.actions.locks import lock_households

OVER = {
    ServiceStatus.CLOSED: "服务“{}”已结束，不能再办理；确需更改的请先恢复为进行中。",
    ServiceStatus.CANCELLED: "服务“{}”已取消，不能再办理。",
}


def lock_service(service: Service, *, must_be_open: bool = True) -> Service:
    """Lock a service and return it as it is now, with union and budget; one writer at a time. Needs a transaction."""
    rows = Service.objects.select_for_update(no_key=True, of=("self",)).select_related("union", "budget__fund")
    locked = rows.get(pk=service.pk)
    if must_be_open and locked.status != ServiceStatus.OPEN:
        raise DomainError(OVER[ServiceStatus(locked.status)].format(locked))
    return locked


def lock_enrolments(service: Service, keys: Iterable[int], *, with_completed: bool = False) -> list[Enrolment]:
    """Lock the archives of enrolments of a locked service in their order, and return the enrolments as they are now.

    ``with_completed`` locks the archives of all who completed as well, since their shares of the cost may change.
    Raises DomainError when one is of another service. Two queries.
    """
    wanted = set(keys)
    rows = Enrolment.objects.filter(service=service, pk__in=wanted)
    shared = Enrolment.objects.filter(service=service, status=EnrolmentStatus.COMPLETED)
    lock_households(((rows | shared) if with_completed else rows).values_list("household", flat=True))
    found = list(rows.select_related("member", "household").defer("household__search").order_by("pk"))
    if len(found) < len(wanted):
        raise DomainError("所选人员不全是本项服务的参加人，请刷新后重选。")
    for enrolment in found:
        enrolment.service = service
    return found
