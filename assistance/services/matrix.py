"""The people of a service against its sessions: who came to which, and what stands about each."""

from collections.abc import Sequence
from dataclasses import dataclass

from assistance.models import Attendance, Enrolment, Service, ServiceSession
from assistance.services.enums import EnrolmentStatus

TONES = {
    EnrolmentStatus.ENROLLED: "todo",
    EnrolmentStatus.WAITING: "soon",
    EnrolmentStatus.COMPLETED: "good",
    EnrolmentStatus.ABSENT: "gone",
    EnrolmentStatus.WITHDRAWN: "gone",
}


@dataclass(frozen=True)
class Person:
    """Somebody of a service, with a mark for each session: came, stayed away, or nothing entered."""

    enrolment: Enrolment
    marks: tuple[tuple[ServiceSession, bool | None], ...]

    @property
    def came(self) -> int:
        return sum(present is True for _session, present in self.marks)

    @property
    def tone(self) -> str:
        return TONES[EnrolmentStatus(self.enrolment.status)]


@dataclass(frozen=True)
class Matrix:
    """The sessions, and the people in the order in which they came."""

    sessions: tuple[ServiceSession, ...]
    people: tuple[Person, ...]

    def count(self, status: EnrolmentStatus) -> int:
        """Count the people of a status."""
        return sum(person.enrolment.status == status for person in self.people)

    @property
    def enrolled(self) -> int:
        return self.count(EnrolmentStatus.ENROLLED)

    @property
    def completed(self) -> int:
        return self.count(EnrolmentStatus.COMPLETED)

    @property
    def waiting(self) -> int:
        return self.count(EnrolmentStatus.WAITING)


def matrix_of(service: Service, people: Sequence[Enrolment]) -> Matrix:
    """Lay enrolments (of the user's scope) against the sessions; two queries."""
    sessions = tuple(service.sessions.all())
    found = Attendance.objects.filter(session__service=service, enrolment__in=[row.pk for row in people])
    marks = {(row.session_id, row.enrolment_id): row.present for row in found}
    return Matrix(
        sessions,
        tuple(Person(row, tuple((session, marks.get((session.pk, row.pk))) for session in sessions)) for row in people),
    )
