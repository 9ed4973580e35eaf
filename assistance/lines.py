"""What a line of a task list says of its measure, and which measures and offices there are for a list."""

import datetime
from collections.abc import Sequence
from typing import Any

from assistance.models import Measure, Task, TaskList
from assistance.querysets import MeasureQuerySet
from core import clock
from core.masking import mask_identity_no
from households.enums import IN_CARE
from households.history import values_of, version_of
from organizations.models import Office, Union
from organizations.scope import paths_down_to

LINE_FACTS = ("worker_name", "identity_masked", "place_name", "need", "problem", "text", "expected", "deadline")


def collect(union: Union, department: str = "") -> MeasureQuerySet:
    """Return the measures of a union's subtree that wait for a list, of one department or of all."""
    found = Measure.objects.to_list().filter(difficulty__household__union_path__startswith=union.path)
    return found.filter(lead_department=department) if department else found


def offices_for(union: Union) -> dict[str, Office]:
    """Return the office of each department that a union's lists go to: its own, or of the nearest union above."""
    found = Office.objects.filter(is_active=True, union__path__in=paths_down_to(union.path))
    return {office.department: office for office in found.select_related("union").order_by("union__depth", "-pk")}


def line_of(measure: Measure, due_on: datetime.date) -> dict[str, Any]:
    """Return what the paper says of a measure (loaded by ``for_lines``).

    A deadline of its own that has passed is no deadline for the office: then that of the list counts.
    """
    difficulty = measure.difficulty
    household = difficulty.household
    numbers = [worker.identity_no for worker in household.workers]  # type: ignore[attr-defined]
    return {
        "worker_name": household.head_name,
        "identity_masked": mask_identity_no(numbers[0]) if numbers else "",
        "place_name": household.union.name,
        "need": difficulty.need,
        "problem": difficulty.description,
        "text": measure.text,
        "expected": measure.expected,
        "deadline": measure.deadline if measure.deadline and measure.deadline >= clock.today() else due_on,
    }


def lines_of(task_list: TaskList) -> list[Task]:
    """Return the lines of a list with their measures: as they were sent, before that as the measures stand now.

    ``renewed`` tells which lines differ from what is written of them. Three queries.
    """
    tasks = list(task_list.tasks.select_related("office", "household").defer("household__search"))
    measures = Measure.objects.filter(tasks__task_list=task_list).for_lines().in_bulk()
    for task in tasks:
        task.measure = measures[task.measure_id]
        said = {} if task_list.is_sent else line_of(task.measure, task_list.due_on)
        task.renewed = any(getattr(task, name) != value for name, value in said.items())  # type: ignore[attr-defined]
        for name, value in said.items():
            setattr(task, name, value)
    return tasks


def version_of_list(task_list: TaskList, lines: Sequence[Task]) -> str:
    """Return a fingerprint of what a list says, by which who checks or sends it is held to what was on the screen."""
    said = [[getattr(line, name) for name in LINE_FACTS] for line in lines]
    head = values_of(task_list, ("period", "due_on", "note", "status"))
    return version_of(head | {"lines": [str(line) for line in said]})


def lost_reason(measure: Measure) -> str:
    """Say why a measure needs no department any more, "" while it does."""
    difficulty = measure.difficulty
    if not difficulty.is_open:
        return "困难已销号"
    if difficulty.household.status not in IN_CARE:
        return f"档案{difficulty.household.get_status_display()}"
    return "措施已落实" if measure.is_solved else ""
