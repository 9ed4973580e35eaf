"""岗前培训 → 上岗: a group that was trained for an employer begins its work, as one act."""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import transaction

from assistance.actions.services.completing import check_job, complete_locked
from assistance.actions.services.enrolling import names_of
from assistance.actions.services.locks import lock_enrolments, lock_service
from assistance.models import Enrolment, Service
from assistance.services.enums import ServiceKind
from assistance.services.rules import WHO_KEEPS, can_keep
from core.errors import DomainError
from households.actions.facts import validate
from households.history import signed
from organizations.models import User
from organizations.rules import require


@transaction.atomic
@signed
def place_group(
    service: Service, enrolments: Iterable[int], *, by: User, completed_on: datetime.date, **job: Any
) -> list[Enrolment]:
    """Enter that people of a course completed it and began a job (employer, job_from, wage); return for whom it is new.

    Who has not completed yet completes on that day. Said again of the same people it changes nothing; who has another
    job by now is refused by name. Locks the service, then the archives.
    """
    service = lock_service(service)
    require(can_keep(by, service.union), WHO_KEEPS)
    if service.kind == ServiceKind.LEGAL:
        raise DomainError("法律援助没有上岗登记。")
    people = lock_enrolments(service, enrolments, with_completed=True)
    if not people:
        raise DomainError("请先勾选上岗的人员。")
    job = {"wage": None, **job, "employer": job["employer"].strip()}
    _refuse_other_jobs(people, job)
    new = [row for row in people if row.job_from is None]
    complete_locked(service, people, {row.pk: row.result for row in people}, by=by, on=completed_on)
    for row in new:
        check_job(row, job)
        row.employer, row.job_from, row.wage = job["employer"], job["job_from"], job["wage"]
        validate(row, job)
    Enrolment.objects.bulk_update(new, ["employer", "job_from", "wage"], batch_size=500)
    _remember_employer(service, job["employer"])
    return new


def _refuse_other_jobs(people: Sequence[Enrolment], job: Mapping[str, Any]) -> None:
    said = (job["employer"], job["job_from"])
    if other := [row for row in people if row.job_from and (row.employer, row.job_from) != said]:
        raise DomainError(f"{names_of(other)}已登记其他就业单位或上岗日期，请在其“成效”中更正。")


def _remember_employer(service: Service, employer: str) -> None:
    if not service.employer:
        service.employer = employer
        service.save(update_fields=["employer"])
