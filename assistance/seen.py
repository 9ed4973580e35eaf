"""The measures against a difficulty with where each stands at its office."""

import datetime
from dataclasses import dataclass

from assistance.effects import TO_SEE
from assistance.enums import TaskStatus
from assistance.models import Measure, Task, TaskAnswer
from households.models import Difficulty, Household


@dataclass
class MeasureLine:
    """One measure against a difficulty with its live task, None when it stands on no list."""

    measure: Measure
    task: Task | None

    @property
    def status(self) -> str:
        return self.task.status if self.task else ""

    @property
    def answer(self) -> TaskAnswer | None:
        """What the office said last; from the prefetched answers."""
        return list(self.task.answers.all())[-1] if self.task and self.task.answers.all() else None

    @property
    def is_over(self) -> bool:
        """Whether its help was seen there already."""
        return self.status == TaskStatus.ARRIVED

    def must_be_seen(self, day: datetime.date) -> bool:
        """Tell whether a visit on a day has to say if the help is there: an office called it done by then."""
        return self.task is not None and self.task.status == TaskStatus.DONE and not self.why_not_seen(day)

    def why_not_seen(self, day: datetime.date) -> str:
        """Return why a visit on a day cannot say whether the help is there; empty when it can."""
        if self.task is None:
            return ""
        if self.task.status not in TO_SEE:
            return f"的部门任务“{self.task.get_status_display()}”，这次走访不能确认是否到位。"
        if self.task.answered_on and day < self.task.answered_on:
            return f"由部门于 {self.task.answered_on:%Y-%m-%d} 反馈落实，请按这天及以后的走访确认。"
        return ""


def measure_lines(difficulty: Difficulty, *, lock: bool = False) -> list[MeasureLine]:
    """Return the measures of a difficulty with their live tasks, locked by their keys if asked; two queries."""
    measures = Measure.objects.filter(difficulty=difficulty).order_by("pk")
    tasks = Task.objects.filter(measure__difficulty=difficulty).exclude(status=TaskStatus.RETURNED).order_by("pk")
    if lock:
        measures, tasks = measures.select_for_update(), tasks.select_for_update(of=("self",))
    held = {task.measure_id: task for task in tasks}
    return [MeasureLine(measure, held.get(measure.pk)) for measure in measures]


def lines_by_difficulty(household: Household) -> dict[int, list[MeasureLine]]:
    """Return the lines of every difficulty of a household with lists, offices and answers; three queries."""
    tasks = Task.objects.filter(household=household).exclude(status=TaskStatus.RETURNED)
    held = {row.measure_id: row for row in tasks.select_related("task_list", "office").prefetch_related("answers")}
    found: dict[int, list[MeasureLine]] = {}
    for measure in Measure.objects.filter(difficulty__household=household).order_by("pk"):
        found.setdefault(measure.difficulty_id, []).append(MeasureLine(measure, held.get(measure.pk)))
    return found
