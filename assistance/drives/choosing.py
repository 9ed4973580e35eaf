"""Whom an action may be for besides those on its list: archives page by page, so that a province costs no more."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q

from assistance.ceilings.enums import Per
from assistance.models import AidDrive, DriveTarget
from assistance.payments.candidates import (
    STUDENTS,
    WORKER,
    Candidate,
    CandidateFilter,
    at_stage,
    candidates_of,
    usual_people,
    without_served,
)
from households.enums import Relation
from households.models import Household, Member
from households.querysets import HouseholdQuerySet

Chosen = tuple[int, int | None]


def key_of(candidate: Candidate) -> Chosen:
    """Return the keys by which a candidate is put on a list."""
    return candidate.household.pk, candidate.member.pk if candidate.member else None


def homes_left(asked: CandidateFilter, drive: AidDrive) -> HouseholdQuerySet:
    """Narrow the archives found to those with somebody who is not on the list yet, in the order of the list."""
    listed = DriveTarget.objects.filter(drive=drive)
    if drive.item.per == Per.HOUSEHOLD:
        homes = asked.qs.exclude(Exists(listed.filter(household=OuterRef("pk"))))
    else:
        people = Member.objects.present().filter(_fitting(asked), household=OuterRef("pk"))
        homes = asked.qs.filter(Exists(people.exclude(Exists(listed.filter(member=OuterRef("pk"))))))
    return homes.order_by("union_path", "archive_no")


def people_of(asked: CandidateFilter, drive: AidDrive, homes: Iterable[Household]) -> list[Candidate]:
    """Return who of some archives is not on the list yet; a few queries for any number of them."""
    found = Household.objects.filter(pk__in=[home.pk for home in homes]).select_related("union")
    people, stage = _people(asked), _stage(asked)
    candidates = candidates_of(found, drive.item, people=people, stage=stage, on=asked.on)
    if _said(asked, "unserved"):
        candidates = without_served(candidates, drive.item, asked.period)
    return not_listed(drive, candidates)


def not_listed(drive: AidDrive, candidates: Iterable[Candidate]) -> list[Candidate]:
    """Leave out who stands on the list; one query."""
    candidates = list(candidates)
    homes = {one.household.pk for one in candidates}
    stand = set(drive.targets.filter(household__in=homes).values_list("household", "member"))
    return [one for one in candidates if key_of(one) not in stand]


def _said(asked: CandidateFilter, name: str) -> str:
    return (asked.form.cleaned_data.get(name) or "") if asked.form.is_valid() else ""


def _stage(asked: CandidateFilter) -> str:
    return _said(asked, "stage")


def _people(asked: CandidateFilter) -> str:
    return STUDENTS if _stage(asked) else _said(asked, "people") or usual_people(asked.item)


def _fitting(asked: CandidateFilter) -> Q:
    people = _people(asked)
    if people == WORKER:
        return Q(relation=Relation.SELF)
    return at_stage(_stage(asked), asked.on.year) if people == STUDENTS else Q()
