"""Sending out to be mended what a grievance was right about, what rules of data quality found, what a union saw."""

import datetime
from collections.abc import Iterable

from django.db import transaction

from audits.actions.grievances.locks import lock_grievance, note_step
from audits.actions.rectification import SENDERS, refuse_past, send_out
from audits.grievances.discretion import refuse_telling
from audits.grievances.enums import GrievanceStatus, StepKind
from audits.grievances.rules import is_in_charge
from audits.models import Fault, Grievance, Rectification
from audits.verification.origins import (
    is_founded,
    place_of,
    proposed_of,
    title_of_fault,
    to_do_of_fault,
    wrong_of_fault,
)
from audits.verification.rules import can_rectify
from core import clock
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
    title: str = "",
    wrong: str = "",
    to_do: str = "",
    with_archive: bool | None = None,
) -> Rectification:
    """Have mended what a grievance was right about; one is in force for each, a second press changes nothing.

    What is said of it names nobody who complained; whom the grievance is about has no part in it. Of one in confidence
    all is in the sender's own words, and the archive stands in it only if the sender says so.
    """
    locked = lock_grievance(grievance, by=by)
    require(is_in_charge(by, locked), OF_GRIEVANCE)
    if same := Rectification.objects.in_force().filter(grievance=locked).first():
        return same
    _refuse_unfounded(locked)
    refuse_past(due_on)
    found = _begin(locked, union or place_of(locked), by=by, with_archive=with_archive, owner=owner)
    found.due_on = due_on
    _word(found, locked, {"title": title.strip(), "wrong": wrong.strip(), "to_do": to_do.strip()})
    send_out(found, by=by, owner=owner, verifier=verifier)
    note_step(locked, StepKind.SENT, by=by, words=f"{found.union.name}，期限 {due_on:%Y-%m-%d}")
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
    return _sender_at(user, fault.union_path)


def _sender_at(user: User, path: str) -> Union:
    held = [place for role, place in user.scope.places if role in OFFICE_ROLES and path.startswith(place)]
    require(bool(held), SENDERS)
    return Union.objects.get(path=max(held, key=len))


def _place(grievance: Grievance, unit: Union, *, with_archive: bool | None) -> tuple[Union, Household | None]:
    """Return the union that is to mend, and the archive where it lies there and is to be named; refuses one outside."""
    if not unit.is_active or not unit.path.startswith(grievance.union.path):
        raise DomainError(f"整改单位须是{grievance.union.name}或其下级工会，请另选。", field="union")
    named = not grievance.is_in_confidence if with_archive is None else with_archive
    home = grievance.household if named else None
    return unit, home if home and home.union_path.startswith(unit.path) else None


def _begin(
    grievance: Grievance, unit: Union, *, by: User, with_archive: bool | None, owner: User | None
) -> Rectification:
    """Say whose it is and of what archive; one in confidence has nothing that no inspection has."""
    unit, home = _place(grievance, unit, with_archive=with_archive)
    if not grievance.is_in_confidence:
        return Rectification(grievance=grievance, union=unit, household=home, sender=grievance.union)
    if owner:
        raise DomainError("须保密的信访件下发以后再指定责任人，与工作检查下发的一样。", field="owner")
    archive = grievance.household
    if with_archive and archive and archive.union_id != unit.pk:
        told = f"写明档案的，由建档单位{archive.union.name}整改：请选它为整改单位，或者不写明档案。"
        raise DomainError(told, field="union")
    return Rectification(grievance=grievance, union=unit, household=home, sender=_sender_at(by, unit.path))


def _refuse_unfounded(grievance: Grievance) -> None:
    if grievance.status == GrievanceStatus.APPEALED:
        raise DomainError("这件信访件正在复查，答复以后再下发整改。")
    if not is_founded(grievance):
        raise DomainError("只有答复为属实、部分属实，或复查改变了原答复的信访件才下发整改。")


def _word(found: Rectification, grievance: Grievance, said: dict[str, str]) -> None:
    """Write what is said into what comes of a grievance; of one in confidence the system says nothing itself."""
    proposed = {} if grievance.is_in_confidence else proposed_of(grievance, found.household, found.union)
    for field, words in said.items():
        if not words and field not in proposed:
            raise DomainError("须保密的信访件，事项、存在问题和整改要求都由您自己写，系统不代写。", field=field)
        setattr(found, field, words or proposed[field])
    refuse_telling(grievance, {field: getattr(found, field) for field in said}, with_archive=bool(found.household))


@transaction.atomic
def rectify_inspection(
    *,
    by: User,
    union: Union,
    due_on: datetime.date,
    title: str,
    wrong: str,
    to_do: str,
    household: Household | None = None,
    verifier: User | None = None,
) -> Rectification:
    """Have mended what a union saw in its own inspection; the same again by the same person on one day is one."""
    unit = household.union if household else union
    sender = _sender_at(by, unit.path)
    Union.objects.select_for_update(no_key=True).get(pk=sender.pk)  # two presses at once come one after the other
    place = {"union": unit, "household": household, "sender": sender}
    said = {"title": title.strip(), "wrong": wrong.strip(), "to_do": to_do.strip()}
    mine = Rectification.objects.in_force().filter(**place, **said, opened_by=by, opened_at__date=clock.today())
    if same := mine.filter(finding__isnull=True, grievance__isnull=True, fault__isnull=True).first():
        return same
    refuse_past(due_on)
    found = Rectification(**place, **said, due_on=due_on)
    return send_out(found, by=by, owner=None, verifier=verifier)


def _refuse_settled(fault: Fault) -> None:
    if fault.gone_on is not None:
        raise Conflict(f"“{fault.title}”已经消除，不必下发整改。")
    if fault.is_waived:
        raise DomainError(
            f"“{fault.title}”已登记例外至 {fault.waived_until:%Y-%m-%d}；确需整改的，请先撤销例外再下发。"
        )
