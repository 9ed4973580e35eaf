"""The drive itself, day by day; begun again, it goes on after the last day that was brought to its end."""

import datetime
import time
from collections.abc import Callable

from django.db import transaction

from audits.actions.campaigns import close_campaign, keep_day, start_campaign
from audits.actions.clear import refresh_stale
from audits.campaigns.figures import Figures
from audits.models import Campaign, HouseholdReview
from core import clock
from core.errors import Conflict
from core.workdays import add_workdays, is_workday
from households.enums import Level
from organizations.models import Union
from organizations.reference import PROVINCE
from pairing.enums import VisitMethod
from reports.demo.campaign.archives import Archivist
from reports.demo.campaign.office import Office
from reports.demo.campaign.staff import Staff
from reports.demo.campaign.walking import Walker
from reports.demo.huhuqing import plan as dates
from reports.demo.huhuqing.archives import Archives
from reports.demo.huhuqing.households import Households
from reports.demo.huhuqing.lists import Lists
from reports.demo.huhuqing.offices import Offices
from reports.demo.huhuqing.plan import DAY, ENDS, STARTS, TITLE, Plan, workdays
from reports.demo.places import Places
from reports.demo.standards import ensure_standards
from reports.indicators import standing

REFRESHED = 500
Tell = Callable[[str], None]


class Drive:
    """Plays April to July 2020 for a number of households of one seed."""

    def __init__(self, households: int, seed: int, tell: Tell) -> None:
        self.plan, self.seed, self.tell = Plan(households), seed, tell
        self.began = time.monotonic()

    def play(self) -> Campaign:
        """Bring the drive to its end and return it. Raises Conflict in a home with other archives."""
        self._settle()
        campaign = self._start()
        last = campaign.days.order_by("-day").values_list("day", flat=True).first() or STARTS - DAY
        while last < ENDS and campaign.is_open:
            last += DAY
            with clock.at(last):
                self._day(campaign, last)
        with clock.at(ENDS):
            close_campaign(campaign, by=self.staff.province)
        campaign.refresh_from_db()
        return campaign

    def say(self, words: str) -> None:
        """Tell what is done, and after how many seconds."""
        self.tell(f"{time.monotonic() - self.began:7.1f} 秒  {words}")

    def _settle(self) -> None:
        """Make staff, offices and archives, each only where it is missing, and the calendar of the visits."""
        with transaction.atomic():
            ensure_standards(clock.today())
            self.staff = Staff()
            slots = list(Places().slots(self.plan.households))
            self.homes = sorted({slot.home for slot in slots}, key=lambda home: home.path)
            offices = Offices(self.homes)
        Archives(self.seed, self.staff).file(list(zip(slots, self.plan.lots, strict=True)))
        self.say(f"在档 {self.plan.households} 户")
        self.lists = Lists(self.plan, self.staff, offices)
        self.office = Office(Archivist(self.seed, self.staff), self.staff)
        self.walker = Walker(self.staff)
        self.households = Households(self.plan, slots, self.staff)

    def _start(self) -> Campaign:
        """Start the campaign, or return the one that was begun."""
        province = Union.objects.get(code=PROVINCE)
        if begun := Campaign.objects.filter(union=province, name=TITLE).first():
            return begun
        with clock.at(STARTS):
            return start_campaign(
                by=self.staff.province,
                union=province,
                name=TITLE,
                starts_on=STARTS,
                ends_on=ENDS,
                levels=[Level.NATIONAL, Level.PROVINCE],
                visit_methods=[VisitMethod.HOME],
            )

    @transaction.atomic
    def _day(self, campaign: Campaign, day: datetime.date) -> None:
        """Do a day's work, whole or not at all, and keep its figures."""
        if is_workday(day):
            self._work(day)
        while refresh_stale(REFRESHED):
            pass
        keep_day(campaign, day)
        standing.keep_day(day)
        if is_workday(day):
            self.say(f"{day:%Y-%m-%d} 办理完毕")

    def _work(self, day: datetime.date) -> None:
        self.households.visit(day)
        if day in dates.SENDING:
            count = self.lists.send(self.homes, due_on=dates.SENDING[day])
            self.say(f"交办任务清单 {count} 份")
        for sent in dates.SENDING:
            if add_workdays(sent, dates.SIGNED_FOR_AFTER).day == day:
                self.lists.sign_for(sent)
        answered = workdays(*dates.ANSWERED)
        if day in answered:
            self.lists.answer(answered.index(day), len(answered), self.households.refused())
        if day == dates.REPLANNED:
            self.lists.plan_anew(self.homes)
        if day == dates.APPLIED:
            for home, households in self.households.leaving():
                self.office.apply_for_exit(households, by=self.staff.officer(home))
            self.say("已申请脱困退出")
        live = HouseholdReview.objects.filter(review__step__isnull=False, review__applied_on__lt=day)
        self.walker.advance(live.values_list("pk", flat=True))


def check(plan: Plan, figures: Figures) -> None:
    """Raise Conflict when the drive did not come out as planned."""
    found = {name: getattr(figures, name) for name in plan.figures}
    wrong = [
        f"{name} 应为 {plan.figures[name]}，实为 {count}"
        for name, count in found.items()
        if count != plan.figures[name]
    ]
    if wrong:
        raise Conflict("专项行动的数字与计划不符：" + "；".join(wrong))
