"""What of help is still open at a household: measures that are not settled, and tasks that a department has."""

from collections.abc import Iterable, Sequence

from assistance.enums import ENDED_TASKS, TaskStatus
from assistance.models import Measure, Task
from core import clock
from pairing.openitems import OpenItem

NOT_RUNNING = (TaskStatus.LISTED, *ENDED_TASKS)


def open_measures(household_ids: Sequence[int]) -> Iterable[tuple[int, OpenItem]]:
    """Tell the measures of open difficulties without an outcome that no department has yet; one query."""
    measures = Measure.objects.filter(
        difficulty__household__in=household_ids, difficulty__closed_on__isnull=True, outcome=""
    ).exclude(tasks__in=Task.objects.exclude(status__in=NOT_RUNNING).filter(household__in=household_ids))
    today = clock.today()
    for measure in measures.select_related("difficulty").order_by("difficulty__household", "pk"):
        until = f"（{measure.deadline:%Y-%m-%d} 前）" if measure.deadline else ""
        late = measure.deadline is not None and measure.deadline < today
        yield measure.difficulty.household_id, OpenItem("措施", f"{measure.text}{until}", late=late)


def open_tasks(household_ids: Sequence[int]) -> Iterable[tuple[int, OpenItem]]:
    """Tell the tasks that a department has not finished, or whose arrival nobody has confirmed; one query."""
    running = Task.objects.filter(household__in=household_ids).exclude(status__in=NOT_RUNNING)
    today = clock.today()
    for task in running.select_related("office").order_by("household", "deadline", "pk"):
        late = task.status != TaskStatus.DONE and task.deadline < today
        words = f"{task.office}：{task.text}（{task.get_status_display()}）"
        yield task.household_id, OpenItem("任务", words, late=late)
