"""The services of the four years: courses, counselling days and job fairs of each union that pays, with who came."""

import datetime
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Model

from assistance.enums import AidKind, AidSource, Delivery
from assistance.funds.enums import EntryKind
from assistance.funds.ledger import book
from assistance.models import (
    AidRecord,
    Attendance,
    Budget,
    Enrolment,
    FollowUp,
    LedgerEntry,
    Service,
    ServiceCharge,
    ServiceSession,
)
from assistance.services.enums import (
    AT_WORK,
    FOLLOW_UP_MONTHS,
    PROJECT_OF,
    EnrolmentStatus,
    ServiceKind,
    ServiceStatus,
    Work,
)
from core.money import ZERO
from households.importing.bulk import insert_rows
from organizations.enums import Department
from organizations.models import Union, User
from reports.demo.payments.batches import SPACE, moment
from reports.demo.payments.payees import Payee
from reports.demo.payments.plan import OF_SERVICES, SERVICES, YEARS, Plan, apportion, spread

D = datetime.date
# The days on which a year's services begin, and how long each lasts.
STARTS = ((ServiceKind.TRAINING, 4, 5), (ServiceKind.COUNSELLING, 5, 1), (ServiceKind.MATCHING, 6, 1))
NAMES = {
    ServiceKind.TRAINING: "职业技能培训班",
    ServiceKind.COUNSELLING: "就业咨询指导",
    ServiceKind.MATCHING: "专场招聘会",
}
FUND = "provincial"  # that bears the costs of courses
GROUP = 60  # people of one service
FOUND = (Work.EMPLOYED, Work.EMPLOYED, Work.SELF_EMPLOYED, Work.LOOKING, Work.EMPLOYED, Work.UNREACHED)
WAGES = (1800, 2200, 2600, 3000, 3400)
RATE = Decimal(120)  # 元 that a course costs for each who takes part


@dataclass
class Course:
    """One service in the making, with who takes part."""

    service: Service
    people: Sequence[Payee]

    @property
    def cost(self) -> Decimal:
        """What the course costs in 元; the other services cost nothing."""
        return RATE * len(self.people) if self.service.kind == ServiceKind.TRAINING else ZERO


