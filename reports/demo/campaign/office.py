"""What the officers of the homes hand in: exits with survey and check, cancellations, entries of those found."""

import uuid
from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal

from django.db import transaction

from audits.actions.exits import Found, record_exit_check
from audits.actions.grounds import Ask
from audits.actions.household_reviews import apply_many
from audits.actions.rechecks import add_found
from audits.enums import CancelCause, ExitChannel, ExitItem, Finding
from audits.models import Recheck
from core import clock
from households.actions.eligibility import check_many
from households.models import Household
from organizations.models import Union, User
from reports.demo.campaign.archives import Archivist, found_no
from reports.demo.campaign.staff import Staff
from reports.demo.places import Slot
from reviews.enums import Subject

SPACE = uuid.UUID("6f1d2018-0000-4000-8000-000000000000")
RAISED, POOR = Decimal("1.4"), Decimal("0.5")
CHANNELS = (ExitChannel.WORK, ExitChannel.INCOME, ExitChannel.SOCIAL, ExitChannel.MEDICAL, ExitChannel.SCHOOL)
CAUSES = (CancelCause.NOT_QUALIFIED, CancelCause.RETIRED, CancelCause.DIED, CancelCause.TRANSFERRED)
FINDINGS: dict[str, Found] = {item: Found(Finding.YES, "入户查看并核对资料，已落实。") for item in ExitItem}


class Office:
    """Applies for the households of one home at a time, all of them or none."""

    def __init__(self, archivist: Archivist, staff: Staff) -> None:
        self.archivist, self.staff = archivist, staff

    @transaction.atomic
    def apply_for_exit(self, households: Sequence[Household], *, by: User) -> None:
        """Survey and check each household, then apply for all."""
        asks = []
        for row in households:
            self.archivist.survey(row, by=by, share=RAISED)
            key = uuid.uuid5(SPACE, row.archive_no)
            made = record_exit_check(row, by=by, client_id=key, on_day=clock.today(), findings=FINDINGS)
            channel = CHANNELS[row.pk % len(CHANNELS)]
            asks.append(Ask(row, {"exit_check": made, "channel": channel, "taper_months": None, "note": ""}))
        _apply(Subject.EXIT, asks, by=by)

    def apply_for_cancel(self, households: Sequence[Household], *, by: User) -> None:
        """Apply to cancel households, each for its cause."""
        asks = [Ask(row, {"cause": CAUSES[row.pk % len(CAUSES)], "note": ""}) for row in households]
        _apply(Subject.CANCEL, asks, by=by)

    def open(self, recheck: Recheck, slots: Sequence[Slot]) -> None:
        """Open the archives that are found, check them by the rules, and apply for their entry."""
        there = set(Household.objects.filter(archive_no__in=map(found_no, slots)).values_list("archive_no", flat=True))
        homes: dict[Union, list[Slot]] = defaultdict(list)
        for slot in slots:
            if found_no(slot) not in there:
                homes[slot.home].append(slot)
        for home, own in homes.items():
            by = self.staff.officer(home)
            with transaction.atomic():
                opened = [self.archivist.open(slot, by=by) for slot in own]
                for household in opened:
                    self.archivist.survey(household, by=by, share=POOR)
                check_many(opened, by=by)
                _apply(Subject.ENTRY, [Ask(household, {"note": ""}) for household in opened], by=by)
                add_found(recheck, opened, by=by)


def _apply(subject: Subject, asks: Sequence[Ask], *, by: User) -> None:
    """Apply for all of these; a refusal is a fault of the simulation."""
    for _household, error in apply_many(subject, asks, by=by).refused:
        raise error
