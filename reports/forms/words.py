"""How days and decisions are written on the forms."""

import datetime

from django.utils import timezone

from core.money import format_money
from reports.forms.data import BLANK_DAY
from reviews.models import Record


def long_day(value: datetime.date | datetime.datetime | None) -> str:
    """Write a day as papers do: 2026年3月5日; room for it where there is none."""
    if value is None:
        return BLANK_DAY
    if isinstance(value, datetime.datetime):
        value = timezone.localdate(value)
    return f"{value.year}年{value.month}月{value.day}日"


def day_of(value: datetime.datetime | None) -> str:
    """Write the local day of a moment: 2026-03-05; empty for none."""
    return timezone.localdate(value).isoformat() if value else ""


def signed_by(record: Record) -> str:
    """Write who answers for a record, and for whom he stood in."""
    return f"{record.by.name}（代{record.for_user.name}）" if record.for_user else record.by.name


def said_in(record: Record) -> str:
    """Write what a record says: its outcome, and the opinion where that says more."""
    outcome = str(record.get_outcome_display())
    opinion = record.opinion.strip()
    if opinion.rstrip("。") in ("", outcome):
        return f"{outcome}。"
    return opinion if opinion.startswith(outcome) else f"{outcome}。{opinion}"


def money(value) -> str:
    """Write an amount without idle cents: 3,500元, 549.50元; empty for none."""
    return f"{format_money(value).removesuffix('.00')}元" if value is not None else ""
