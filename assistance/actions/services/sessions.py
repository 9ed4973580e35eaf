"""The sessions of a service, and who came to each."""

import datetime
from collections.abc import Iterable, Mapping
from decimal import Decimal

from django.db import transaction

from assistance.actions.services.locks import lock_service
from assistance.models import Attendance, Service, ServiceSession
from assistance.services.enums import EXPECTED
from assistance.services.rules import WHO_KEEPS, can_keep
from core import clock
from core.errors import DomainError
from households.actions.facts import validate
from organizations.models import User
from organizations.rules import require

MOST = 60  # sessions of a service


@transaction.atomic
def add_sessions(
    service: Service, days: Iterable[datetime.date], *, by: User, topic: str = "", hours: Decimal = Decimal(1)
) -> list[ServiceSession]:
    """Add a session on each of some days within the service; one of the same day and topic stays as it is."""
    service = lock_service(service)
    require(can_keep(by, service.union), WHO_KEEPS)
    wanted, topic = sorted(set(days)), topic.strip()
    there = {session.on for session in service.sessions.filter(topic=topic)}
    for day in wanted:
        _check_day(service, day, "first")
    if service.sessions.count() + len(wanted) > MOST:
        raise DomainError(f"一项服务最多 {MOST} 场，请核对日期。", field="last")
    made = [ServiceSession(service=service, on=day, topic=topic, hours=hours) for day in wanted if day not in there]
    for session in made:
        validate(session, {"topic": topic, "hours": hours})
    return ServiceSession.objects.bulk_create(made)


@transaction.atomic
def edit_session(session: ServiceSession, *, by: User, on: datetime.date, topic: str, hours: Decimal) -> ServiceSession:
    """Correct day, topic and hours of a session; who came stays. Nothing new changes nothing."""
    service = lock_service(session.service)
    require(can_keep(by, service.union), WHO_KEEPS)
    found = service.sessions.filter(pk=session.pk).first()
    if found is None:
        raise DomainError("场次已被移除，请刷新后重新登记。")
    _check_day(service, on, "on")
    facts = {"on": on, "topic": topic.strip(), "hours": hours}
    if service.sessions.filter(on=on, topic=facts["topic"]).exclude(pk=found.pk).exists():
        raise DomainError(f"{on:%Y-%m-%d} 已有内容相同的场次。", field="on")
    if on > clock.today() and Attendance.objects.filter(session=found).exists():
        raise DomainError("这一场已登记签到，日期不能晚于今天。", field="on")
    for name, value in facts.items():
        setattr(found, name, value)
    validate(found, facts)
    found.save(update_fields=list(facts))
    return found


@transaction.atomic
def remove_session(session: ServiceSession, *, by: User) -> None:
    """Take out a session that nobody's attendance is entered for; removing twice changes nothing."""
    service = lock_service(session.service)
    require(can_keep(by, service.union), WHO_KEEPS)
    if Attendance.objects.filter(session=session).exists():
        raise DomainError(f"{session.on:%Y-%m-%d} 的场次已登记签到，不能移除。")
    ServiceSession.objects.filter(pk=session.pk).delete()


@transaction.atomic
def record_attendance(service: Service, marks: Mapping[int, Mapping[int, bool | None]], *, by: User) -> tuple[int, int]:
    """Write who came (by session, then by enrolment; None clears a mark), and return how many marks are new or changed.

    The first number counts what was written, the second what was there already. A session ahead of today has no
    attendance. Four statements, however many marks.
    """
    service = lock_service(service)
    require(can_keep(by, service.union), WHO_KEEPS)
    _check_sessions(service, set(marks))
    _check_people(service, {enrolment for row in marks.values() for enrolment in row})
    found = Attendance.objects.filter(session__service=service)
    there = {(row.session_id, row.enrolment_id): row for row in found}
    new, changed, cleared, same = [], [], [], 0
    for session, row in marks.items():
        for enrolment, present in row.items():
            mark = there.get((session, enrolment))
            if (mark.present if mark else None) == present:
                same += 1
            elif mark is None:
                new.append(Attendance(session_id=session, enrolment_id=enrolment, present=bool(present)))
            elif present is None:
                cleared.append(mark.pk)
            else:
                mark.present = present
                changed.append(mark)
    Attendance.objects.bulk_create(new)
    Attendance.objects.bulk_update(changed, ["present"])
    found.filter(pk__in=cleared).delete()
    return len(new) + len(changed) + len(cleared), same


def _check_day(service: Service, day: datetime.date, field: str) -> None:
    if not service.starts_on <= day <= service.ends_on:
        told = f"{service.starts_on:%Y-%m-%d} 至 {service.ends_on:%Y-%m-%d}"
        raise DomainError(f"场次应在起止日期 {told} 之内。", field=field)


def _check_sessions(service: Service, keys: set[int]) -> None:
    found = {session.pk: session.on for session in service.sessions.filter(pk__in=keys)}
    if len(found) < len(keys):
        raise DomainError("场次已被移除，请刷新后重新登记。")
    if ahead := min((day for day in found.values() if day > clock.today()), default=None):
        raise DomainError(f"{ahead:%Y-%m-%d} 的场次还没有开始，不能登记签到。")


def _check_people(service: Service, keys: set[int]) -> None:
    if service.enrolments.filter(pk__in=keys, status__in=EXPECTED).count() < len(keys):
        raise DomainError("所选人员不全是本项服务的参加人（候补和已退出的不登记签到），请刷新后重新登记。")
