"""Keeping services: opening, editing, closing, cancelling."""

import uuid
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import Q

from assistance.actions.services.enrolling import promote_waiting, taken_places
from assistance.actions.services.locks import lock_service
from assistance.models import Enrolment, Service
from assistance.services.costs import cost_of
from assistance.services.enums import EnrolmentStatus, ServiceStatus
from assistance.services.money import check_budget
from assistance.services.rules import WHO_KEEPS, can_keep
from core.errors import Conflict, DomainError
from core.money import format_money
from households.actions.facts import changed_facts, unless_taken, validate, write_facts
from households.history import last_change, signed
from organizations.models import User
from organizations.rules import require

CANCELLED = "服务取消"


@transaction.atomic
@signed
def open_service(*, by: User, facts: Mapping[str, Any], client_id: uuid.UUID | None = None) -> Service:
    """Enter a service of a union; the same ``client_id`` again returns the first one. DomainError names a field."""
    require(can_keep(by, facts["union"]), WHO_KEEPS)
    if client_id and (same := Service.objects.filter(client_id=client_id, created_by=by).first()):
        return same
    service = Service(created_by=by, client_id=client_id or uuid.uuid4(), **facts)
    validate(service, facts)
    check_budget(service, service.budget)
    with unless_taken("client_id", Conflict("这张表已用于登记另一项服务，请重新打开登记页面。")):
        service.save(force_insert=True)
    return service


@transaction.atomic
@signed
def edit_service(service: Service, *, by: User, facts: Mapping[str, Any], seen: str = "") -> Service:
    """Correct a service; only what differs is written. More places let those who wait move up.

    Raises Conflict when somebody changed it since it was ``seen``; DomainError when places, days, kind or union no
    longer fit those who take part.
    """
    locked = lock_service(service)
    require(can_keep(by, locked.union) and can_keep(by, facts.get("union", locked.union)), WHO_KEEPS)
    changed = changed_facts(locked, facts, seen=seen)
    if not changed:
        return locked
    write_facts(locked, changed)
    check_budget(locked, locked.budget)
    _check_people(locked, changed)
    _check_sessions(locked)
    promote_waiting(locked)
    return locked


@transaction.atomic
@signed
def close_service(service: Service, *, by: User, result: str = "") -> Service:
    """End a service when everybody's part in it is entered; ended again it stays so. Those who wait got no place."""
    locked = lock_service(service, must_be_open=False)
    require(can_keep(by, locked.union), WHO_KEEPS)
    if locked.status == ServiceStatus.CLOSED:
        return locked
    if locked.status == ServiceStatus.CANCELLED:
        raise DomainError("服务已取消，不需要再结束。")
    if left := locked.enrolments.filter(status=EnrolmentStatus.ENROLLED).count():
        raise DomainError(f"还有 {left} 人没有登记“已完成”或“未参加”，请先在“登记完成”中逐人登记。")
    return _end(locked, ServiceStatus.CLOSED, result)


@transaction.atomic
@signed
def reopen_service(service: Service, *, by: User) -> Service:
    """Take back that a service was ended; an open one stays so. What was cancelled does not come back."""
    locked = lock_service(service, must_be_open=False)
    require(can_keep(by, locked.union), WHO_KEEPS)
    if locked.status == ServiceStatus.CANCELLED:
        raise DomainError("已取消的服务不能恢复，请另行登记。")
    if locked.status == ServiceStatus.CLOSED:
        locked.status = ServiceStatus.OPEN
        locked.save(update_fields=["status"])
    return locked


@transaction.atomic
@signed
def cancel_service(service: Service, *, by: User, reason: str) -> Service:
    """Cancel a service that nobody completed and that cost nothing; all who were enrolled are off. Needs a reason."""
    locked = lock_service(service, must_be_open=False)
    require(can_keep(by, locked.union), WHO_KEEPS)
    if locked.status == ServiceStatus.CANCELLED:
        return locked
    if locked.status == ServiceStatus.CLOSED:
        raise Conflict(f"{last_change(locked)}已结束这项服务，不能取消。")
    if not reason.strip():
        raise DomainError("请填写取消原因。", field="reason")
    if done := locked.enrolments.filter(status=EnrolmentStatus.COMPLETED).count():
        raise DomainError(f"已有 {done} 人完成，不能取消；请登记其余人员后结束服务。")
    if cost := cost_of(locked):
        raise DomainError(f"已登记支出 {format_money(cost)} 元，请财务人员先冲回，再取消服务。")
    on_list = Q(status__in=[EnrolmentStatus.ENROLLED, EnrolmentStatus.WAITING])
    locked.enrolments.filter(on_list).update(status=EnrolmentStatus.WITHDRAWN, result=CANCELLED)
    return _end(locked, ServiceStatus.CANCELLED, reason)


def _end(service: Service, status: ServiceStatus, result: str) -> Service:
    service.status = status
    write_facts(service, {"result": result.strip() or service.result}, also=("status",))
    return service


def _check_people(service: Service, changed: Mapping[str, Any]) -> None:
    people = Enrolment.objects.filter(service=service)
    if "union" in changed and people.exclude(union_path__startswith=service.union.path).exists():
        raise DomainError(f"已报名的人员不全在{service.union}范围内，不能改为由其组织。", field="union")
    if "kind" in changed and people.filter(status=EnrolmentStatus.COMPLETED).exists():
        raise DomainError("已有人完成，不能再改类别。", field="kind")
    if "starts_on" in changed and people.filter(completed_on__lt=service.starts_on).exists():
        raise DomainError("已有人在此之前完成，请核对开始日期。", field="starts_on")
    taken = taken_places(service)
    if service.places and service.places < taken:
        raise DomainError(f"已有 {taken} 人报名，名额不能少于 {taken}。", field="places")


def _check_sessions(service: Service) -> None:
    outside = service.sessions.exclude(on__range=(service.starts_on, service.ends_on)).first()
    if outside is not None:
        raise DomainError(f"{outside.on:%Y-%m-%d} 的场次不在起止日期内，请先移除该场次。", field="ends_on")
