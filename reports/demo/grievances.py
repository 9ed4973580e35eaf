"""A few grievances of the demo county in each state, led there by the demo accounts through the real actions."""

import datetime
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction

from audits.actions.grievances.answering import (
    answer_grievance,
    close_grievance,
    decline_grievance,
    extend_grievance,
)
from audits.actions.grievances.appealing import appeal_grievance, decide_appeal
from audits.actions.grievances.assigning import assign_grievance, hand_over_grievance, link_archive
from audits.actions.grievances.receiving import Came, Said, receive_grievance
from audits.actions.rectification_origins import rectify_grievance
from audits.grievances.enums import Channel, Finding, GrievanceCategory
from audits.models import Grievance
from core import clock
from core.workdays import add_workdays, is_workday
from households.models import Household
from organizations.models import Union, User
from reports.demo.accounts import PREFECTURE
from reports.demo.places import COUNTY

SPACE = uuid.UUID("6f1d2026-0000-4000-8000-000000000001")
PAID = "经查，银行卡号登记有误，款项被退回。已更正卡号，本月随批次补发。"
SHORT = "送温暖慰问金实发 300 元，比公示少 200 元，系名册录入金额有误。"
TO_DO = "核对全部名册，少发的补发并告知本人，录入与复核分由两人办理。"
RIGHT = "经入户核实和收入核对，家庭人均收入超过标准，原结论正确。政策和测算过程已当面说明。"
AGAIN = "答复里没有把我母亲的医药费算进去，请重新核实。"
CHANGED = "复查认为，原测算漏计自付医药费 8,600 元，应重新测算。已通知建档单位更正后重新提交审核。"


@dataclass(frozen=True)
class Case:
    """What somebody complains of, so many days ago, and what was done since."""

    ago: int
    category: GrievanceCategory
    text: str
    then: Callable[["Grievances", Grievance, int], None] | None = None
    channel: Channel = Channel.PAGE
    name: str = ""
    phone: str = ""
    about: str = ""
    is_secret: bool = False


class Grievances:
    """Makes the grievances of a home that has just been seeded."""

    def __init__(self) -> None:
        self.county, self.prefecture = Union.objects.get(code=COUNTY), Union.objects.get(code=PREFECTURE)
        accounts = {user.username: user for user in User.objects.select_related("union")}
        self.officer, self.reviewer = accounts["county-officer"], accounts["county-reviewer"]
        self.second = accounts["county-second"]

    @transaction.atomic
    def make(self) -> None:
        """Make one of each kind."""
        for number, case in enumerate(CASES):
            self._one(number, case)

    def _one(self, number: int, case: Case) -> None:
        with on(case.ago):
            said = Said(
                union=self.county,
                category=case.category,
                text=case.text,
                name=case.name,
                phone=case.phone,
                about=case.about,
                is_secret=case.is_secret,
                is_anonymous=not case.name,
            )
            by = None if case.channel == Channel.PAGE else self.officer
            came = Came(uuid.uuid5(SPACE, str(number)), case.channel, by=by)
            grievance, _code = receive_grievance(said, came=came)
        if case.then:
            case.then(self, grievance, case.ago)

    def assign(self, grievance: Grievance, ago: int, owner: User | None = None) -> None:
        """Accept a grievance two days after it came."""
        with on(ago - 2):
            assign_grievance(grievance, by=self.reviewer, owner=owner or self.officer)

    def of_archive(self, grievance: Grievance, ago: int) -> None:
        """Accept it, and say which archive it is about."""
        self.assign(grievance, ago)
        archive = Household.objects.filter(union__path__startswith=self.county.path).order_by("archive_no").first()
        with on(ago - 2):
            link_archive(grievance, by=self.officer, household=archive)

    def of_somebody(self, grievance: Grievance, ago: int) -> None:
        """Accept what is about an officer for another."""
        self.assign(grievance, ago, self.second)

    def extend(self, grievance: Grievance, ago: int) -> None:
        """Accept it and take longer."""
        self.assign(grievance, ago)
        with on(ago - 4):
            extend_grievance(grievance, by=self.reviewer, reason="须等待医保部门提供结算明细。")

    def answer(self, grievance: Grievance, ago: int, text: str = PAID, finding: Finding = Finding.FOUNDED) -> None:
        """Accept and answer it."""
        self.assign(grievance, ago)
        with on(ago - 7):
            answer_grievance(grievance, by=self.officer, finding=finding, text=text)

    def mend(self, grievance: Grievance, ago: int) -> None:
        """Answer it, and have mended what it was right about."""
        self.answer(grievance, ago)
        due_on = add_workdays(clock.today(), settings.RECTIFY_WORKDAYS).day
        people = {"owner": self.officer, "verifier": self.reviewer}
        rectify_grievance(grievance, by=self.reviewer, due_on=due_on, wrong=SHORT, to_do=TO_DO, **people)

    def appeal(self, grievance: Grievance, ago: int) -> None:
        """Answer it, which somebody does not accept."""
        self.answer(grievance, ago, RIGHT, Finding.UNFOUNDED)
        with on(ago - 12):
            appeal_grievance(grievance, text=AGAIN)

    def decide(self, grievance: Grievance, ago: int) -> None:
        """Have another person answer the appeal."""
        self.appeal(grievance, ago)
        with on(2):
            decide_appeal(grievance, by=self.second, upheld=True, text=CHANGED)

    def close(self, grievance: Grievance, ago: int) -> None:
        """Answer it and end it when nobody has appealed."""
        self.answer(grievance, ago)
        with on(ago - 45):
            close_grievance(grievance, by=self.reviewer)

    def decline(self, grievance: Grievance, ago: int) -> None:
        """Say that it is for others."""
        with on(ago - 1):
            reason = "工资拖欠由劳动保障监察部门受理，请向建水县劳动保障监察大队反映，电话 12333。"
            decline_grievance(grievance, by=self.reviewer, reason=reason)

    def hand(self, grievance: Grievance, ago: int) -> None:
        """Hand it to the prefecture."""
        with on(ago - 1):
            reason = "反映的是州级活动的名额分配。"
            hand_over_grievance(grievance, by=self.reviewer, union=self.prefecture, reason=reason)


