"""The year itself: archives as they stood, the campaign, its outcomes, and every exit, cancellation and entry.

Each part asks first what is already done, so that the command goes on where it stopped.
"""

import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from itertools import islice

from django.db import connection, transaction

from audits.actions.rechecks import close_recheck, note_outcomes, start_recheck
from audits.dynamics import Moves, moves_below, total
from audits.models import HouseholdReview, Recheck, RecheckEntry
from core import clock
from core.errors import Conflict
from core.spells import Spell
from households.enums import Level, Status
from households.models import Household
from organizations.models import Union
from organizations.reference import PROVINCE
from reports.demo.campaign.archives import Archivist, found_no, old_slot
from reports.demo.campaign.office import Office
from reports.demo.campaign.plan import CLOSES, ENDS, STARTS, TITLE, TURNS, YEAR, Plan
from reports.demo.campaign.staff import Staff
from reports.demo.campaign.walking import Walker
from reports.demo.places import Places, Slot
from reports.demo.standards import ensure_standards

BATCH = 500
Tell = Callable[[str], None]
Home = tuple[Union, list[Household]]


class Year:
    """Plays the year 2018 for a number of households of one seed."""

    def __init__(self, households: int, seed: int, tell: Tell) -> None:
        self.plan, self.seed, self.tell = Plan(households), seed, tell
        self.began = time.monotonic()

    def play(self) -> Moves:
        """Bring the year to its end and return its figures. Raises Conflict in a home with other archives."""
        self._settle()
        self._file()
        places = self._places()
        recheck = self._start()
        self._note(recheck, places)
        for turn, day in enumerate(TURNS):
            self._turn(recheck, places, turn)
            self.say(f"{day:%m 月}起的一批已办结")
        with clock.at(CLOSES):
            close_recheck(recheck, by=self.staff.province)
        moves = moves_below(Union.objects.get(code=PROVINCE), Spell.year(YEAR), user=self.staff.province)
        return total(moves.values())

    def say(self, words: str) -> None:
        """Tell what is done, and after how many seconds."""
        self.tell(f"{time.monotonic() - self.began:7.1f} 秒  {words}")

    @transaction.atomic
    def _settle(self) -> None:
        """Make the staff, the standards and the places; the last ones are those that the year finds."""
        ensure_standards(clock.today())
        self.staff = Staff()
        self.archivist = Archivist(self.seed, self.staff)
        self.walker, self.office = Walker(self.staff), Office(self.archivist, self.staff)
        slots = list(Places().slots(self.plan.households + self.plan.new))
        self.slots, self.found = slots[: self.plan.households], slots[self.plan.households :]

    def _file(self) -> None:
        """File the archives of the beginning that are missing, batch by batch."""
        wanted = {old_slot(slot).archive_no: slot for slot in self.slots}
        on_file = set(Household.objects.values_list("archive_no", flat=True))
        ours = set(wanted) | {found_no(slot) for slot in self.found}
        if others := len(on_file - ours):
            raise Conflict(f"本系统已有 {others} 份其他档案，回头看演示须在空库中生成，请另用一个 APP_HOME。")
        missing = iter([slot for number, slot in wanted.items() if number not in on_file])
        while batch := list(islice(missing, BATCH)):
            self.archivist.write(batch)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        self.say(f"年初在档 {len(wanted)} 户")

    def _places(self) -> dict[str, tuple[str, Slot]]:
        """Return by archive number the way that each archive goes, and where it is."""
        return {old_slot(slot).archive_no: (self.plan.way_of(slot.number), slot) for slot in self.slots}

    def _start(self) -> Recheck:
        province = Union.objects.get(code=PROVINCE)
        with clock.at(STARTS):
            recheck = start_recheck(
                by=self.staff.province,
                union=province,
                name=TITLE,
                starts_on=STARTS,
                ends_on=ENDS,
                levels=[Level.NATIONAL],
            )
        self.say(f"发起回头看，应核查 {recheck.entries.count()} 户")
        return recheck

    def _note(self, recheck: Recheck, places: dict[str, tuple[str, Slot]]) -> None:
        """Note how each archive comes out, in each home by its officer."""
        waiting = recheck.entries.filter(outcome="").values_list("pk", "household__archive_no")
        chosen: dict[tuple[Union, str], list[int]] = defaultdict(list)
        for key, number in waiting.iterator(chunk_size=5000):
            if number in places:
                way, slot = places[number]
                chosen[slot.home, way].append(key)
        with clock.at(STARTS):
            for (home, way), keys in chosen.items():
                entries = RecheckEntry.objects.filter(pk__in=keys)
                note_outcomes(entries, by=self.staff.officer(home), outcome=way)
        self.say("已登记核查结果")

    def _turn(self, recheck: Recheck, places: dict[str, tuple[str, Slot]], turn: int) -> None:
        """Let the homes whose turn it is apply, and lead everything that waits to its end."""
        day = TURNS[turn]
        homes = {home.pk for number, home in enumerate(self._homes()) if number % len(TURNS) == turn}
        with clock.at(day):
            for home, households in _left(places, "exit", homes):
                self.office.apply_for_exit(households, by=self.staff.officer(home))
            for home, households in _left(places, "cancel", homes):
                self.office.apply_for_cancel(households, by=self.staff.officer(home))
            self.office.open(recheck, [slot for slot in self.found if slot.home.pk in homes])
        self.say(f"{day:%Y-%m-%d} 已提交申请")
        live = HouseholdReview.objects.filter(review__step__isnull=False, review__applied_on=day)
        self.walker.walk(live.values_list("pk", flat=True), day)

    def _homes(self) -> list[Union]:
        return sorted({slot.home for slot in (*self.slots, *self.found)}, key=lambda home: home.path)


def _left(places: dict[str, tuple[str, Slot]], way: str, homes: set[int]) -> Iterator[Home]:
    """Return by home the archives that are to go a way and have not yet applied."""
    numbers: dict[Union, list[str]] = defaultdict(list)
    for number, (own, slot) in places.items():
        if own == way and slot.home.pk in homes:
            numbers[slot.home].append(number)
    for home, wanted in numbers.items():
        rows = Household.objects.filter(archive_no__in=wanted, status=Status.ON_FILE, household_reviews=None)
        if found := list(rows.select_related("union").defer("search").order_by("pk")):
            yield home, found
