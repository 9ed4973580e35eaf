"""What this app tells on the timeline: who confirmed and checked the six items, and each re-verification."""

from typing import Any

from django.db.models import DateField, F, JSONField, Value

from audits.enums import ConfirmationKind, ReverifyOutcome
from audits.models import ClearConfirmation, Reverification
from households.clearmask import ALL_CLEAR
from households.models import Household
from households.timeline import TimelineEntry, source
from organizations.models import User


@source
def confirmations(household: Household, user: User) -> list[TimelineEntry]:
    """Tell each confirmation and check with its opinion, and each re-verification with what had changed; one query."""
    no_day, none = Value(None, output_field=DateField()), Value([], output_field=JSONField())
    confirmed = ClearConfirmation.objects.filter(household=household).order_by()
    verified = Reverification.objects.filter(household=household).order_by()
    rows: Any = confirmed.values_list("at", "by_name", F("kind"), F("opinion"), "mask", no_day, none).union(
        verified.values_list("at", "by_name", F("outcome"), F("note"), Value(0), "on_day", "changes"), all=True
    )
    return [_verified(row) if row[5] else _confirmed(row) for row in rows]


def _confirmed(row: tuple[Any, ...]) -> TimelineEntry:
    at, by, kind, opinion, mask, *_none = row
    all_clear = "，六项全清" if mask == ALL_CLEAR else ""
    return TimelineEntry(
        at=at, kind="clear", title=f"六清{ConfirmationKind(kind).label}{all_clear}", text=opinion, by=by
    )


def _verified(row: tuple[Any, ...]) -> TimelineEntry:
    at, by, outcome, note, _mask, on_day, changes = row
    title = f"年度复核（{on_day:%Y-%m-%d}）：{ReverifyOutcome(outcome).label}"
    return TimelineEntry(at=at, kind="verify", title=title, text="；".join([*changes, *filter(None, [note])]), by=by)
