"""The archives of the year: those that stand at its beginning, and those that are found in it."""

import datetime
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.db import transaction

from core import clock
from households.actions.archives import open_archive
from households.actions.income import Line, record_survey
from households.actions.people import add_member
from households.enums import Category, Level, LineKind, RuleVersion, Status
from households.importing.batches import Desk
from households.importing.bulk import insert_rows
from households.models import Household, IncomeLine, IncomeSurvey, Member
from organizations.models import User
from reports.demo.archives import draft_archive
from reports.demo.campaign.plan import BEGUN
from reports.demo.campaign.staff import Staff
from reports.demo.drafts import Draft
from reports.demo.places import Slot

MODELS = (Household, Member, IncomeSurvey, IncomeLine)
EARLIER = (2016, 2017)
OF_HOUSEHOLD = (
    *("level", "category", "rule_version", "hukou_division", "address", "housing", "floor_area", "is_single_parent"),
    *("is_migrant", "can_help_itself", "persons", "main_cause", "secondary_causes", "cause_text"),
    *("bank", "bank_branch", "card_no", "annual_income"),
)
OF_PERSON = (
    *("relation", "name", "identity_no", "sex", "birth_date", "ethnicity", "politics", "marriage", "hukou", "health"),
    *("insurance", "position", "phone", "workplace", "workplace_kind", "workplace_state", "industry", "model_worker"),
)


class OldSlot(Slot):
    """A place whose archive was filed before the year began."""

    @property
    def year(self) -> int:
        return EARLIER[self.ordinal % len(EARLIER)]


class FoundSlot(Slot):
    """A place whose archive is found in the year."""

    @property
    def year(self) -> int:
        return BEGUN.year


class Archivist:
    """Makes archives of the former rules, of the national level."""

    def __init__(self, seed: int, staff: Staff) -> None:
        self.seed, self.staff = seed, staff
        self.desk = Desk(by=staff.province, sheets=frozenset())
        self.desk.today = BEGUN

    def draft(self, slot: Slot) -> Draft:
        """Return one household with its people and surveys, not yet written."""
        draft = Draft.of(slot, seed=self.seed, desk=self.desk, by=self.staff.province)
        draft.former_rules = True
        draft_archive(draft)
        draft.household.status, draft.household.level = Status.ON_FILE, Level.NATIONAL
        return draft

    @transaction.atomic
    def write(self, slots: Sequence[Slot]) -> None:
        """Write archives that stand at the beginning, as an import writes them."""
        drafts = [self.draft(old_slot(slot)) for slot in slots]
        for model in MODELS:
            insert_rows(model, [row for draft in drafts for row in draft.rows.get(model, ())])

    def open(self, slot: Slot, *, by: User, archive_no: str = "", facts: Mapping[str, Any] | None = None) -> Household:
        """Open the archive of a household that was found, with its people; ``facts`` replace those of the year."""
        draft = self.draft(FoundSlot(slot.number, slot.ordinal, slot.division, slot.home, slot.union))
        stated = {name: getattr(draft.household, name) for name in OF_HOUSEHOLD}
        stated |= {"category": Category.LOW_INCOME, "rule_version": RuleVersion.A2016, "housing": "租房"}
        stated["annual_income"] = stated["annual_income"] or Decimal(12_000)
        stated |= facts or {}
        worker, *others = ({name: getattr(member, name) for name in OF_PERSON} for member in draft.members)
        worker |= {"phone": worker["phone"] or "15400000000", "insurance": "城镇职工基本医保"}
        number = archive_no or found_no(slot)
        household = open_archive(by=by, union=slot.union, facts=stated, worker=worker, archive_no=number)
        for person in others:
            add_member(household, by=by, facts=person | {"health": person["health"] or "良好"})
        return household

    def survey(self, household: Household, *, by: User, share: Decimal) -> IncomeSurvey:
        """Record what the household has earned in the twelve months before: a share of the 低保 standard per head."""
        end = clock.today().replace(day=1) - datetime.timedelta(days=1)
        start = clock.months_after(end + datetime.timedelta(days=1), -12)
        standard = self.desk.standard_on(household.union, end)
        persons = household.persons or 1
        wages = round((standard.amount if standard else Decimal(600)) * share * persons * 12, -2)
        facts: dict[str, Any] = {"period_start": start, "period_end": end, "persons": persons, "report_no": ""}
        facts |= {"surveyed_on": clock.today(), "surveyor": by.name, "remark": ""}
        return record_survey(household, by=by, facts=facts, lines={LineKind.WAGES: Line(wages, "工资收入证明")})


def old_slot(slot: Slot) -> Slot:
    """Return a place as it was before the year began."""
    return OldSlot(slot.number, slot.ordinal, slot.division, slot.home, slot.union)


def found_no(slot: Slot) -> str:
    """Return the number of the archive that is found at a place."""
    return FoundSlot(slot.number, slot.ordinal, slot.division, slot.home, slot.union).archive_no
