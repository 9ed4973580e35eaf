"""Adding, changing and removing the people of a household."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import pghistory
from django.db import transaction
from django.db.models import Max

from core import clock
from core.errors import Conflict, DomainError
from core.identity import birth_date_of, clean_identity_no, is_male
from households.actions.facts import changed_facts, unless_taken, validate, write_facts
from households.actions.working import lock_to_edit
from households.enums import Relation, Sex
from households.history import removal_of, signed
from households.models import Household, Member
from households.summaries import refresh_summary
from organizations.models import User

REMOVED = "将此人移出了本户"
ONE_ARCHIVE = "one_open_archive_per_person"
TO_COMPLETE: dict[str, Any] = {"birth_date": None, "sex": ""}
ONE_WORKER = "一户只有一名职工本人，请选择与职工的关系。"


@transaction.atomic
def add_member(household: Household, *, by: User | None, facts: Mapping[str, Any]) -> Member:
    """Add a person behind those of the form; the same person of the household again is returned as on file.

    Birth date and sex follow from the identity number where they are not given. Raises DomainError when the person
    stands in another open archive, naming it, its head and its union.
    """
    return enter_member(lock_to_edit(household, by=by), by=by, facts=facts)


@signed
def enter_member(household: Household, *, by: User | None, facts: Mapping[str, Any]) -> Member:
    """Add a person to an archive that the caller has locked, and whose right to do so was asked before."""
    facts = complete({**TO_COMPLETE, **facts})
    if facts.get("relation") == Relation.SELF:
        raise DomainError(ONE_WORKER, field="relation")
    if same := _same_person(household, facts):
        return same
    last = household.members.aggregate(last=Max("position_in_form"))["last"] or 0
    member = create_person(household, facts | {"position_in_form": last + 1})
    # The history keeps what a row was before each change; a row that was added has no before.
    pghistory.create_event(member, label="add")
    refresh_summary(household)
    return member


@transaction.atomic
@signed
def edit_member(member: Member, *, by: User | None, facts: Mapping[str, Any], seen: str = "") -> Member:
    """Change facts of a person, the worker among them; only what differs is written, and nothing when nothing does.

    Raises Conflict when somebody changed these facts since they were ``seen``.
    """
    household = lock_to_edit(member.household, by=by)
    locked = Member.objects.select_for_update(of=("self",)).filter(pk=member.pk).first()
    if locked is None:
        raise removal_of(member, REMOVED)
    changed = changed_facts(locked, complete(facts), seen=seen)
    if not changed:
        return locked
    if "relation" in changed and Relation.SELF in {locked.relation, changed["relation"]}:
        raise DomainError(ONE_WORKER, field="relation")
    locked.household = household
    with one_archive_per_person(household, locked, changed.get("identity_no", "")):
        write_facts(locked, changed)
    refresh_summary(household)
    return locked


@transaction.atomic
@signed
def remove_member(member: Member, *, by: User) -> None:
    """Take a person off the household who was entered by mistake; who has left departs (departures.py).

    The history keeps the row. Removing twice changes nothing.

    The worker stays: without the worker there is no archive.
    """
    household = lock_to_edit(member.household, by=by)
    if member.is_worker:
        raise DomainError("职工本人不能移出档案；档案有误请办理注销。")
    household.members.filter(pk=member.pk).delete()
    refresh_summary(household)


def create_person(household: Household, facts: Mapping[str, Any]) -> Member:
    """Write one person into an archive that the caller has locked or just made; facts are complete."""
    member = Member(household=household, **facts)
    validate(member, facts)
    with one_archive_per_person(household, member, member.identity_no):
        member.save(force_insert=True)
    return member


def complete(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Return facts with a clean identity number, and birth date and sex from it where they are empty."""
    done = dict(facts)
    if not (raw := done.get("identity_no")):
        return done
    try:
        number = done["identity_no"] = clean_identity_no(raw, today=clock.today())
    except DomainError as error:
        raise DomainError(f"{error.message}。", field="identity_no") from error
    if "birth_date" in done and not done["birth_date"]:
        done["birth_date"] = birth_date_of(number)
    if "sex" in done and not done["sex"]:
        done["sex"] = Sex.MALE if is_male(number) else Sex.FEMALE
    return done


def archive_of(identity_no: str, *, beside: Household | None = None) -> Member | None:
    """Return the person of this number in an open archive, whatever the scope; people of ``beside`` do not count."""
    found = Member.objects.in_open_archives([identity_no])
    return found.exclude(household=beside).first() if beside else found.first()


def refuse_second_archive(name: str, other: Member) -> DomainError:
    """Say in which open archive a person stands already."""
    archive = other.household
    return DomainError(
        f"{name or '此人'}已在另一份在档档案中：{archive.archive_no}，职工 {archive.head_name}，{archive.union}。"
        "一人只能在一份档案中，请与该单位核对。",
        field="identity_no",
    )


@contextmanager
def one_archive_per_person(household: Household, member: Member, identity_no: str) -> Iterator[None]:
    """Hold that nobody stands in two open archives: looked up for the message, held by the database."""
    if not identity_no:
        yield
        return
    if twin := household.members.filter(identity_no=identity_no).exclude(pk=member.pk).first():
        left = "" if twin.is_present else f"{twin.name} 已登记离户，又回到本户的请撤回离户；"
        raise DomainError(f"{left}身份证号与本户的 {twin.name} 相同，请核对原件。", field="identity_no")
    if other := archive_of(identity_no, beside=household):
        raise refuse_second_archive(member.name, other)
    try:
        with unless_taken(ONE_ARCHIVE):
            yield
    except Conflict as error:
        # The other one committed a moment ago, so now it can be named.
        other = archive_of(identity_no, beside=household)
        raise (refuse_second_archive(member.name, other) if other else error) from error


def _same_person(household: Household, facts: Mapping[str, Any]) -> Member | None:
    said = {name: facts.get(name, "") for name in ("relation", "name", "identity_no")}
    return household.members.present().filter(**said).first()
