"""The life of archives: changing their status, ending drafts, and opening a new archive when hardship returns."""

import datetime
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from core import clock
from core.errors import DomainError
from households.actions.locks import lock_household
from households.actions.numbers import next_archive_no
from households.actions.people import archive_of, refuse_second_archive
from households.enums import Status
from households.history import signed
from households.models import Household, StatusChange
from households.rules import is_officer
from households.summaries import refresh_summary
from organizations.models import User
from organizations.rules import require

# What a new archive takes over from the one before it; what was decided or computed then begins anew.
NOT_TAKEN_OVER = frozenset(
    {
        "id",
        "archive_no",
        "status",
        "filed_on",
        "relieved_on",
        "taper_until",
        "taper_aid",
        "previous",
        "created_by",
        "created_at",
        "updated_at",
        "annual_income",
        "other_income",
        "stated_per_head",
        "union_path",
        "cadre_names",
        "per_head",
        "clear_mask",
        "search",
    }
)


@dataclass(frozen=True)
class Turn:
    """What a change of status says of one archive alone, and the columns that it sets along with the status."""

    cause: str = ""
    channel: str = ""
    review_no: str = ""
    columns: tuple[tuple[str, Any], ...] = ()


@transaction.atomic
@signed
def change_status(
    households: Iterable[Household],
    to: Status,
    *,
    by: User | None,
    on: datetime.date,
    cause: str = "",
    channel: str = "",
    review_no: str = "",
    turns: Mapping[int, Turn] | None = None,
) -> list[StatusChange]:
    """Give archives a status and keep a row about each; those that have it already stay as they are.

    ``turns`` (by the key of the archive) tells apart what is not the same for all. A few statements for any number of
    archives, more only for different columns. The database refuses a change that no review has decided
    (``audits.guards``), so this is called by the reviews' effects.
    """
    usual = Turn(cause, channel, review_no)
    turns = turns or {}
    wanted = [household.pk for household in households]
    locked = Household.objects.select_for_update(no_key=True, of=("self",)).filter(pk__in=wanted).exclude(status=to)
    rows = list(locked.only("pk", "status").order_by("pk"))
    if not rows:
        return []
    alike: dict[tuple[tuple[str, Any], ...], list[int]] = {}
    for row in rows:
        alike.setdefault(turns.get(row.pk, usual).columns, []).append(row.pk)
    for columns, keys in alike.items():
        Household.objects.filter(pk__in=keys).update(status=to, updated_at=clock.now(), **dict(columns))
    return _keep(rows, to, by=by, on=on, turns={row.pk: turns.get(row.pk, usual) for row in rows})


@transaction.atomic
@signed
def change_terms(
    households: Iterable[Household], *, by: User | None, on: datetime.date, turns: Mapping[int, Turn]
) -> list[StatusChange]:
    """Set columns that only a review sets (level, category, relief) and keep a row about each; the status stays.

    A few statements for any number of archives, more only for different columns.
    """
    rows = list(
        Household.objects.select_for_update(no_key=True, of=("self",))
        .filter(pk__in=[household.pk for household in households])
        .only("pk", "status")
        .order_by("pk")
    )
    alike: dict[tuple[tuple[str, Any], ...], list[int]] = {}
    for row in rows:
        alike.setdefault(turns[row.pk].columns, []).append(row.pk)
    for columns, keys in alike.items():
        Household.objects.filter(pk__in=keys).update(updated_at=clock.now(), **dict(columns))
    return _keep(rows, None, by=by, on=on, turns=turns)


def _keep(
    rows: list[Household], to: Status | None, *, by: User | None, on: datetime.date, turns: Mapping[int, Turn]
) -> list[StatusChange]:
    """Write a row about each change, with the level and category that the archive has by now."""
    before = {row.pk: row.status for row in rows}
    present = (
        Household.objects.filter(pk__in=before).values_list("pk", "union_path", "level", "category").order_by("pk")
    )
    return StatusChange.objects.bulk_create(
        (
            StatusChange(
                household_id=pk,
                union_path=path,
                level=level,
                category=category,
                from_status=before[pk],
                to_status=to or before[pk],
                on=on,
                cause=turns[pk].cause[:200],
                channel=turns[pk].channel,
                review_no=turns[pk].review_no,
                by=by,
                at=clock.now(),
            )
            for pk, path, level, category in present
        ),
        batch_size=1000,
    )


# Apps to the right add theirs when they start: each answers why a draft cannot be discarded yet, or "".
DISCARD_GUARDS: list[Callable[[Household], str]] = []


@transaction.atomic
def discard_draft(household: Household, *, by: User, cause: str) -> Household:
    """End a draft that nobody will submit; it never was on file, so no review decides it. Twice changes nothing."""
    require(is_officer(by, household), "草稿由建档单位及上级的经办人员作废。")
    locked = lock_household(household, must_be_open=False)
    if locked.status == Status.CANCELLED:
        return locked
    if locked.status != Status.DRAFT:
        raise DomainError(f"档案 {locked.archive_no} {locked.get_status_display()}，不是草稿；在档的请申请注销。")
    if reasons := [reason for guard in DISCARD_GUARDS if (reason := guard(locked))]:
        raise DomainError(f"草稿 {locked.archive_no} 还不能作废：{'；'.join(reasons)}。")
    if not cause.strip():
        raise DomainError("请写明作废原因。", field="cause")
    change_status([locked], Status.CANCELLED, by=by, on=clock.today(), cause=cause.strip())
    locked.status = Status.CANCELLED
    return locked


@transaction.atomic
@signed
def reopen_as_relapse(household: Household, *, by: User) -> Household:
    """Open a draft for a household whose hardship has returned (返困), linked to the archive that it left with.

    Home, causes, bank account and people are filled in from there, the figures of surveys are not: they are asked
    anew. It goes the way of entry. Asked again it returns the draft. Raises DomainError when the old archive was not
    left by 脱困, and when one of its people stands in another open archive.
    """
    require(is_officer(by, household), "返困重新建档由建档单位及上级的经办人员办理。")
    old = lock_household(household, must_be_open=False)
    if new := old.later.open().first():
        return new
    if old.status != Status.EXITED:
        raise DomainError(f"档案 {old.archive_no} {old.get_status_display()}，只有已脱困的档案可以按返困重新建档。")
    _refuse_people_elsewhere(old)
    facts = {f.name: getattr(old, f.name) for f in Household._meta.concrete_fields if f.name not in NOT_TAKEN_OVER}
    number = next_archive_no(old.union, clock.today().year)
    new = Household(archive_no=number, status=Status.DRAFT, previous=old, created_by=by, **facts)
    new.save(force_insert=True)
    for member in old.members.present():
        member.pk, member.household, member.import_key = None, new, ""
        member._state.adding = True
        member.save(force_insert=True)
    return refresh_summary(new)


def _refuse_people_elsewhere(old: Household) -> None:
    for member in old.members.present().exclude(identity_no=""):
        if other := archive_of(member.identity_no):
            raise refuse_second_archive(member.name, other)