CASES = (
    Case(0, GrievanceCategory.HELP, "帮扶干部今年只打过一次电话，没有上门，也没有人告诉我孩子上学能申请什么。"),
    Case(
        1,
        GrievanceCategory.FUNDS,
        "九月份公布的助学款还没有到账，请查一下。",
        channel=Channel.PHONE,
        name="何春生",
        phone="13987301234",
    ),
    Case(
        6,
        GrievanceCategory.RESULT,
        "我家申请没有通过，说收入超标，可是我爱人住院的费用没有扣除。",
        Grievances.of_archive,
        name="段秋月",
        phone="13987305521",
    ),
    Case(
        32,
        GrievanceCategory.FUNDS,
        "上半年生活救助款两次没有到账，工会说已经发了。",
        Grievances.assign,
        Channel.VISIT,
        name="沙立华",
        phone="13987308846",
    ),
    Case(12, GrievanceCategory.RESULT, "退出后家里又有人生病，申请返困一个多月没有消息。", Grievances.extend),
    Case(
        14,
        GrievanceCategory.FUNDS,
        "送温暖的慰问金比公示的少了两百元。",
        Grievances.mend,
        name="白文兰",
        phone="13987302260",
    ),
    Case(
        20,
        GrievanceCategory.RESULT,
        "评议时没有通知我到场，就说我家不符合条件。",
        Grievances.appeal,
        Channel.LETTER,
        name="龙桂芬",
        phone="13987307419",
    ),
    Case(
        26,
        GrievanceCategory.RESULT,
        "收入核对把已经停缴的社保算成在岗，结果不对。",
        Grievances.decide,
        name="马建华",
        phone="13987306633",
    ),
    Case(
        90,
        GrievanceCategory.HELP,
        "答应帮助联系技能培训，三个月没有下文。",
        Grievances.close,
        Channel.VISIT,
        "李晓峰",
        "13987309952",
    ),
    Case(5, GrievanceCategory.OTHER, "厂里三个月没有发工资，请工会帮忙追讨。", Grievances.decline),
    Case(3, GrievanceCategory.OTHER, "州里的疗休养名额年年是同几家，我们从来轮不到。", Grievances.hand),
    Case(
        8,
        GrievanceCategory.CONDUCT,
        "去交材料时被说“你们这种情况来了也没用”，态度很差。",
        Grievances.of_somebody,
        about="李经办",
        is_secret=True,
    ),
)


@contextmanager
def on(ago: int) -> Iterator[None]:
    """Let it be the last working day so many days ago or before; today is now."""
    if ago <= 0:
        yield
        return
    day = clock.today() - datetime.timedelta(days=ago)
    while not is_workday(day):
        day -= datetime.timedelta(days=1)
    with clock.at(day):
        yield
