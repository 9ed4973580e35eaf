"""Aid received, measures and plans, department tasks, what came of them, and the policies behind."""

from assistance.models.aid import AidRecord, AidYearNone
from assistance.models.effects import Arrival, EffectJudgement
from assistance.models.measures import HelpPlan, Measure, MeasureTemplate
from assistance.models.policies import Policy
from assistance.models.tasks import Task, TaskAnswer, TaskList

__all__ = [
    "AidRecord",
    "AidYearNone",
    "Arrival",
    "EffectJudgement",
    "HelpPlan",
    "Measure",
    "MeasureTemplate",
    "Policy",
    "Task",
    "TaskAnswer",
    "TaskList",
]
