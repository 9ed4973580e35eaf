"""A dozen reviews of the demo county, each at another desk, led there by the demo accounts through the real actions."""

import datetime
import random
import uuid
from collections.abc import Iterator
from typing import cast

from django.db import transaction

from audits.actions.exits import record_exit_check
from audits.actions.household_reviews import apply_for_cancel, apply_for_entry, apply_for_exit
from audits.enums import CancelCause, ExitChannel
from core import clock
from core.workdays import add_workdays
from households.actions.lifecycle import reopen_as_relapse
from households.enums import Category, Level, RuleVersion, Status
from households.models import Household
from organizations.models import RoleAssignment, Union, User
from reports.demo.campaign.archives import Archivist
from reports.demo.campaign.office import FINDINGS, POOR, RAISED
from reports.demo.campaign.staff import Staff
from reports.demo.campaign.walking import Desk, Walker
from reports.demo.papers.laying import give_papers
from reports.demo.places import COUNTY, Slot, ensure_works
from reviews.actions.deciding import return_review
from reviews.actions.objections import Said, raise_objection
from reviews.enums import ObjectionKind
from reviews.models import Notice, Review

FIRST_ORDINAL = 27_000  # archives of these numbers no seed makes
# Working days from the application until a step of the shipped procedure waits; END is after all of them.
END = 11
REACHED = {2: 1, 3: 2, 4: 9, 5: 10, 6: 11, 7: 18, 8: 19, 9: 26, 10: 27, END: 28}
ENTRIES = (2, 3, 4, 5, 6, 7, 8, 9, 10)
SPACE = uuid.UUID("6f1d2026-0000-4000-8000-000000000000")


class Accounts:
    """The demo accounts by the desk that each holds."""

    def __init__(self) -> None:
        rows = RoleAssignment.objects.select_related("union", "user").exclude(union=None).order_by("user__pk")
        self.of: dict[Desk, list[User]] = {}
        for row in rows:
            path = row.union.path if row.union else ""
            self.of.setdefault((row.role, path), []).append(row.user)
        self.province = User.objects.get(username="province")

    def holding(self, role: str, path: str, *, last: bool) -> User:
        """Return the first or the last of those who hold a role for the union at a tree path."""
        return self.of[role, path][-1 if last else 0]


class Leader(Walker):
    """Leads reviews on until the step of a number waits."""

    stop = END

    def _waiting(self, keys: list[int]) -> dict[tuple[int, str], list[Review]]:
        found = super()._waiting(keys)
        return {key: rows for key, rows in found.items() if rows[0].step and rows[0].step.number < self.stop}

    def act(self, reviews: list[Review]) -> None:
        """Do today what waits."""
        self._act(reviews)

    def lead(self, review: Review, to: int, day: datetime.date) -> Review:
        """Lead one review from the day of its application to a step."""
        self.stop = to
        self.walk([review.pk], day)
        return Review.objects.for_list().get(pk=review.pk)


class Reviews:
    """Makes the reviews of a home that has just been seeded."""

    def __init__(self, seed: int) -> None:
        self.seed, self.accounts = seed, Accounts()
        self.archivist = Archivist(seed, cast(Staff, self.accounts))
        self.leader = Leader(cast(Staff, self.accounts))
        self.works, self.county = ensure_works(COUNTY), Union.objects.get(code=COUNTY)
        self.officer = User.objects.get(username="works-officer")
        self.county_officer = User.objects.get(username="county-officer")

    @transaction.atomic
    def make(self) -> None:
        """Make entries at every desk, one returned, one with an objection; exits, a cancellation, a relapse."""
        for number, step in enumerate((*ENTRIES, 4, 3)):
            review = self.enter(number, step)
            if number == len(ENTRIES):
                self._give_back(review)
        self._object()
        homes = self._on_file()
        self.leave(next(homes), to=9)
        self.leave(next(homes), to=END)
        self.cancel(next(homes))
        self._relapse()

    def enter(self, number: int, to: int) -> Review:
        """Open an archive, apply for its entry, and lead that to a step."""
        start = started(to)
        with clock.at(start):
            household = self._open(number)
            self.archivist.survey(household, by=self.officer, share=POOR)
            give_papers(household, by=self.officer, rng=random.Random(f"{self.seed}/{number}"))
            review = apply_for_entry(household, by=self.officer, note="家庭因病致困，申请建档。")
        return self.leader.lead(review, to, start)

    def _open(self, number: int) -> Household:
        slot = Slot(900_000 + number, FIRST_ORDINAL + number, COUNTY, self.county, self.works)
        archive_no = f"{COUNTY}{clock.today().year}{slot.archive_no[-5:]}"
        facts = {"category": Category.DEEP, "rule_version": RuleVersion.B2020, "level": Level.NATIONAL}
        return self.archivist.open(slot, by=self.officer, archive_no=archive_no, facts=facts)

    def _give_back(self, review: Review) -> None:
        by = User.objects.get(username="works-reviewer")
        first = review.procedure.steps.get(number=1)
        return_review(review, by=by, to_step=first, reason="请补充最近三个月的工资证明。")

    def _object(self) -> None:
        """Let the last entry hang out, and somebody object to it."""
        review = Review.objects.filter(step__number=3).for_list().order_by("-pk")[0]
        self.leader.act([review])
        notice = Notice.objects.get(lines__review=review)
        said = Said("听说这户还有一套房出租，请核实。", ObjectionKind.ANONYMOUS, line=notice.lines.get())
        raise_objection(notice, said=said)

    def _on_file(self) -> Iterator[Household]:
        """Return archives of the county on file that are not the demo cadre's."""
        rows = Household.objects.filter(union__path__startswith=self.county.path, status=Status.ON_FILE)
        rows = rows.exclude(pairings__cadre__user__username="cadre").exclude(household_reviews__isnull=False)
        return iter(rows.exclude(pairings=None).select_related("union").defer("search").order_by("archive_no")[:20])

    def leave(self, household: Household, *, to: int) -> Review:
        """Survey and check a household that earns enough, apply for its exit, and lead that to a step."""
        start, by = started(to), self.county_officer
        with clock.at(start):
            self.archivist.survey(household, by=by, share=RAISED)
            key = uuid.uuid5(SPACE, household.archive_no)
            check = record_exit_check(household, by=by, client_id=key, on_day=start, findings=FINDINGS)
            review = apply_for_exit(
                household, by=by, exit_check=check, channel=ExitChannel.WORK, taper_aid="医疗互助、子女助学"
            )
        return self.leader.lead(review, to, start)

    def cancel(self, household: Household) -> Review:
        """Cancel an archive."""
        start = started(END)
        with clock.at(start):
            facts = {"cause": CancelCause.TRANSFERRED, "note": "已调往省外工作"}
            review = apply_for_cancel(household, by=self.county_officer, **facts)
        return self.leader.lead(review, END, start)

    def _relapse(self) -> None:
        """Open the draft of a household whose hardship has returned."""
        left = Household.objects.filter(union__path__startswith=self.county.path, status=Status.EXITED, later=None)
        if household := left.order_by("archive_no").first():
            reopen_as_relapse(household, by=self.county_officer)


def started(to: int) -> datetime.date:
    """Return the day on which a review began that waits for a step by today."""
    day = clock.today()
    while add_workdays(day, REACHED[to] + 1).day > clock.today():
        day -= datetime.timedelta(days=1)
    return day
