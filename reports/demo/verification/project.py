"""The verification from its start to what is mended; begun again, it goes on where it stopped."""

import datetime
import time
from collections.abc import Callable
from decimal import Decimal

from audits.actions.verification.fieldwork import assign_sample
from audits.actions.verification.findings import begin_judging, close_verification
from audits.actions.verification.projects import draw_sample, start_verification
from audits.models import Campaign, Verification
from audits.verification.enums import Allocation, PopulationClass, Region
from audits.verification.rateboard import rates_of
from audits.verification.rates import RateLine
from core import clock
from core.errors import Conflict
from reports.demo.campaign.staff import Staff
from reports.demo.huhuqing.plan import TITLE as CAMPAIGN
from reports.demo.places import Places
from reports.demo.verification import plan as dates
from reports.demo.verification.deciding import Deciding
from reports.demo.verification.field import FieldWork
from reports.demo.verification.outside import list_outside
from reports.demo.verification.plan import Lots, Plan
from reports.demo.verification.staff import Verifiers

CLASSES = [PopulationClass.ON_FILE, PopulationClass.EXITED, PopulationClass.NOT_FILED]
Tell = Callable[[str], None]
NEAR = {True: 0.001, False: 0.1}  # points, at full size or not: strata of measures are rounded to whole ones


class Project:
    """Plays the verification of what the drive of 2020 left, for a number of archives of one seed."""

    def __init__(self, households: int, seed: int, tell: Tell) -> None:
        self.plan, self.seed, self.tell = Plan(households), seed, tell
        self.began = time.monotonic()

    def play(self) -> Verification:
        """Bring the verification to its end and return it. Raises Conflict where the drive was not played first."""
        if not Campaign.objects.filter(name=CAMPAIGN, closed_at__isnull=False).exists():
            raise Conflict(f"{CAMPAIGN}还没有结束，第三方核查须在其后进行。")
        self.people = Verifiers(self.plan.assessors, Staff())
        found = self._drawn()
        work = FieldWork(found, self.plan, self.people)
        with clock.at(dates.STARTS):
            work.begin()
        self.lots = self.plan.lots(work.parts())
        self._in_the_field(work)
        self._judged(found)
        found.refresh_from_db()
        return found

    def say(self, words: str) -> None:
        """Tell what is done, and after how many seconds."""
        self.tell(f"{time.monotonic() - self.began:7.1f} 秒  {words}")

    def _drawn(self) -> Verification:
        """Set the verification up, enter the list of others, draw, and share out."""
        keeper = self.people.keeper
        with clock.at(dates.STARTED):
            found = self._start()
            slots = list(Places().slots(self.plan.households + self.plan.share(dates.OUTSIDE)))
            listed = list_outside(found, slots[self.plan.households :], seed=self.seed, by=keeper)
        with clock.at(dates.DRAWN):
            found = draw_sample(found, by=keeper, seed=dates.SEED)
        self.say(f"总体 {found.population.count()} 户（未建档名单 {listed} 户），抽取 {found.sample.count()} 户")
        with clock.at(dates.ASSIGNED):
            return assign_sample(found, by=keeper, assessors=self.people.assessors)

    def _start(self) -> Verification:
        if begun := Verification.objects.filter(union=self.people.province, name=dates.TITLE).first():
            return begun
        return start_verification(
            by=self.people.keeper,
            union=self.people.province,
            name=dates.TITLE,
            agency=self.people.agency,
            starts_on=dates.STARTS,
            ends_on=dates.ENDS,
            exits_since=dates.EXITS_SINCE,
            classes=CLASSES,
            confidence=Decimal("0.95"),
            margin=self.plan.margin,
            expected_rate=Decimal("0.02"),
            allocation=Allocation.PROPORTIONAL,
            least=self.plan.share(dates.LEAST),
            region=Region.PREFECTURE,
            blind_share=Decimal("0.05"),
            phone_share=Decimal("0.10"),
            contest_days=5,
        )

    def _in_the_field(self, work: FieldWork) -> None:
        days = work.days(self.lots)
        last = max(dates.FIRST_VISITS[-1], dates.AGAIN[-1])
        day = dates.STARTS
        # A day longer than the visits last, for what came back on the last of them.
        while day <= last + 2 * datetime.timedelta(days=1):
            with clock.at(day):
                made = days.work(day)
            if made:
                self.say(f"{day:%Y-%m-%d} 提交问卷 {made} 份")
            day += datetime.timedelta(days=1)

    def _judged(self, found: Verification) -> None:
        with clock.at(dates.JUDGED):
            begin_judging(found, by=self.people.keeper)
        self.say("已提出认定建议")
        acts = Deciding(found, self.lots, self.people)
        for day, act, words in (
            (dates.DECIDED_FIRST, acts.first, "第一人已认定"),
            (dates.DECIDED, acts.second, "第二人已认定"),
            (dates.CONTESTED, acts.contest, "申辩已提出"),
            (dates.SETTLED, acts.settle, "已裁定"),
            (dates.CLOSED, lambda: close_verification(found, by=self.people.keeper), "核查结束"),
            (dates.SENT_OUT, acts.send_out, "整改已下发"),
            (dates.MENDED, acts.mend, "整改已报告"),
            (dates.LOOKED_AT, acts.look, "整改已验收"),
        ):
            with clock.at(day):
                act()
            self.say(words)


def check(plan: Plan, lots: Lots, lines: list[RateLine]) -> None:
    """Raise Conflict when a rate is not what was planned or, at full size, not what was published."""
    found = {line.kind.code: 100 * line.rate.share for line in lines if line.rate is not None}
    wrong = []
    for line in lines:
        code, published = line.kind.code, dates.PUBLISHED.get(line.kind.code)
        if code in lots.shares:
            fault = 100 * lots.shares[code]
            expected = fault if line.kind.is_upper else 100 - fault
            if abs(found[code] - expected) > NEAR[plan.is_full]:
                wrong.append(f"{line.kind.name}应为 {expected:.4f} %，实为 {found[code]:.4f} %")
        if plan.is_full and published and f"{found[code]:.2f}" != published:
            wrong.append(f"{line.kind.name}公布为 {published} %，实为 {found[code]:.4f} %")
    if wrong:
        raise Conflict("核查的比例与计划不符：" + "；".join(wrong))


def rates(found: Verification) -> list[RateLine]:
    """Return the rates of the whole province."""
    return rates_of(found, found.union)
