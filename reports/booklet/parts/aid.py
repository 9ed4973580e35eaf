"""Part three: what the household has received, year by year."""

from collections import defaultdict
from decimal import Decimal

from django.conf import settings

from assistance.enums import AidKind
from assistance.models import AidRecord, AidYearNone
from core import clock
from core.money import ZERO, format_money
from households.models import Household
from reports.booklet.data import Aid, AidYear
from reports.booklet.parts.words import day, joined, moment


def aid_years_of(household: Household) -> tuple[AidYear, ...]:
    """Return each year from the first that has to be listed to this one, and earlier ones that have records."""
    records: dict[int, list[AidRecord]] = defaultdict(list)
    for record in household.aid_records.all():
        records[record.year].append(record)
    stated = {statement.year: statement for statement in household.years_without_aid.all()}
    required = range(settings.SIX_CLEAR_SINCE_YEAR, clock.today().year + 1)
    years = sorted({*required, *records, *stated})
    return tuple(_year(year, records.get(year, []), stated.get(year)) for year in years)


def _year(year: int, records: list[AidRecord], stated: AidYearNone | None) -> AidYear:
    return AidYear(
        year=str(year),
        rows=tuple(_aid(record) for record in records),
        none_stated=_none(stated) if stated and not records else "",
        total=format_money(amount_of(records)) if len(records) > 1 else "",
    )


def _none(stated: AidYearNone) -> str:
    return f"无（{stated.stated_by.name} {moment(stated.stated_at)[:10]} 确认）"


def _aid(record: AidRecord) -> Aid:
    is_policy = record.kind == AidKind.POLICY
    return Aid(
        project=joined(record.get_project_display(), record.project_detail, by="："),
        source=joined(record.get_department_display(), record.get_source_display(), by="/"),
        amount="政策" if is_policy and not record.amount else format_money(record.amount),
        received_on=day(record.received_on),
        beneficiary=record.beneficiary,
        delivery=record.get_delivery_display(),
        voucher_no=record.voucher_no,
        remark=record.remark,
    )


def amount_of(records: list[AidRecord]) -> Decimal:
    """Return the sum of the amounts, in 元."""
    return sum((record.amount for record in records), ZERO)


def aid_total_of(household: Household) -> tuple[str, str]:
    """Return how much has been received in words, and the sum."""
    records = list(household.aid_records.all())
    policies = sum(record.kind == AidKind.POLICY for record in records)
    return f"资金 {len(records) - policies} 笔，政策 {policies} 项", format_money(amount_of(records))
