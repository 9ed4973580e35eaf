"""Who completed a service and with what result; each completion is a line of what the household has received."""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import transaction

from assistance.actions.services.enrolling import names_of, promote_waiting
from assistance.actions.services.locks import lock_enrolments, lock_service
from assistance.enums import AidProject, Delivery, kind_of
from assistance.models import AidRecord, AidYearNone, Enrolment, Service
from assistance.services.costs import share_out, source_of
from assistance.services.enums import NEVER_EXPECTED, PROJECT_OF, EnrolmentStatus, ServiceKind
from assistance.services.rules import WHO_KEEPS, can_keep
from core import clock
from core.errors import DomainError
from households.actions.facts import changed_facts, write_facts
from households.history import signed
from organizations.enums import Department
from organizations.models import User
from organizations.rules import require


@transaction.atomic
@signed
def complete_many(service: Service, results: Mapping[int, str], *, by: User, on: datetime.date) -> list[Enrolment]:
    """Enter that enrolments (by key, with what came of each) are completed, and return those that were not before.

    Each becomes a line of aid received with its share of the cost; a statement of none for that year is withdrawn.
    Locks the service, then the archives.
    """
    service = lock_service(service)
    require(can_keep(by, service.union), WHO_KEEPS)
    people = lock_enrolments(service, results, with_completed=True)
    return complete_locked(service, people, results, by=by, on=on)


def complete_locked(
    service: Service, people: Sequence[Enrolment], results: Mapping[int, str], *, by: User, on: datetime.date
) -> list[Enrolment]:
    """Complete enrolments of a service that is locked with their archives."""
    _check_day(service, on)
    if never := [row for row in people if row.status in NEVER_EXPECTED]:
        raise DomainError(f"{names_of(never)}在候补或已退出，不能登记完成。")
    done = [row for row in people if row.status != EnrolmentStatus.COMPLETED]
    if service.kind == ServiceKind.LEGAL and (without := [row for row in done if not results[row.pk].strip()]):
        raise DomainError(f"法律援助请填写{names_of(without)}的案件结果。", field=f"result-{without[0].pk}")
    for row in done:
        row.status, row.completed_on, row.result = EnrolmentStatus.COMPLETED, on, results[row.pk].strip()[:200]
    Enrolment.objects.bulk_update(done, ["status", "completed_on", "result"], batch_size=500)
    _record(service, done, by)
    share_out(service)
    return done


@transaction.atomic
@signed
def mark_absent(service: Service, keys: Iterable[int], *, by: User) -> list[Enrolment]:
    """Enter that people who were enrolled did not take part, and return them; their places go to who waits."""
    service = lock_service(service)
    require(can_keep(by, service.union), WHO_KEEPS)
    people = lock_enrolments(service, keys)
    if done := [row for row in people if row.status == EnrolmentStatus.COMPLETED]:
        raise DomainError(f"{names_of(done)}已登记完成，须先撤回完成登记。")
    absent = [row for row in people if row.status == EnrolmentStatus.ENROLLED]
    Enrolment.objects.filter(pk__in=[row.pk for row in absent]).update(status=EnrolmentStatus.ABSENT)
    if service.ends_on >= clock.today():
        promote_waiting(service)
    return absent


@transaction.atomic
@signed
def take_back_completion(enrolment: Enrolment, *, by: User) -> Enrolment:
    """Take back a completion that was entered by mistake, with its line of aid received; the history keeps both.

    Refused once somebody looked after some months. What is not completed stays as it is.
    """
    service = lock_service(enrolment.service)
    require(can_keep(by, service.union), WHO_KEEPS)
    [row] = lock_enrolments(service, [enrolment.pk], with_completed=True)
    if row.status != EnrolmentStatus.COMPLETED:
        return row
    if row.follow_ups.exists():  # type: ignore[attr-defined]
        raise DomainError(f"{row.member.name}已有就业回访记录，不能撤回完成登记。")
    AidRecord.objects.filter(enrolment=row).delete()
    row.status, row.completed_on = EnrolmentStatus.ENROLLED, None
    row.employer, row.job_from, row.wage = "", None, None
    row.save(update_fields=["status", "completed_on", "employer", "job_from", "wage"])
    share_out(service)
    return row


@transaction.atomic
@signed
def set_outcome(enrolment: Enrolment, *, by: User, facts: Mapping[str, Any], seen: str = "") -> Enrolment:
    """Write what became of somebody who completed: the result, and the job that followed; also after the service ended.

    Raises Conflict when somebody changed it since it was ``seen``.
    """
    service = lock_service(enrolment.service, must_be_open=False)
    require(can_keep(by, service.union), WHO_KEEPS)
    [row] = lock_enrolments(service, [enrolment.pk])
    if row.status != EnrolmentStatus.COMPLETED:
        raise DomainError(f"{row.member.name}还没有登记完成，请先登记完成。")
    changed = changed_facts(row, facts, seen=seen)
    check_job(row, facts)
    if service.kind == ServiceKind.LEGAL and not facts.get("result", row.result):
        raise DomainError("法律援助请填写案件结果。", field="result")
    if changed:
        write_facts(row, changed)
        AidRecord.objects.filter(enrolment=row).update(remark=row.result)
    return row


def check_job(row: Enrolment, facts: Mapping[str, Any]) -> None:
    """Refuse a job without employer or first day, or one that began before the service or lies ahead of today."""
    employer, start, wage = (facts.get(name) for name in ("employer", "job_from", "wage"))
    if (employer or wage) and not start:
        raise DomainError("请填写上岗日期。", field="job_from")
    if start and not employer:
        raise DomainError("请填写就业单位。", field="employer")
    if start and not row.service.starts_on <= start <= clock.today():
        raise DomainError(f"上岗日期应在 {row.service.starts_on:%Y-%m-%d} 与今天之间。", field="job_from")


def _check_day(service: Service, on: datetime.date) -> None:
    if not service.starts_on <= on <= clock.today():
        raise DomainError(f"完成日期应在开始日期 {service.starts_on:%Y-%m-%d} 与今天之间。", field="on")


def _record(service: Service, done: Sequence[Enrolment], by: User) -> None:
    source = source_of(service)
    project: AidProject = PROJECT_OF[ServiceKind(service.kind)]
    common: dict[str, Any] = {
        "project": project,
        "project_detail": service.name,
        "source": source,
        "kind": kind_of(source),
    }
    common |= {"department": Department.UNION, "delivery": Delivery.SERVICE, "created_by": by}
    AidRecord.objects.bulk_create(
        AidRecord(
            household=row.household,
            enrolment=row,
            year=row.completed_on.year,
            received_on=row.completed_on,
            beneficiary=row.member.name,
            remark=row.result,
            **common,
        )
        for row in done
        if row.completed_on
    )
    years = {row.completed_on.year for row in done if row.completed_on}
    AidYearNone.objects.filter(household__in={row.household_id for row in done}, year__in=years).delete()
