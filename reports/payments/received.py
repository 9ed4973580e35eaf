"""已享受帮扶一览: what a household has received, year by year, for the family or for an office that asks."""

from dataclasses import dataclass, field
from typing import ClassVar

from django.db.models import prefetch_related_objects

from core import clock
from households.models import Household
from households.rules import prints_in_full
from organizations.models import User
from reports.booklet.data import AidYear, text
from reports.booklet.parts.aid import aid_total_of, aid_years_of
from reports.booklet.parts.words import Numbers
from reports.forms.data import PrintedForm
from reports.forms.words import long_day


@dataclass(frozen=True, kw_only=True)
class Received(PrintedForm):
    """The household in one line, each year with what it brought, and the sum."""

    title: ClassVar[str] = "已享受帮扶一览"
    template: ClassVar[str] = "reports/forms/household_received.html"
    identity: str = text("身份证号")
    union: str = text("建档单位")
    category: str = text("困难类别")
    dated: str = ""
    years: tuple[AidYear, ...] = field(default=(), metadata={"label": "年度"})
    summary: str = ""
    total: str = ""


def load_received(household: Household, *, by: User) -> Received:
    """Return the sheet of a household; three queries."""
    prefetch_related_objects([household], "members", "aid_records", "years_without_aid__stated_by")
    masked = not prints_in_full(by, household)
    summary, total = aid_total_of(household)
    worker = household.head
    return Received(
        number=household.archive_no,
        whose=household.head_name,
        masked=masked,
        identity=Numbers(masked).identity(worker.identity_no) if worker else "",
        union=household.union.name,
        category=str(household.get_category_display()),
        dated=long_day(clock.today()),
        years=aid_years_of(household),
        summary=summary,
        total=total,
    )
