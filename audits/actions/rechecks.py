"""回头看: starting one over a scope, saying how each archive comes out, closing it."""

import datetime
from collections.abc import Sequence
from typing import Any

from django.db import connection, transaction

from audits.enums import RecheckOutcome, ReverifyOutcome
from audits.models import Recheck, RecheckEntry, Reverification
from audits.rules import can_close_recheck, can_note_outcome, can_start_recheck
from core import clock
from core.errors import DomainError
from households.actions.facts import unless_taken, validate
from households.enums import IN_CARE, Level
from households.models import Household
from organizations.models import Union, User
from organizations.rules import require

OUTCOME_OF = {
    ReverifyOutcome.KEEP: RecheckOutcome.KEEP,
    ReverifyOutcome.EXIT: RecheckOutcome.EXIT,
    ReverifyOutcome.CANCEL: RecheckOutcome.CANCEL,
    ReverifyOutcome.CHANGE: RecheckOutcome.LEVEL,
}
FIX_ENTRIES = """
    INSERT INTO audits_recheckentry (recheck_id, household_id, union_path, level, category, outcome, note)
    SELECT %s, id, union_path, level, category, '', '' FROM households_household
    WHERE union_path LIKE %s AND status = ANY(%s) AND level = ANY(%s)
    ORDER BY union_path, archive_no
"""


@transaction.atomic
def start_recheck(
    *, by: User, union: Union, name: str, starts_on: datetime.date, ends_on: datetime.date, levels: Sequence[str] = ()
) -> Recheck:
    """Begin a recheck over every archive in care below a union (of some levels, or of all); its entries are fixed now.

    One statement fixes the entries, however many. Starting one of the same name again returns it.
    """
    require(can_start_recheck(by, union), "回头看由本级工会的经办人员发起。")
    Union.objects.select_for_update(no_key=True).get(pk=union.pk)
    if same := Recheck.objects.filter(union=union, name=name.strip()).first():
        return same
    facts = {"name": name.strip(), "starts_on": starts_on, "ends_on": ends_on, "levels": list(levels) or Level.values}
    recheck = Recheck(union=union, created_by=by, created_at=clock.now(), **facts)
    validate(recheck, {**facts, "levels": facts["levels"]})
    with unless_taken("recheck_name_once"):
        recheck.save(force_insert=True)
    with connection.cursor() as cursor:
        wanted: list[Any] = [recheck.pk, f"{union.path}%", [str(status) for status in IN_CARE], facts["levels"]]
        cursor.execute(FIX_ENTRIES, wanted)
    return recheck


@transaction.atomic
def note_outcomes(entries: Any, *, by: User, outcome: str, note: str = "", on: datetime.date | None = None) -> int:
    """Say how some entries (a queryset in the user's scope) of one open recheck come out, and return how many.

    An outcome may be corrected until the recheck is closed; a newly found archive stays new. Two statements for any
    number of entries.
    """
    locked = list(entries.select_for_update(of=("self",)).values_list("pk", "union_path", "recheck"))
    if not locked:
        return 0
    for recheck in Recheck.objects.filter(pk__in={row[2] for row in locked}):
        check_open(recheck)
    require(all(can_note_outcome(by, path) for path in {row[1] for row in locked}), "核查结果由各级经办人员登记。")
    if outcome not in RecheckOutcome.values or outcome == RecheckOutcome.NEW:
        raise DomainError("请选择核查结果。", field="outcome")
    found = RecheckEntry.objects.filter(pk__in=[row[0] for row in locked]).exclude(outcome=RecheckOutcome.NEW)
    return found.update(outcome=outcome, found_on=on or clock.today(), by=by, note=note.strip()[:300])


@transaction.atomic
def add_found(recheck: Recheck, households: Sequence[Household], *, by: User, note: str = "") -> int:
    """Add archives that the recheck has newly found (新增建档); those among its entries already stay as they are."""
    check_open(recheck)
    # Read anew: the path of an archive just opened is the database's own.
    households = list(Household.objects.filter(pk__in=[household.pk for household in households]).defer("search"))
    for household in households:
        require(can_note_outcome(by, household.union_path), "核查结果由各级经办人员登记。")
        if not household.union_path.startswith(recheck.union.path):
            raise DomainError(f"档案 {household.archive_no} 不在{recheck.union}范围内，请核对档案编号。")
    known = set(recheck.entries.filter(household__in=households).values_list("household", flat=True))
    made = [_found(recheck, household, by, note) for household in households if household.pk not in known]
    return len(RecheckEntry.objects.bulk_create(made, batch_size=1000))


def _found(recheck: Recheck, household: Household, by: User, note: str) -> RecheckEntry:
    return RecheckEntry(
        recheck=recheck,
        household=household,
        union_path=household.union_path,
        level=household.level,
        category=household.category,
        outcome=RecheckOutcome.NEW,
        found_on=clock.today(),
        by=by,
        note=note.strip()[:300],
    )


def note_reverification(made: Reverification, *, by: User) -> int:
    """Let what a re-verification found be the outcome in every open recheck that still waits for one."""
    waiting = RecheckEntry.objects.filter(household=made.household_id, outcome="", recheck__closed_at__isnull=True)
    outcome = OUTCOME_OF[ReverifyOutcome(made.outcome)]
    return waiting.update(outcome=outcome, found_on=made.on_day, by=by, note=made.note)


@transaction.atomic
def close_recheck(recheck: Recheck, *, by: User) -> Recheck:
    """End a recheck, which needs an outcome for every archive; closing it twice changes nothing."""
    locked = Recheck.objects.select_for_update(of=("self",)).select_related("union").get(pk=recheck.pk)
    require(can_close_recheck(by, locked), "回头看由发起的工会结束。")
    if not locked.is_open:
        return locked
    if left := locked.entries.filter(outcome="").count():
        raise DomainError(f"还有 {left:,} 户没有核查结果，不能结束；请先登记结果。")
    locked.closed_by, locked.closed_at = by, clock.now()
    locked.save(update_fields=["closed_by", "closed_at"])
    return locked


def check_open(recheck: Recheck) -> None:
    """Refuse whatever would change a closed recheck."""
    if not recheck.is_open:
        raise DomainError(f"回头看“{recheck}”已结束，结果不再改动。")
