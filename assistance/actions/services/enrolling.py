"""Who takes part in a service: enrolling, the waiting list, coming off the list."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db import transaction

from assistance.actions.services.locks import lock_enrolments, lock_service
from assistance.enums import MeasureKind, MeasureProgress
from assistance.models import Enrolment, Measure, Service
from assistance.services.enums import HOLDS_PLACE, ON_LIST, EnrolmentStatus, ServiceKind
from assistance.services.rules import WHO_ENROLS, can_change, can_enrol, can_keep
from core import clock
from core.errors import DomainError, NotAllowed
from households.actions.locks import lock_households
from households.enums import IN_CARE
from households.history import signed
from households.models import Household, Member
from organizations.enums import Role
from organizations.models import User
from organizations.rules import require

MOST = 500  # people enrolled by one act
# The measures against difficulties that each kind of service carries out.
MEASURES_OF = {
    ServiceKind.TRAINING: (MeasureKind.TRAINING,),
    ServiceKind.MATCHING: (MeasureKind.PLACEMENT,),
    ServiceKind.COUNSELLING: (MeasureKind.PLACEMENT, MeasureKind.STARTUP),
    ServiceKind.LEGAL: (MeasureKind.LEGAL,),
}


@dataclass
class Enrolled:
    """Who got a place, who waits for one, and who stood on the list before."""

    placed: list[Enrolment] = field(default_factory=list)
    waiting: list[Enrolment] = field(default_factory=list)
    before: list[Enrolment] = field(default_factory=list)


@transaction.atomic
@signed
def enrol(service: Service, people: Iterable[Member], *, by: User) -> Enrolled:
    """Enrol people of archives in care; when the places are full they wait in the order in which they came.

    All or none: raises DomainError that names who cannot take part and why. Whoever is on the list stays as he is, who
    came off it comes on again at its end.
    """
    service, members = lock_service(service), list({member.pk: member for member in people}.values())
    require(can_enrol(by, service), WHO_ENROLS)
    if not members:
        raise DomainError("请先勾选参加人。")
    if len(members) > MOST:
        raise DomainError(f"一次最多报名 {MOST} 人，请分批办理。")
    archives = lock_households({member.household_id for member in members})
    _check_people(service, Member.objects.filter(pk__in=[member.pk for member in members]), archives, by)
    result, found = Enrolled(), {row.member_id: row for row in service.enrolments.filter(member__in=members)}
    measures, free = _measures(service, set(archives)), free_places(service)
    for member in members:
        row = found.get(member.pk) or Enrolment(service=service, member=member, status=EnrolmentStatus.WITHDRAWN)
        row.household, row.member = archives[member.household_id], member
        if row.pk and row.status in ON_LIST:
            result.before.append(row)
            continue
        (result.waiting if free is not None and len(result.placed) >= free else result.placed).append(row)
        row.measure = row.measure or measures.get(member.household_id)
    _put_on(result.placed, EnrolmentStatus.ENROLLED, by)
    _put_on(result.waiting, EnrolmentStatus.WAITING, by)
    return result


def _put_on(rows: list[Enrolment], status: EnrolmentStatus, by: User) -> None:
    for row in rows:
        row.status, row.result = status, ""
        row.enrolled_by, row.enrolled_at = by, clock.now()
    again = [row for row in rows if row.pk]
    Enrolment.objects.bulk_create([row for row in rows if not row.pk])
    Enrolment.objects.bulk_update(again, ["status", "result", "measure", "enrolled_by", "enrolled_at"])


@transaction.atomic
@signed
def withdraw_enrolment(enrolment: Enrolment, *, by: User, reason: str = "") -> list[Enrolment]:
    """Take somebody off the list and return who moved up from the waiting list; who is off stays so.

    Raises DomainError for who has completed.
    """
    service = lock_service(enrolment.service)
    [row] = lock_enrolments(service, [enrolment.pk])
    require(can_change(by, row), WHO_ENROLS)
    if row.status == EnrolmentStatus.COMPLETED:
        raise DomainError(f"{row.member.name}已登记完成，须先撤回完成登记。")
    if row.status == EnrolmentStatus.WITHDRAWN:
        return []
    row.status, row.result = EnrolmentStatus.WITHDRAWN, reason.strip()[:200]
    row.save(update_fields=["status", "result"])
    return promote_waiting(service)


def taken_places(service: Service) -> int:
    """Count who holds a place of a service; one query."""
    return service.enrolments.filter(status__in=HOLDS_PLACE).count()


def free_places(service: Service) -> int | None:
    """Count the places that are left; None without a number of places."""
    return max(service.places - taken_places(service), 0) if service.places else None


def promote_waiting(service: Service) -> list[Enrolment]:
    """Give free places to those who wait, who came first the first, and return them; the service is locked."""
    waiting = service.enrolments.filter(status=EnrolmentStatus.WAITING).order_by("enrolled_at", "pk")
    moved = list(waiting.select_related("member", "household").defer("household__search")[: free_places(service)])
    Enrolment.objects.filter(pk__in=[row.pk for row in moved]).update(status=EnrolmentStatus.ENROLLED)
    return moved


def _check_people(service: Service, members: Iterable[Member], archives: dict[int, Household], by: User) -> None:
    for member in members:
        household = archives[member.household_id]
        own = can_keep(by, service.union) or by.scope.holds([Role.OFFICER], household.union_path)
        if not own:
            raise NotAllowed(WHO_ENROLS)
        if not household.union_path.startswith(service.union.path):
            raise DomainError(f"{member.name}不在{service.union}范围内，不能参加这项服务。")
        if household.status not in IN_CARE:
            told = f"{member.name}的档案 {household.archive_no} {household.get_status_display()}"
            raise DomainError(f"{told}，只有在档和渐退期的家庭可以报名。")
        if member.departed_on:
            raise DomainError(f"{member.name}已于 {member.departed_on:%Y-%m-%d} 离户，不能报名。")


def _measures(service: Service, households: set[int]) -> dict[int, Measure]:
    """Return the one measure of each household that the service carries out; none where there are several."""
    kinds = MEASURES_OF[ServiceKind(service.kind)]
    rows = Measure.objects.filter(difficulty__household__in=households, kind__in=kinds)
    rows = rows.filter(difficulty__closed_on__isnull=True).exclude(progress=MeasureProgress.RESOLVED)
    found: dict[int, list[Measure]] = {}
    for measure in rows.select_related("difficulty"):
        found.setdefault(measure.difficulty.household_id, []).append(measure)
    return {household: measures[0] for household, measures in found.items() if len(measures) == 1}


def names_of(enrolments: Sequence[Enrolment]) -> str:
    """Write the names of people, set apart by 、."""
    return "、".join(row.member.name for row in enrolments)
