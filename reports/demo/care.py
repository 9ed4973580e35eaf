"""What is done for a demo household: its cadre, visits and calls in every state of the rhythm."""

import datetime
import uuid
from typing import Any

from django.utils import timezone

from core import clock
from pairing.enums import HEALTH_KIT, POLICIES, Met, PairingKind, VisitMethod
from pairing.models import Cadre, Pairing, Visit
from reports.demo.drafts import Draft

DAY = datetime.timedelta(days=1)
QUARTER = 92
# state: days since the last contact, days since the last home visit
RHYTHM = {"fine": (0, 15, 3, 74), "soon": (18, 31, 20, 88), "overdue": (34, 110, 40, 130)}
STATES = ("fine", "fine", "fine", "soon", "soon", "overdue", "overdue", "overdue", "never")
NEAT_STATES = ("fine", "fine", "soon")
# Those of the demo cadre, one after another.
SHOWN = ("overdue", "fine", "soon", "overdue", "soon", "fine", "never", "fine")
SITUATIONS = (
    "了解家庭近况，核对档案信息，宣传帮扶政策",
    "职工病情平稳，按时服药，每月到医院复查",
    "子女学习正常，学费已通过助学贷款解决一部分",
    "目前打零工维持生活，希望找到稳定岗位",
    "家中老人需要照料，经济压力较大，精神状态尚好",
)
# What makes one visit differ from another.
SPOKEN = ("在家中", "在院子里", "在工棚", "在村口", "在社区服务站")
SPENDING = ("买菜和水电", "药费", "学费和伙食", "房租", "人情往来")
EVENING = datetime.time(19, 30)  # when a visit is entered
ANSWERS = ("对接相关部门跟进", "告知申请材料和办理窗口", "帮助联系用工单位", "")


def draft_care(draft: Draft) -> None:
    """Make pairings and visits, up to date or not."""
    state = draft.one_of(NEAT_STATES if draft.neat else STATES)
    if draft.is_shown:
        state = SHOWN[draft.slot.ordinal % len(SHOWN)]
    _pairings(draft, recent=state == "never")
    if state == "never":
        return
    nearest, farthest, home_first, home_last = RHYTHM[state]
    contact = draft.ago(nearest, farthest)
    home = min(contact, draft.ago(home_first, home_last)) if draft.chance(0.7) else contact
    if draft.has_left:
        home, contact = home - 200 * DAY, contact - 200 * DAY
    if home != contact:
        _visit(draft, contact, VisitMethod.CALL)
    latest = _visit(draft, home, VisitMethod.HOME, basics_confirmed=draft.neat or draft.chance(0.5))
    for earlier in range(1, draft.one_of([0, 1, 1, 2, 2, 3]) + 1):
        day = home - earlier * QUARTER * DAY + draft.people.rng.randint(-9, 9) * DAY
        _visit(draft, day, draft.one_of([VisitMethod.HOME, VisitMethod.HOME, VisitMethod.CALL]))
    _link(draft, latest)


def _pairings(draft: Draft, *, recent: bool) -> None:
    """Pair most households; a few have no cadre, some had another one before, some were paired only recently."""
    household, cadre = draft.household, draft.cadre
    if cadre is None or household.filed_on is None:
        return
    started = household.filed_on + draft.people.rng.randint(0, 240) * DAY
    handed_over = draft.ago(200, 230) if recent else started + 300 * DAY
    if draft.former is not None:
        _pair(draft, draft.former, started, ended_on=handed_over, end_reason=f"移交 {cadre}")
    if draft.former is not None or recent:
        started = handed_over
    if draft.has_left:
        _pair(draft, cadre, started, ended_on=draft.ago(150, 190), end_reason="脱困退出")
        return
    _pair(draft, cadre, started)
    if draft.leader is not None:
        _pair(draft, draft.leader, started, kind=PairingKind.LEADER)
    household.cadre_names = cadre.name  # what refresh_rhythm would write, without a second write


def _pair(draft: Draft, cadre: Cadre, started: datetime.date, **facts: Any) -> None:
    pairing = Pairing(household=draft.household, cadre=cadre, unit=cadre.unit, started_on=started, **facts)
    pairing.created_by = draft.by
    draft.add(pairing)


def _visit(draft: Draft, day: datetime.date, method: VisitMethod, *, basics_confirmed: bool = False) -> Visit:
    kit = method == VisitMethod.HOME and draft.chance(0.3)
    has_needs = any(difficulty.is_open for difficulty in draft.difficulties)
    return draft.add(
        Visit(
            household=draft.household,
            client_id=uuid.UUID(int=draft.people.rng.getrandbits(128), version=4),
            cadre=draft.cadre,
            visitor_name=draft.cadre.name if draft.cadre else draft.by.name,
            on=day,
            method=method,
            met=draft.one_of([Met.WORKER, Met.WORKER, Met.SPOUSE]),
            situation=_situation(draft),
            measures=draft.one_of(ANSWERS),
            policies="、".join(draft.people.rng.sample(POLICIES, 2)) if draft.chance(0.6) else "",
            health_kit=kit,
            health_kit_contents="、".join(HEALTH_KIT[:3]) if kit else "",
            basics_confirmed=basics_confirmed,
            no_difficulty=not has_needs and (basics_confirmed or draft.chance(0.2)),
            created_by=draft.by,
            created_at=evening(day),
        )
    )


def evening(day: datetime.date) -> datetime.datetime:
    """Return when a visit of a day is entered: in its evening, now if that is still to come."""
    return min(timezone.make_aware(datetime.datetime.combine(day, EVENING)), clock.now())


def _situation(draft: Draft) -> str:
    """Write what was seen, never twice in the same words."""
    spent = draft.people.rng.randint(300, 2600)
    words = f"{draft.one_of(SPOKEN)}谈了 {draft.people.rng.randint(15, 70)} 分钟。{draft.one_of(SITUATIONS)}。"
    return f"{words}上月{draft.one_of(SPENDING)}约 {spent} 元。"


def _link(draft: Draft, visit: Visit) -> None:
    """Let the latest home visit have found the last open difficulty, in half of the households that have one."""
    found = [difficulty for difficulty in draft.difficulties if difficulty.is_open]
    if found and draft.chance(0.5):
        found[-1].found_on = visit.on
        draft.add(Visit.difficulties.through(visit=visit, difficulty=found[-1]))
