"""Recording the aid that a household has received, and stating that it received none in a year."""

import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings
from django.db import transaction

from assistance.enums import AidKind, Delivery, kind_of
from assistance.models import AidRecord, AidYearNone
from core import clock
from core.errors import Conflict, DomainError
from households.actions.facts import changed_facts, unless_taken, validate, write_facts
from households.actions.working import lock_to_work
from households.history import removal_of, signed
from households.models import Household
from organizations.models import User

FROM_PAYMENT = "这条记录来自资金发放，随发放、退款的登记变动，不能手工修改；有误的请由财务人员在发放明细中处理。"
FROM_SERVICE = "这条记录来自帮扶服务的登记，不能手工修改；有误的请在该项服务的名单中更正。"
REMOVED = "移除了这条帮扶记录"
# What is no money needs no amount.
WITHOUT_AMOUNT = frozenset({Delivery.GOODS, Delivery.SERVICE, Delivery.OTHER})


@transaction.atomic
@signed
def record_aid(
    household: Household, *, by: User, facts: Mapping[str, Any], client_id: uuid.UUID | None = None
) -> AidRecord:
    """Add one policy or sum; the same ``client_id`` again returns the first one.

    Without a year it counts for the year of its day. A statement that there was none in that year is withdrawn.
    Raises DomainError, with the field.
    """
    household = lock_to_work(household, by=by)
    if client_id and (same := household.aid_records.filter(client_id=client_id).first()):
        return same
    facts = _with_year(facts)
    facts["kind"] = kind_of(facts["source"])
    _check_facts(facts)
    record = AidRecord(household=household, client_id=client_id, created_by=by, **facts)
    validate(record, facts)
    with unless_taken("client_id", Conflict("这张表已用于另一户的帮扶登记，请重新打开登记页面。")):
        record.save(force_insert=True)
    _withdraw_statement(household, record.year)
    return record


@transaction.atomic
@signed
def correct_aid(record: AidRecord, *, by: User, facts: Mapping[str, Any], seen: str = "") -> AidRecord:
    """Correct a record; only what differs is written, and nothing when nothing does.

    A statement of none for the year that it moves to is withdrawn. Raises Conflict when somebody changed or removed it
    since it was ``seen``.
    """
    household = lock_to_work(record.household, by=by)
    locked = AidRecord.objects.select_for_update(of=("self",)).filter(pk=record.pk).first()
    if locked is None:
        raise removal_of(record, REMOVED)
    refuse_followed(locked)
    facts = _with_year(facts)
    changed = changed_facts(locked, facts, seen=seen)
    if not changed:
        return locked
    _check_facts(facts | {"kind": kind_of(facts["source"])})
    if "source" in changed:
        changed["kind"] = kind_of(facts["source"])
    write_facts(locked, changed)
    _withdraw_statement(household, locked.year)
    return locked


@transaction.atomic
@signed
def remove_aid(record: AidRecord, *, by: User) -> None:
    """Take out a record that is wrong; the history keeps it. Removing twice changes nothing.

    Raises DomainError for one that follows a payment or a service.
    """
    lock_to_work(record.household, by=by)
    refuse_followed(record)
    AidRecord.objects.filter(pk=record.pk).delete()


@transaction.atomic
@signed
def state_no_aid(household: Household, *, by: User, years: Iterable[int]) -> list[int]:
    """State that the household received nothing in these years, and return them; years stated before stay as they are.

    Raises DomainError for a year that is not over, not asked for, or has records; then none is stated.
    """
    household = lock_to_work(household, by=by)
    wanted = sorted(set(years))
    _check_years(household, wanted)
    stated = set(household.years_without_aid.filter(year__in=wanted).values_list("year", flat=True))
    AidYearNone.objects.bulk_create(
        AidYearNone(household=household, year=year, stated_by=by) for year in wanted if year not in stated
    )
    return wanted


@transaction.atomic
@signed
def take_back_no_aid(household: Household, *, by: User, year: int) -> None:
    """Take back the statement that there was no aid in a year; the history keeps it. A second time changes nothing."""
    household = lock_to_work(household, by=by)
    _withdraw_statement(household, year)


def refuse_followed(record: AidRecord) -> None:
    """Refuse to change what follows a payment or a service of this system."""
    if record.payment_id:
        raise DomainError(FROM_PAYMENT)
    if record.enrolment_id:
        raise DomainError(FROM_SERVICE)


def _withdraw_statement(household: Household, year: int) -> None:
    household.years_without_aid.filter(year=year).delete()


def _with_year(facts: Mapping[str, Any]) -> dict[str, Any]:
    year = facts.get("year")
    if not year and (day := facts.get("received_on")):
        year = day.year
    if not year:
        raise DomainError("请填写发放日期；不知道日期的，填写年度。", field="year")
    return {**facts, "year": year}


def _check_facts(facts: Mapping[str, Any]) -> None:
    day, today = facts.get("received_on"), clock.today()
    if day and day > today:
        raise DomainError("发放日期不能晚于今天。", field="received_on")
    if facts["year"] > today.year:
        raise DomainError(f"年度不能晚于 {today.year} 年。", field="year")
    if day and abs(day.year - facts["year"]) > 1:
        raise DomainError(f"年度与发放日期 {day:%Y-%m-%d} 相差超过一年，请核对。", field="year")
    if facts["kind"] == AidKind.MONEY and not facts.get("amount") and facts.get("delivery") not in WITHOUT_AMOUNT:
        raise DomainError(
            "请填写金额；没有金额的，发放方式选“实物”或“服务”，或资金来源选“政府部门政策”。", field="amount"
        )


def _check_years(household: Household, years: list[int]) -> None:
    if not years:
        raise DomainError("请先勾选年度。")
    first, this_year = settings.SIX_CLEAR_SINCE_YEAR, clock.today().year
    for year in years:
        if year < first:
            raise DomainError(f"{first} 年以前的年度不要求确认。")
        if year >= this_year:
            raise DomainError(f"{year} 年还没有结束，不能确认为无帮扶。")
    recorded = household.aid_records.filter(year__in=years).order_by("year").values_list("year", flat=True)
    if found := "、".join(str(year) for year in dict.fromkeys(recorded)):
        raise DomainError(f"{found} 年已有帮扶记录，不能确认为无帮扶；记录有误的请先移除。")
