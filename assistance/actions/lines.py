"""What the actions on task lists share: taking the lock of a list, and writing its lines."""

from collections.abc import Sequence

from django.db.models import Max

from assistance.lines import LINE_FACTS, line_of
from assistance.models import Measure, Task, TaskList
from core.errors import Conflict
from households.actions.locks import lock_households
from households.models import Household

CHANGED = "任务清单刚刚有变动，请核对后再操作。"


def lock_list(task_list: TaskList) -> TaskList:
    """Lock a list and return it as it is now; raises Conflict when it was discarded. Needs a transaction."""
    rows = TaskList.objects.select_for_update(no_key=True, of=("self",))
    if locked := rows.select_related("union", "office", "drawn_by").filter(pk=task_list.pk).first():
        return locked
    raise Conflict("这份任务清单的草稿已被删除，列入的措施可以重新生成清单。")


def lock_list_with_households(task_list: TaskList) -> TaskList:
    """Lock the archives of a list's lines, then the list; raises Conflict when a line was added between the two."""
    keys = lock_households(Household.objects.filter(tasks__task_list=task_list))
    locked = lock_list(task_list)
    if locked.tasks.exclude(household__in=keys).exists():
        raise Conflict(CHANGED)
    return locked


def write_lines(task_list: TaskList, measures: Sequence[Measure]) -> None:
    """Put measures (loaded by ``for_lines``) behind the lines of a list; archives and list are locked."""
    last = task_list.tasks.aggregate(last=Max("position"))["last"] or 0
    Task.objects.bulk_create(
        Task(
            task_list=task_list,
            position=position,
            measure=measure,
            household=measure.difficulty.household,
            office=task_list.office,
            **line_of(measure, task_list.due_on),
        )
        for position, measure in enumerate(measures, last + 1)
    )


def save_lines(lines: Sequence[Task]) -> None:
    """Write the lines that ``lines_of`` has renewed."""
    Task.objects.bulk_update([line for line in lines if line.renewed], LINE_FACTS, batch_size=200)  # type: ignore[attr-defined]