def courses(plan: Plan, payees: dict[int, list[Payee]], unions: dict[int, Union]) -> Iterator[tuple[int, list[Course]]]:
    """Yield the services of each year: person-times of each kind in proportion, each union by its households."""
    whole = sum(share for _kind, share in OF_SERVICES)
    for kind, share in OF_SERVICES:
        figure = plan.figure(SERVICES * share // whole)
        of_years = apportion(figure, [1] * len(YEARS)) if figure < len(YEARS) else _even(figure)
        for year, count in zip(YEARS, of_years, strict=True):
            there = {union: [p for p in found if p.filed_on < D(year, 4, 1)] for union, found in payees.items()}
            counts = apportion(count, [len(found) for found in there.values()])
            found = []
            for (union, people), part in zip(there.items(), counts, strict=True):
                chosen = [people[place] for place in spread(part, len(people), year)]
                found += _of_union(kind, unions[union], year, chosen)
            yield year, found


def _even(figure: int) -> list[int]:
    return [figure * (n + 1) // len(YEARS) - figure * n // len(YEARS) for n in range(len(YEARS))]


def _of_union(kind: ServiceKind, union: Union, year: int, people: Sequence[Payee]) -> list[Course]:
    _kind, month, days = next(row for row in STARTS if row[0] == kind)
    begins = D(year, month, 12)
    found = []
    for number, start in enumerate(range(0, len(people), GROUP), start=1):
        service = Service(
            union=union,
            kind=kind,
            name=f"{year} 年第 {number} 期{NAMES[kind]}",
            organiser=f"{union.name}困难职工帮扶中心",
            place="帮扶中心",
            starts_on=begins,
            ends_on=begins + datetime.timedelta(days=days - 1),
            places=GROUP,
            status=ServiceStatus.CLOSED,
            client_id=uuid.uuid5(SPACE, f"{kind}/{union.code}/{year}/{number}"),
        )
        found.append(Course(service, people[start : start + GROUP]))
    return found


def write(found: Sequence[Course], *, by: User) -> None:
    """Write services whole: session, people, attendance, looks after three and six months, records of aid."""
    for course in found:
        course.service.created_by, course.service.created_at = by, moment(course.service.starts_on, 8)
    insert_rows(Service, [course.service for course in found])
    sessions = [
        ServiceSession(service=course.service, on=course.service.starts_on, hours=Decimal(6)) for course in found
    ]
    insert_rows(ServiceSession, sessions)
    enrolled = [
        (session, _enrolment(course.service, payee, by))
        for course, session in zip(found, sessions, strict=True)
        for payee in course.people
    ]
    enrolments = [enrolment for _session, enrolment in enrolled]
    insert_rows(Enrolment, enrolments)
    insert_rows(Attendance, [Attendance(session=session, enrolment=one) for session, one in enrolled])
    insert_rows(FollowUp, [look for one in enrolments for look in _looks(one, by)])
    people = [payee for course in found for payee in course.people]
    insert_rows(AidRecord, [_record(one, payee, by) for one, payee in zip(enrolments, people, strict=True)])


def _enrolment(service: Service, payee: Payee, by: User) -> Enrolment:
    return Enrolment(
        service=service,
        household_id=payee.household,
        member_id=payee.worker,
        status=EnrolmentStatus.COMPLETED,
        completed_on=service.ends_on,
        enrolled_by=by,
        enrolled_at=moment(service.starts_on, 9),
    )


def _looks(enrolment: Enrolment, by: User) -> Iterator[Model]:
    """Yield what was found after three and six months of whoever was trained or matched."""
    service = enrolment.service
    if service.kind == ServiceKind.COUNSELLING:
        return
    for months in FOLLOW_UP_MONTHS:
        work = FOUND[(enrolment.member_id * 7 + months) % len(FOUND)]
        wage = Decimal(WAGES[enrolment.member_id % len(WAGES)]) if work in AT_WORK else None
        on = service.ends_on + datetime.timedelta(days=months * 30)
        yield FollowUp(enrolment=enrolment, months=months, on=on, work=work, wage=wage, by=by, at=moment(on, 15))


def _record(enrolment: Enrolment, payee: Payee, by: User) -> AidRecord:
    service = enrolment.service
    return AidRecord(
        household_id=payee.household,
        year=service.ends_on.year,
        received_on=service.ends_on,
        kind=AidKind.MONEY,
        project=PROJECT_OF[ServiceKind(service.kind)],
        source=AidSource.UNION,
        department=Department.UNION,
        beneficiary=payee.name,
        delivery=Delivery.SERVICE,
        created_by=by,
        created_at=moment(service.ends_on, 17),
        enrolment=enrolment,
    )


def charge(found: Sequence[Course], budgets: Mapping[tuple[int, str, int], Budget], *, by: User) -> None:
    """Charge the costs of courses to the budgets of their unions."""
    charges = [
        ServiceCharge(
            service=course.service,
            budget=budgets[course.service.ends_on.year, FUND, course.service.union_id],
            amount=course.cost,
            on=course.service.ends_on,
            payee=course.service.organiser,
            doc_no=f"服{course.service.pk}",
            by=by,
            at=moment(course.service.ends_on, 16),
            client_id=uuid.uuid5(SPACE, f"charge/{course.service.client_id}"),
        )
        for course in found
        if course.cost
    ]
    insert_rows(ServiceCharge, charges)
    book(
        LedgerEntry(
            budget=one.budget,
            kind=EntryKind.SERVICE,
            amount=-one.amount,
            on=one.on,
            charge=one,
            doc_no=one.doc_no,
            by=by,
        )
        for one in sorted(charges, key=lambda one: one.budget_id)
    )
