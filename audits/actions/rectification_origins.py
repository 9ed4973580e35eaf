"""Sending out what a grievance was right about, or what the rules of data quality found, to be mended."""

import datetime
from collections.abc import Iterable

from django.db import transaction

from audits.actions.grievances.locks import lock_grievance, note_step
from audits.actions.rectification import SENDERS, refuse_past, send_out
from audits.grievances.enums import GrievanceStatus, StepKind
from audits.grievances.rules import is_in_charge
from audits.models import Fault, Grievance, Rectification
from audits.verification.origins import (
    is_founded,
    place_of,
    title_of_fault,
    title_of_grievance,
    to_do_of_fault,
    to_do_of_grievance,
    wrong_of_fault,
    wrong_of_grievance,
)
from audits.verification.rules import can_rectify
from core.errors import Conflict, DomainError
from households.models import Household
from organizations.enums import OFFICE_ROLES
from organizations.models import Union, User
from organizations.rules import require

OF_GRIEVANCE = "信访反映属实的问题由受理的审核、审批人员或承办人下发整改。"


@transaction.atomic
def rectify_grievance(
    grievance: Grievance,
    *,
    by: User,
    due_on: datetime.date,
    union: Union | None = None,
    verifier: User | None = None,
    owner: User | None = None,
    wrong: str = "",
    to_do: str = "",
) -> Rectification:
    """Have mended what a grievance was right about; once for each, a second press changes nothing.

    What is said of it names nobody who complained; whom the grievance is about has no part in it.
    """
    locked = lock_grievance(grievance, by=by)
    require(is_in_charge(by, locked), OF_GRIEVANCE)
    if same := Rectification.objects.in_force().filter(grievance=locked).first():
        return same
    _refuse_unfounded(locked)
    refuse_past(due_on)
    unit, household = _place(locked, union or place_of(locked))
    said = {"wrong": wrong.strip() or wrong_of_grievance(locked), "to_do": to_do.strip() or to_do_of_grievance(locked)}
    _refuse_telling(locked, said)
    place = {"sender": locked.union, "union": unit, "household": household}
    title = title_of_grievance(locked, household, unit)
    found = Rectification(grievance=locked, title=title, due_on=due_on, **said, **place)
    send_out(found, by=by, owner=owner, verifier=verifier)
    note_step(locked, StepKind.SENT, by=by, words=f"{unit.name}，期限 {due_on:%Y-%m-%d}")
    return found


@transaction.atomic
def rectify_fault(
    fault: Fault,
    *,
    by: User,
    due_on: datetime.date,
    verifier: User | None = None,
    owner: User | None = None,
    to_do: str = "",
) -> Rectification:
    """Have a fault mended by the union of its archive; while one is being mended that one is returned.

    A fault that comes back after its mending was verified may be sent out again.
    """
    locked = Fault.objects.select_for_update(of=("self",), no_key=True).get(pk=fault.pk)
    require(can_rectify(by, locked), SENDERS)
    if same := Rectification.objects.filter(fault=locked).unfinished().first():
        return same
    _refuse_settled(locked)
    refuse_past(due_on)
    said = {"wrong": wrong_of_fault(locked), "to_do": to_do.strip() or to_do_of_fault(locked)}
    place = {"sender": sender_for(by, locked), "union": locked.household.union, "household": locked.household}
    found = Rectification(fault=locked, title=title_of_fault(locked), due_on=due_on, **said, **place)
    return send_out(found, by=by, owner=owner, verifier=verifier)


@transaction.atomic
def rectify_faults(
    faults: Iterable[Fault],
    *,
    by: User,
    due_on: datetime.date,
    verifier: User | None = None,
    owner: User | None = None,
    to_do: str = "",
) -> list[Rectification]:
    """Have several faults mended until one day, all or none."""
    # In one order, whoever sends: two people at once wait for each other, and neither for ever.
    return [
        rectify_fault(fault, by=by, due_on=due_on, verifier=verifier, owner=owner, to_do=to_do)
        for fault in sorted(faults, key=lambda one: one.pk)
    ]


def sender_for(user: User, fault: Fault) -> Union:
    """Return the union for which a user sends out the fault of an archive: the nearest at which a role allows it."""
    held = [path for role, path in user.scope.places if role in OFFICE_ROLES and fault.union_path.startswith(path)]
    return Union.objects.get(path=max(held, key=len))


def _place(grievance: Grievance, unit: Union) -> tuple[Union, Household | None]:
    """Return the union that is to mend, and the archive where it lies there; refuses one outside."""
    if not unit.is_active or not unit.path.startswith(grievance.union.path):
        raise DomainError(f"整改单位须是{grievance.union.name}或其下级工会，请另选。", field="union")
    home = grievance.household
    return unit, home if home and home.union_path.startswith(unit.path) else None


def _refuse_unfounded(grievance: Grievance) -> None:
    if grievance.status == GrievanceStatus.APPEALED:
        raise DomainError("这件信访件正在复查，答复以后再下发整改。")
    if not is_founded(grievance):
        raise DomainError("只有答复为属实、部分属实，或复查改变了原答复的信访件才下发整改。")


def _refuse_telling(grievance: Grievance, said: dict[str, str]) -> None:
    """Refuse words with the telephone of whoever complained, or the name unless it is that of the archive's head."""
    head = grievance.household.head_name if grievance.household else ""
    telling = [one for one in (grievance.phone, grievance.name) if one and one != head]
    for field, words in said.items():
        if any(one in words for one in telling):
            raise DomainError("整改单位看得到这些内容：请去掉反映人的姓名和电话，只写要整改的事。", field=field)


def _refuse_settled(fault: Fault) -> None:
    if fault.gone_on is not None:
        raise Conflict(f"“{fault.title}”已经消除，不必下发整改。")
    if fault.is_waived:
        raise DomainError(
            f"“{fault.title}”已登记例外至 {fault.waived_until:%Y-%m-%d}；确需整改的，请先撤销例外再下发。"
        )
