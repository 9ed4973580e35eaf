"""The archives that stand at the beginning of the drive, paired and with what they have received since 2017."""

import itertools
from collections.abc import Iterable, Sequence

from django.db import connection, transaction

from assistance.models import AidRecord, AidYearNone
from audits.actions.clear import refresh_clear
from core.errors import Conflict
from households.enums import Level, Status
from households.importing.batches import Desk
from households.importing.bulk import insert_rows
from households.models import Household, IncomeLine, IncomeSurvey, Member
from pairing.actions.pairings import sync_grants
from pairing.actions.rhythm import refresh_rhythm
from pairing.models import Cadre, HelpingUnit, Pairing
from reports.demo.aid import draft_aid
from reports.demo.archives import draft_archive
from reports.demo.cadres import Cadres
from reports.demo.campaign.archives import old_slot
from reports.demo.campaign.staff import Staff
from reports.demo.drafts import Draft
from reports.demo.huhuqing.plan import DAY, STARTS, Lot
from reports.demo.places import Slot

MODELS = (Household, Member, IncomeSurvey, IncomeLine, Pairing, AidRecord, AidYearNone)
BATCH = 500
Place = tuple[Slot, Lot]


class Archives:
    """Writes the archives as an import writes them: of the former rules, in order, each with its cadre."""

    def __init__(self, seed: int, staff: Staff) -> None:
        self.seed, self.staff, self.cadres = seed, staff, Cadres(seed)
        self.desk = Desk(by=staff.province, sheets=frozenset())
        self.desk.today = STARTS - DAY

    def file(self, places: Sequence[Place]) -> None:
        """Write those that are missing, batch by batch. Raises Conflict in a home with other archives."""
        wanted = {old_slot(slot).archive_no: (slot, lot) for slot, lot in places}
        on_file = set(Household.objects.values_list("archive_no", flat=True))
        if others := len(on_file - set(wanted)):
            raise Conflict(f"本系统已有 {others} 份其他档案，专项行动演示须在空库中生成，请另用一个 APP_HOME。")
        missing = iter([place for number, place in wanted.items() if number not in on_file])
        while batch := list(itertools.islice(missing, BATCH)):
            self._write(batch)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")

    @transaction.atomic
    def _write(self, places: Iterable[Place]) -> None:
        drafts = [self._draft(slot, lot) for slot, lot in places]
        units, cadres = self.cadres.take_fresh()
        insert_rows(HelpingUnit, units)
        insert_rows(Cadre, cadres)
        for model in MODELS:
            insert_rows(model, [row for draft in drafts for row in draft.rows.get(model, ())])
        keys = [draft.household.pk for draft in drafts]
        refresh_rhythm(keys)
        sync_grants(keys)
        refresh_clear(keys)

    def _draft(self, slot: Slot, lot: Lot) -> Draft:
        draft = Draft.of(old_slot(slot), seed=self.seed, desk=self.desk, by=self.staff.province)
        draft.former_rules = draft.neat = True
        draft.cadre = self.cadres.of(slot)
        draft_archive(draft)
        household = draft.household
        household.status = Status.ON_FILE
        household.level = Level.NATIONAL if lot.national else Level.PROVINCE
        draft_aid(draft)
        pairing = Pairing(household=household, cadre=draft.cadre, unit=draft.cadre.unit, created_by=draft.by)
        pairing.started_on = household.filed_on or self.desk.today
        draft.add(pairing)
        household.cadre_names = draft.cadre.name
        return draft
