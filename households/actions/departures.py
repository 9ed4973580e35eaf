"""Members who leave the household: who died, married out, lives apart; and taking that back."""

import datetime

from django.db import transaction
from django.db.models import F

from core import clock
from core.errors import DomainError
from households.actions.facts import write_facts
from households.actions.people import REMOVED, one_archive_per_person
from households.actions.working import lock_to_edit
from households.enums import Departure
from households.history import removal_of, signed
from households.models import Household, Member
from organizations.models import User


@transaction.atomic
@signed
def depart_member(member: Member, *, by: User, on: datetime.date, why: str) -> Member:
    """Note that a member no longer lives with the household; the row stays, and the person counts no longer.

    The stated number of persons follows where it agreed with the people on file. Leaving twice changes nothing.
    Raises DomainError for the worker, who leaves by a cancellation, and for a day that has not come.
    """
    household = lock_to_edit(member.household, by=by)
    locked = _lock(member)
    if not locked.is_present:
        return locked
    if locked.is_worker:
        raise DomainError("职工本人不能离户；职工去世、调离的请办理注销。")
    if on > clock.today():
        raise DomainError("离户日期不能晚于今天。", field="departed_on")
    if locked.birth_date and on < locked.birth_date:
        raise DomainError("离户日期不能早于出生日期。", field="departed_on")
    before = _persons(household)
    write_facts(locked, {"departed_on": on, "departed_why": Departure(why).value})
    _follow_persons(household, before, -1)
    return locked


@transaction.atomic
@signed
def take_back_departure(member: Member, *, by: User) -> Member:
    """Let a person live with the household again; who never left stays as they are.

    Raises DomainError when the person stands in another open archive by now.
    """
    household = lock_to_edit(member.household, by=by)
    locked = _lock(member)
    if locked.is_present:
        return locked
    before = _persons(household)
    with one_archive_per_person(household, locked, locked.identity_no):
        write_facts(locked, {"departed_on": None, "departed_why": ""})
    _follow_persons(household, before, 1)
    return locked


def _lock(member: Member) -> Member:
    locked = Member.objects.select_for_update(of=("self",)).filter(pk=member.pk).first()
    if locked is None:
        raise removal_of(member, REMOVED)
    return locked


def _persons(household: Household) -> int:
    return household.members.present().count()


def _follow_persons(household: Household, before: int, change: int) -> None:
    """Keep the stated number of persons true where it was; one that differed is a question that stays."""
    if household.persons == before:
        household.persons = before + change
        Household.objects.filter(pk=household.pk).update(persons=F("persons") + change)
