"""What a household has received, year by year; and what of a union waits for task lists."""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from django.conf import settings
from django.db.models import Count, Q

from assistance.enums import AidKind, ListStatus
from assistance.lines import collect, offices_for
from assistance.models import AidRecord, AidYearNone, Payment, TaskList
from assistance.payments.enums import AWAITED, SUBMITTED, PaymentStatus
from assistance.requests.rules import can_apply_for_aid
from core import clock
from core.money import ZERO
from households.models import Household
from organizations.enums import Department
from organizations.models import Office, Union, User


@dataclass(frozen=True)
class AidYear:
    """One year: its records, or the statement that there were none; ``is_over`` tells whether it is asked for yet."""

    year: int
    records: tuple[AidRecord, ...]
    statement: AidYearNone | None
    is_over: bool

    @property
    def amount(self) -> Decimal:
        """The sum of the year, in 元."""
        return sum((record.amount for record in self.records), ZERO)

    @property
    def is_missing(self) -> bool:
        """Whether the six-clear lacks this year."""
        return self.is_over and not self.records and self.statement is None


@dataclass(frozen=True)
class AidOverview:
    """All years from this one back to the first that is asked for, and earlier ones that have records."""

    years: tuple[AidYear, ...]

    @property
    def missing(self) -> list[int]:
        """The years without records or statement, the earliest first."""
        return sorted(year.year for year in self.years if year.is_missing)

    @property
    def amount(self) -> Decimal:
        """The sum of all years, in 元."""
        return sum((year.amount for year in self.years), ZERO)

    def count(self, kind: AidKind) -> int:
        """Return how many records are of a kind."""
        return sum(record.kind == kind for year in self.years for record in year.records)

    @property
    def sums(self) -> int:
        return self.count(AidKind.MONEY)

    @property
    def policies(self) -> int:
        return self.count(AidKind.POLICY)


def aid_of(household: Household) -> AidOverview:
    """Return what a household has received, the latest year first; two queries."""
    records: dict[int, list[AidRecord]] = defaultdict(list)
    for record in household.aid_records.order_by("received_on", "pk"):
        records[record.year].append(record)
    stated = {statement.year: statement for statement in household.years_without_aid.select_related("stated_by")}
    this_year = clock.today().year
    asked = range(settings.SIX_CLEAR_SINCE_YEAR, this_year + 1)
    return AidOverview(
        tuple(
            AidYear(year, tuple(records.get(year, ())), stated.get(year), is_over=year in asked and year < this_year)
            for year in sorted({*asked, *records, *stated}, reverse=True)
        )
    )


def payments_of(household: Household) -> list[Payment]:
    """Return what is being paid to a household and what failed, the latest first: paid lines stand among the aid."""
    lines = household.payments.filter(again__isnull=True).select_related("member", "batch__item", "batch__budget__fund")
    decided = Q(status=PaymentStatus.PROPOSED, batch__status__in=SUBMITTED)
    waiting = Q(status__in=[*AWAITED, PaymentStatus.FAILED])
    return list(lines.filter(decided | waiting).order_by("-pk"))


@dataclass(frozen=True)
class WaitingForList:
    """How many measures of one department wait for a list, who would get it, and which draft there is already."""

    department: Department
    count: int
    office: Office | None
    draft: TaskList | None


def waiting_for_lists(union: Union) -> list[WaitingForList]:
    """Say what waits in a union's subtree for each department that has something; three queries."""
    counts = dict(collect(union).order_by().values_list("lead_department").annotate(Count("pk")))
    offices = offices_for(union)
    unsent = TaskList.objects.filter(union=union).exclude(status=ListStatus.SENT).select_related("office")
    drafts = {draft.department: draft for draft in unsent}
    return [
        WaitingForList(department, counts.get(department, 0), offices.get(department), drafts.get(department))
        for department in Department
        if department in counts or department in drafts
    ]


def requests_of(user: User, household: Household) -> dict[str, object]:
    """Return the single applications of a household, and whether the user may make one, for its tab; one query."""
    found = household.aid_requests.visible_to(user).select_related("item", "member")
    return {"may_apply": can_apply_for_aid(user, household), "requests": list(found)}
