"""What cadres do at the households: they find difficulties, then judge the help, then look again."""

import uuid
from dataclasses import dataclass, field

from assistance.actions.effects import judge_effect
from assistance.actions.measures import add_measure
from assistance.enums import Effect, MeasureKind, MeasureProgress, TaskStatus
from core import clock
from households.actions.difficulties import edit_difficulty
from households.enums import Need
from households.models import Difficulty, Household
from organizations.enums import Department
from organizations.models import User
from pairing.actions.visits import Found, VisitFacts, log_visit
from pairing.enums import Met, VisitMethod
from pairing.models import Cadre, Visit
from reports.demo.care import SITUATIONS
from reports.demo.huhuqing.plan import DAY, Plan

SPACE = uuid.UUID("6f1d2020-0000-4000-8000-000000000000")
DEADLINE = 60  # days that a department has for a measure
D, K = Department, MeasureKind
# need → what is found, what is advised, and the measures against it: the second one only where there are two.
NEEDS = {
    Need.EMPLOYMENT: (
        "有劳动能力但没有稳定工作。",
        "推荐岗位并安排技能培训。",
        ((K.PLACEMENT, D.HUMAN_RESOURCES, "推荐就业岗位"), (K.TRAINING, D.HUMAN_RESOURCES, "安排技能培训")),
    ),
    Need.MEDICAL: (
        "医药费自付部分高。",
        "办理大病保险和医疗互助报销，签约家庭医生。",
        ((K.MEDICAL_INSURANCE, D.MEDICAL_INSURANCE, "办理大病保险报销"), (K.DOCTOR, D.HEALTH, "签约家庭医生")),
    ),
    Need.EDUCATION: (
        "子女学费和生活费不足。",
        "申请奖助学金和国家助学贷款。",
        ((K.GRANT, D.EDUCATION, "落实奖助学金和学费减免"), (K.LOAN, D.EDUCATION, "办理国家助学贷款")),
    ),
    Need.HOUSING: (
        "住房面积小、年久失修。",
        "申请公租房或租赁补贴。",
        ((K.HOUSING, D.HOUSING, "配租公共租赁住房"), (K.RENT, D.HOUSING, "发放租赁补贴")),
    ),
    Need.LIVING: (
        "基本生活开支困难。",
        "申请城市低保和临时救助。",
        ((K.LOW_INCOME, D.CIVIL_AFFAIRS, "纳入城市低保"), (K.TEMPORARY, D.CIVIL_AFFAIRS, "给予临时救助")),
    ),
    Need.FUNDS: (
        "突发支出无力承担。",
        "安排专项资金帮扶。",
        ((K.FUND, D.FINANCE, "安排专项资金帮扶"), (K.TEMPORARY, D.CIVIL_AFFAIRS, "给予临时救助")),
    ),
}
ROUNDS = ("了解家庭情况，核对档案信息，逐项梳理困难。", "回访部门帮扶措施落实情况。", "回访近况，宣传帮扶政策。")


@dataclass
class Round:
    """The visits of one day to some households of one round; ``difficulties`` are by their places in the plan."""

    number: int
    household: Household
    cadre: Cadre
    by: User
    difficulties: range = field(default_factory=lambda: range(0))
    method: VisitMethod = VisitMethod.HOME


def need_of(place: int) -> Need:
    """Return what the difficulty at a place of the plan is about."""
    return list(NEEDS)[place % len(NEEDS)]


def visit(round_: Round, plan: Plan) -> Visit:
    """Make a visit as the cadre makes it, and what follows from it."""
    match round_.number:
        case 0:
            return _find(round_, plan)
        case 1:
            return _judge(round_, plan)
        case _:
            return _log(round_, no_difficulty=not round_.household.difficulties.open().exists())


def _log(round_: Round, *, found: tuple[Found, ...] = (), no_difficulty: bool = False) -> Visit:
    home = round_.method == VisitMethod.HOME
    facts = VisitFacts(
        on=clock.today(),
        method=round_.method,
        met=Met.WORKER,
        situation=f"{ROUNDS[round_.number]}{SITUATIONS[round_.household.pk % len(SITUATIONS)]}。",
        basics_confirmed=home,
        no_difficulty=no_difficulty,
        policies="政策明白卡",
    )
    key = uuid.uuid5(SPACE, f"{round_.household.archive_no}/{round_.number}")
    return log_visit(round_.household, by=round_.by, client_id=key, cadre=round_.cadre, difficulties=found, **facts)


def _find(round_: Round, plan: Plan) -> Visit:
    needs = {place: need_of(place) for place in round_.difficulties}
    found = tuple(Found(need=need, description=NEEDS[need][0]) for need in needs.values())
    made = _log(round_, found=found, no_difficulty=not found)
    recorded = {row.need: row for row in made.difficulties.all()}
    for place, need in needs.items():
        _plan(recorded[need], plan.measures_of(place), by=round_.by)
    return made


def _plan(difficulty: Difficulty, count: int, *, by: User) -> None:
    """Write the advice and the measures, each with the department that leads and until when."""
    _description, advice, measures = NEEDS[Need(difficulty.need)]
    edit_difficulty(difficulty, by=by, facts={"advice": advice})
    for kind, lead, text in measures[:count]:
        facts = {
            "kind": kind,
            "text": f"{text}，办结后反馈。",
            "lead_department": lead,
            "co_departments": [],
            "deadline": clock.today() + DEADLINE * DAY,
            "expected": "困难得到解决或缓解",
            "progress": MeasureProgress.PLANNED,
            "progress_note": "",
        }
        add_measure(difficulty, by=by, facts=facts)


def _judge(round_: Round, plan: Plan) -> Visit:
    """Look whether the help has arrived, and let family and cadre judge each difficulty."""
    made = _log(round_)
    by_need = {row.need: row for row in round_.household.difficulties.open().prefetch_related("measures__tasks")}
    for place in round_.difficulties:
        difficulty = by_need.get(need_of(place))
        if difficulty is None:
            continue
        solved = plan.is_solved(place)
        arrived = {
            measure.pk: solved
            for measure in difficulty.measures.all()
            if any(task.status == TaskStatus.DONE for task in measure.tasks.all())
        }
        if not arrived:
            continue
        effect = (Effect.SOLVED if place % 3 else Effect.EASED) if solved else Effect.UNSOLVED
        judge_effect(difficulty, by=round_.by, visit=made, family_effect=effect, cadre_effect=effect, arrivals=arrived)
    return made
