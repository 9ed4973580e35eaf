"""What a demo household has received year by year, what it needs, and what is planned against that."""

import datetime
from decimal import Decimal

from django.conf import settings

from assistance.enums import LEAD_OF, AidKind, AidProject, AidSource, Delivery, MeasureKind, MeasureProgress, Outcome
from assistance.models import AidRecord, AidYearNone, Measure
from households.enums import Need
from households.models import Difficulty
from organizations.enums import Department
from reports.demo.drafts import Draft

PROJECTS = (
    (AidProject.LIVING, AidSource.CENTRAL, (1000, 1500, 2000, 3500)),
    (AidProject.LIVING, AidSource.PROVINCIAL, (800, 1000, 1500)),
    (AidProject.WARMTH, AidSource.UNION, (500, 600, 1000)),
    (AidProject.SCHOOLING, AidSource.CENTRAL, (2000, 3000, 5000)),
    (AidProject.MEDICAL, AidSource.CENTRAL, (2000, 4000, 8000)),
    (AidProject.GOLDEN_AUTUMN, AidSource.UNION, (3000, 5000)),
    (AidProject.LOW_INCOME, AidSource.DEPARTMENT, (3600, 4800)),
)
NEEDS = {
    Need.MEDICAL: ("医药费自付部分高", "协助办理大病保险和医疗互助报销"),
    Need.EDUCATION: ("子女学费和生活费不足", "协助申请国家助学贷款和金秋助学"),
    Need.LIVING: ("基本生活开支困难", "协助申请城镇低保和临时救助"),
    Need.HOUSING: ("住房面积小、年久失修", "协助申请公租房或租赁补贴"),
    Need.EMPLOYMENT: ("有劳动能力但没有稳定工作", "推荐岗位并安排技能培训"),
    Need.INSURANCE: ("养老保险中断缴费", "协助办理灵活就业参保补贴"),
}
# What kind of measure answers a need, and what is expected of it.
EXPECTED = {
    Need.MEDICAL: (MeasureKind.MEDICAL_INSURANCE, "符合规定的费用报销到位"),
    Need.EDUCATION: (MeasureKind.LOAN, "按时入学，不因贫失学"),
    Need.LIVING: (MeasureKind.LOW_INCOME, "基本生活有保障"),
    Need.HOUSING: (MeasureKind.RENT, "住房有保障"),
    Need.EMPLOYMENT: (MeasureKind.TRAINING, "至少一人稳定就业"),
    Need.INSURANCE: (MeasureKind.SOCIAL_INSURANCE, "社会保险不断保"),
}
DAY = datetime.timedelta(days=1)


def draft_aid(draft: Draft) -> None:
    """Make the records of each past year; some years are stated as without aid, some were left open."""
    for year in range(settings.SIX_CLEAR_SINCE_YEAR, draft.today.year):
        if year >= draft.slot.year and draft.chance(0.46):
            for _ in range(draft.one_of([1, 1, 1, 2])):
                _record(draft, year)
        elif not draft.gap(0.45):
            draft.add(AidYearNone(household=draft.household, year=year, stated_by=draft.by))


def _record(draft: Draft, year: int) -> None:
    project, source, amounts = draft.one_of(PROJECTS)
    policy = source == AidSource.DEPARTMENT
    draft.add(
        AidRecord(
            household=draft.household,
            year=year,
            received_on=draft.people.day(year, year),
            kind=AidKind.POLICY if policy else AidKind.MONEY,
            project=project,
            source=source,
            department=Department.CIVIL_AFFAIRS if policy else Department.UNION,
            amount=Decimal(draft.one_of(amounts)),
            beneficiary=draft.members[0].name,
            delivery=Delivery.CARD,
            voucher_no=f"记{year}-{draft.people.rng.randint(1, 999):03d}",
            created_by=draft.by,
        )
    )


def draft_needs(draft: Draft) -> None:
    """Make none to three difficulties, most with advice and a measure, some struck off."""
    needs = draft.people.rng.sample(list(NEEDS), draft.one_of([0, 1, 1, 2, 2, 3]))
    for number, need in enumerate(needs, 1):
        description, advice = NEEDS[need]
        difficulty = draft.add(
            Difficulty(
                household=draft.household,
                number=number,
                need=need,
                description=f"{description}。",
                advice="" if draft.gap(0.12) else f"{advice}。",
                found_on=draft.ago(140, 420),
                created_by=draft.by,
            )
        )
        if draft.has_left or draft.chance(0.2):
            difficulty.closed_on, difficulty.closed_reason = draft.ago(1, 120), "困难已解决，职工本人确认"
        if not draft.gap(0.15):
            _measure(draft, difficulty)


def _measure(draft: Draft, difficulty: Difficulty) -> None:
    deadline = draft.today + draft.people.rng.randint(-130, 150) * DAY
    measure = Measure(
        difficulty=difficulty,
        text=f"{NEEDS[Need(difficulty.need)][1]}，落实后回访。",
        lead_department=LEAD_OF[Need(difficulty.need)],
        planned_on=difficulty.found_on or draft.today,
        kind=EXPECTED[Need(difficulty.need)][0],
        expected=EXPECTED[Need(difficulty.need)][1],
        deadline=deadline,
        progress=draft.one_of([MeasureProgress.PLANNED, MeasureProgress.UNDER_WAY]),
        created_by=draft.by,
    )
    if difficulty.closed_on or (deadline < draft.today and not draft.gap(0.4)):
        measure.progress, measure.outcome = MeasureProgress.RESOLVED, draft.one_of([Outcome.RELIEVED, Outcome.PARTLY])
        measure.judged_on = difficulty.closed_on or min(deadline + 7 * DAY, draft.today)
    draft.add(measure)
