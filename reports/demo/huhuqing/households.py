"""Which household is visited on which day, which of its difficulties are refused, and which households leave."""

import datetime
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from households.enums import Status
from households.models import Household
from organizations.models import Union
from pairing.enums import VisitMethod
from pairing.models import Pairing
from reports.demo.campaign.archives import old_slot
from reports.demo.campaign.staff import Staff
from reports.demo.huhuqing.plan import FIRST_ROUND, SECOND_ROUND, THIRD_ROUND, Plan, workdays
from reports.demo.huhuqing.visiting import Round, need_of, visit
from reports.demo.places import Slot


class Households:
    """Knows the households of the drive by their places in the plan."""

    def __init__(self, plan: Plan, slots: Sequence[Slot], staff: Staff) -> None:
        self.plan, self.slots, self.staff = plan, slots, staff
        self.rounds = self._calendar()

    def _calendar(self) -> dict[datetime.date, list[tuple[int, int]]]:
        """Return by day which place gets the visit of which round; each round spreads evenly over its days."""
        found: dict[datetime.date, list[tuple[int, int]]] = defaultdict(list)
        for number, (first, last) in enumerate((FIRST_ROUND, SECOND_ROUND, THIRD_ROUND)):
            days = workdays(first, last)
            for place in range(self.plan.households):
                found[days[place * len(days) // self.plan.households]].append((place, number))
        return found

    def visit(self, day: datetime.date) -> None:
        """Let cadres make the visits of a day; who has only two is called up in the third round."""
        due = self.rounds.get(day, [])
        numbers = {old_slot(self.slots[place]).archive_no: (place, number) for place, number in due}
        pairings: Any = Pairing.objects.active().responsible().filter(household__archive_no__in=numbers)
        for pairing in pairings.select_related("household", "cadre").defer("household__search").order_by("household"):
            place, number = numbers[pairing.household.archive_no]
            lot = self.plan.lots[place]
            called = number >= lot.visits
            round_ = Round(
                number,
                pairing.household,
                pairing.cadre,
                by=self.staff.officer(self.slots[place].home),
                difficulties=lot.difficulties,
                method=VisitMethod.CALL if called else VisitMethod.HOME,
            )
            visit(round_, self.plan)

    def refused(self) -> frozenset[tuple[str, str]]:
        """Name by archive and need the difficulties that departments refuse: every other one that is not solved."""
        return frozenset(
            (old_slot(slot).archive_no, need_of(number))
            for slot, lot in zip(self.slots, self.plan.lots, strict=True)
            for number in lot.difficulties
            if not self.plan.is_solved(number) and number % 2
        )

    def leaving(self) -> Iterator[tuple[Union, list[Household]]]:
        """Return by home those that leave and have not yet applied."""
        leaving: dict[Union, list[str]] = defaultdict(list)
        for slot, lot in zip(self.slots, self.plan.lots, strict=True):
            if lot.exits:
                leaving[slot.home].append(old_slot(slot).archive_no)
        for home, numbers in leaving.items():
            rows = Household.objects.filter(archive_no__in=numbers, status=Status.ON_FILE).select_related("union")
            yield home, list(rows.defer("search").order_by("pk"))
