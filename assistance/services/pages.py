"""What the pages of services show beside the rows: how many take part, and what is to be done next."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count
from django.urls import reverse

from assistance.models import Enrolment, Service
from assistance.services.enums import EnrolmentStatus, ServiceStatus
from assistance.services.matrix import Matrix
from core import clock

TONES = {ServiceStatus.OPEN: "todo", ServiceStatus.CLOSED: "good", ServiceStatus.CANCELLED: "gone"}


@dataclass(frozen=True)
class Listed:
    """A service with how many hold a place, wait, and completed."""

    service: Service
    enrolled: int
    waiting: int
    completed: int

    @property
    def tone(self) -> str:
        return TONES[ServiceStatus(self.service.status)]

    @property
    def places(self) -> str:
        """How many places are taken, of how many where there is a limit."""
        taken = self.enrolled + self.completed
        return f"{taken} / {self.service.places}" if self.service.places else str(taken)


def listed(services: Iterable[Service]) -> list[Listed]:
    """Count the people of services, whatever the scope of who looks; one query for all."""
    found = list(services)
    rows = Enrolment.objects.filter(service__in=found).order_by().values_list("service", "status")
    counts = {(service, status): count for service, status, count in rows.annotate(Count("pk"))}
    shown = (EnrolmentStatus.ENROLLED, EnrolmentStatus.WAITING, EnrolmentStatus.COMPLETED)
    return [Listed(one, *(counts.get((one.pk, status), 0) for status in shown)) for one in found]


@dataclass(frozen=True)
class Act:
    """The one thing to do next."""

    label: str
    icon: str
    url: str


def next_act(service: Service, matrix: Matrix) -> Act | None:
    """Say what is to be done next with an open service; None for one that is over."""
    if service.status != ServiceStatus.OPEN:
        return None
    enrolled = matrix.count(EnrolmentStatus.ENROLLED)
    if enrolled and service.starts_on <= clock.today() and service.ends_on <= clock.today():
        return Act("登记完成", "circle-check", reverse("service_complete", args=[service.pk]))
    if not enrolled and matrix.count(EnrolmentStatus.COMPLETED):
        return None  # to be ended, which is asked for in words at the foot of the page
    return Act("报名", "user-plus", reverse("service_enrol", args=[service.pk]))
