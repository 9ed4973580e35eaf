"""Filling a home with demo households, batch by batch; begun again, it goes on where it stopped."""

from collections.abc import Callable, Iterator, Sequence
from itertools import islice

from django.db import connection, transaction
from django.db.models import Model, Q
from django.utils import timezone

from assistance.models import AidRecord, AidYearNone, Measure
from audits.actions.clear import confirm_clear, refresh_clear
from audits.enums import ConfirmationKind
from core.errors import Conflict
from households.clearmask import ALL_CLEAR
from households.importing.batches import Desk
from households.importing.bulk import insert_rows
from households.models import Difficulty, Household, IncomeLine, IncomeSurvey, Member
from organizations.models import User
from pairing.actions.pairings import sync_grants
from pairing.actions.rhythm import refresh_rhythm
from pairing.models import Cadre, HelpingUnit, Pairing, Visit
from reports.demo.aid import draft_aid, draft_needs
from reports.demo.archives import draft_archive
from reports.demo.cadres import Cadres
from reports.demo.care import draft_care
from reports.demo.drafts import Draft
from reports.demo.papers.laying import draft_papers, insert_papers
from reports.demo.places import COUNTY, Places, Slot
from reports.demo.standards import ensure_standards
from reports.demo.stations import ensure_stations

BATCH = 500  # households in a transaction: what memory holds at a time
OF_REVIEWS = "470"  # how the last five digits begin of what reports.demo.reviewing opens
UNPAIRED, FORMER = 0.05, 0.1
PROBES = 5
# Parents before children.
MODELS: tuple[type[Model], ...] = (
    Household,
    Member,
    IncomeSurvey,
    IncomeLine,
    Difficulty,
    Measure,
    Pairing,
    Visit,
    Visit.difficulties.through,
    AidRecord,
    AidYearNone,
)
Tell = Callable[[int, int], None]


class Seeder:
    """Makes the households of one seed; needs the demo accounts."""

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self.desk = Desk(by=User.objects.get(username="province"), sheets=frozenset())
        self.county_officer = User.objects.get(username="county-officer")
        self.county_reviewer = User.objects.get(username="county-reviewer")
        self.cadres = Cadres(seed)

    def draft(self, slot: Slot) -> Draft:
        """Return one household with all its rows, not yet written."""
        by = self.county_officer if slot.home.code == COUNTY else self.desk.by
        draft = Draft.of(slot, seed=self.seed, desk=self.desk, by=by)
        if draft.is_shown or not draft.gap(UNPAIRED):
            draft.cadre = self.cadres.of(slot)
            draft.leader = self.cadres.leader_of(slot)
            if draft.chance(FORMER) and self.cadres.has_former(slot):
                draft.former = self.cadres.of(slot, before=1)
        for part in (draft_archive, draft_aid, draft_needs, draft_care, draft_papers):
            part(draft)
        return draft

    @transaction.atomic
    def write(self, slots: Sequence[Slot]) -> None:
        """Write some households whole, with what the real actions would compute of them."""
        drafts = [self.draft(slot) for slot in slots]
        units, cadres = self.cadres.take_fresh()
        insert_rows(HelpingUnit, units)
        insert_rows(Cadre, cadres)
        for model in MODELS:
            insert_rows(model, [row for draft in drafts for row in draft.rows.get(model, ())])
        insert_papers(drafts)
        ids = [draft.household.pk for draft in drafts]
        refresh_rhythm(ids)
        sync_grants(ids)
        refresh_clear(ids)
        self._confirm(drafts)

    def _confirm(self, drafts: Sequence[Draft]) -> None:
        """Let the demo county have confirmed every third of its clear households, and checked half of these."""
        third = {d.household.pk: d.slot for d in drafts if d.slot.home.code == COUNTY and d.slot.ordinal % 3 == 0}
        for household in Household.objects.filter(pk__in=third, clear_mask=ALL_CLEAR).defer("search").order_by("pk"):
            confirm_clear(household, by=self.county_officer, kind=ConfirmationKind.CADRE, opinion="情况属实")
            if third[household.pk].ordinal % 2 == 0:
                confirm_clear(household, by=self.county_reviewer, kind=ConfirmationKind.COUNTY, opinion="同意")

    def made(self, household: Household, slot: Slot) -> bool:
        """Tell whether an archive on file is the one that this seed makes."""
        draft = Draft.of(slot, seed=self.seed, desk=self.desk, by=self.desk.by)
        draft_archive(draft)
        return household.members.filter(identity_no=draft.members[0].identity_no).exists()


def seed_households(count: int, seed: int, *, beside: bool = False, tell: Tell = lambda done, total: None) -> int:
    """Make the first ``count`` households of a seed and return how many were missing; those on file stay as they are.

    Writes in batches, each whole or not at all. Raises Conflict when the home holds archives that no seed made
    (unless ``beside`` them), or those of another seed.
    """
    missing, seeder = _prepare(count, seed, beside=beside)
    for done, slots in _batches(missing):
        seeder.write(slots)
        tell(done, len(missing))
    if missing:
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    return len(missing)


@transaction.atomic
def _prepare(count: int, seed: int, *, beside: bool) -> tuple[list[Slot], Seeder]:
    slots = {slot.archive_no: slot for slot in Places().slots(count)}
    ensure_standards(timezone.localdate())
    ensure_stations(seed)
    seeder = Seeder(seed)
    on_file = set(Household.objects.values_list("archive_no", flat=True))
    missing = [slot for archive_no, slot in slots.items() if archive_no not in on_file]
    ours = [slot for archive_no, slot in slots.items() if archive_no in on_file]
    if ours:
        _refuse_other_seed(ours[:PROBES], seeder)
    if missing and not beside and (others := len(on_file) - len(ours) - _reviewed(slots)):
        raise Conflict(f"本系统已有 {others} 份不是演示数据的档案，未写入；确要并存请加 --beside。")
    return missing, seeder


def _reviewed(slots: dict[str, Slot]) -> int:
    """Count the archives that the reviews of the first start have opened beside those of the seed."""
    opened = Q(archive_no__startswith=COUNTY, archive_no__regex=f"^.{{10}}{OF_REVIEWS}")
    later = Q(previous__archive_no__in=slots, created_by__username="county-officer")
    return Household.objects.filter(opened | later).exclude(archive_no__in=slots).count()


def _refuse_other_seed(slots: Sequence[Slot], seeder: Seeder) -> None:
    places = {slot.archive_no: slot for slot in slots}
    if not any(seeder.made(household, places[household.archive_no]) for household in _on_file(places)):
        raise Conflict("本系统已有另一个 --seed 的演示数据，未写入；请换用原来的 --seed，或另用一个 APP_HOME。")


def _on_file(archive_nos: Sequence[str] | dict[str, Slot]) -> Iterator[Household]:
    return Household.objects.filter(archive_no__in=list(archive_nos)).defer("search").iterator()


def _batches(slots: Sequence[Slot]) -> Iterator[tuple[int, list[Slot]]]:
    left, done = iter(slots), 0
    while batch := list(islice(left, BATCH)):
        done += len(batch)
        yield done, batch
