"""困难职工帮扶计划书: what is planned for a household, for the worker and the cadre to sign."""

import datetime
from dataclasses import dataclass, field, replace
from typing import ClassVar

from django.db.models import prefetch_related_objects

from assistance.models import HelpPlan, Measure
from core import clock
from households.models import Difficulty, Household
from households.rules import prints_in_full
from organizations.models import User
from pairing.models import Pairing
from reports.booklet.data import Archive, Helper, Person, blanks, text
from reports.booklet.parts.archive import archive_of, person_of
from reports.booklet.parts.care import helpers_of
from reports.booklet.parts.words import Numbers, day, joined
from reports.forms.data import Opinion, PrintedForm

LEAST_LINES = 5
YEAR = datetime.timedelta(days=365)
FAMILY = "本户已知晓以上帮扶计划，愿意配合落实，积极自救。\n□同意 □有其他要求："
CADRE = "以上计划已与职工家庭商定，将按期走访、跟踪落实，落实情况及时告知职工。"
UNION = "经审核：\n□同意按本计划落实\n□需要调整："


@dataclass(frozen=True)
class Line:
    """One measure against one difficulty; a difficulty without a measure has a line of its own."""

    number: str = text("困难序号")
    need: str = text("困难类别")
    problem: str = text("困难问题")
    measure: str = text("帮扶措施")
    expected: str = text("预期效果")
    department: str = text("责任部门")
    deadline: str = text("完成时限")
    progress: str = text("落实情况")


@dataclass(frozen=True, kw_only=True)
class PlanSheet(PrintedForm):
    """The household, its goal, its difficulties with their measures (struck off ones for a year), and boxes to sign."""

    title: ClassVar[str] = "困难职工帮扶计划书"
    template: ClassVar[str] = "reports/forms/plan.html"
    archive: Archive
    worker: Person
    goal: str = text("帮扶目标")
    target_on: str = text("计划脱困时间")
    agreed_on: str = text("商定日期")
    helpers: tuple[Helper, ...] = field(default=(), metadata={"label": "结对帮扶"})
    lines: tuple[Line, ...] = field(default=(), metadata={"label": "困难与措施"})

    @property
    def boxes(self) -> tuple[Opinion, ...]:
        """The worker, the cadre and the union beside each other."""
        return (
            Opinion("职工家庭意见", FAMILY, hand="职工签字（指模）："),
            Opinion("帮扶干部承诺", CADRE, hand="帮扶干部签字："),
            Opinion("建档单位工会意见", UNION, hand="负责人签字（盖章）："),
        )

    @property
    def line_blanks(self) -> range:
        return blanks(self.lines, LEAST_LINES)


def load_plan_sheet(household: Household, *, by: User | None) -> PlanSheet:
    """Return the plan of a household as it stands now, also before a goal was written; 5 queries."""
    prefetch_related_objects([household], "members", "difficulties__measures", "pairings__cadre__unit")
    masked = by is None or not prints_in_full(by, household)
    numbers = Numbers(masked)
    worker = household.head
    plan = HelpPlan.objects.filter(household=household).first()
    return PlanSheet(
        number=household.archive_no,
        whose=household.head_name,
        masked=masked,
        archive=archive_of(household, numbers, {}),
        worker=person_of(worker, numbers) if worker else Person(),
        goal=plan.goal if plan else "",
        target_on=day(plan.target_on) if plan else "",
        agreed_on=day(plan.agreed_on) if plan else "",
        helpers=_present(household, numbers),
        lines=tuple(line for row in _shown(household) for line in _lines(row)),
    )


def _present(household: Household, numbers: Numbers) -> tuple[Helper, ...]:
    """Return the pairings that go on."""
    pairings: list[Pairing] = list(household.pairings.all())
    return tuple(
        helper
        for pairing, helper in zip(pairings, helpers_of(household, numbers), strict=True)
        if pairing.ended_on is None
    )


def _shown(household: Household) -> list[Difficulty]:
    """Return the open difficulties, and behind them those struck off within a year."""
    since = clock.today() - YEAR
    rows = [row for row in household.difficulties.all() if row.closed_on is None or row.closed_on > since]
    return sorted(rows, key=lambda row: (not row.is_open, row.number))


def _lines(difficulty: Difficulty) -> list[Line]:
    facts = {
        "number": str(difficulty.number),
        "need": str(difficulty.get_need_display()),
        "problem": difficulty.description,
    }
    measures: list[Measure] = list(difficulty.measures.all())  # type: ignore[attr-defined]
    over = "" if difficulty.closed_on is None else f"已销号\n{day(difficulty.closed_on)}"
    lines = [Line(**facts, **_plan_of(measure)) for measure in measures]
    lines = lines or [Line(**facts, measure=difficulty.advice)]
    return [replace(line, progress=over) for line in lines] if over else lines


def _plan_of(measure: Measure) -> dict[str, str]:
    along = f"协办：{measure.co_names}" if measure.co_departments else ""
    return {
        "measure": measure.text,
        "expected": measure.expected,
        "department": joined(measure.get_lead_department_display(), along, by="\n"),
        "deadline": day(measure.deadline),
        "progress": measure.get_progress_display(),
    }
