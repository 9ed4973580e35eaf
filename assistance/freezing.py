"""When a measure may no longer be changed, since it stands on a task list."""

from assistance.enums import TaskStatus
from assistance.models import Measure, Task


def live_task(measure: Measure) -> Task | None:
    """Return the line of a task list on which a measure stands, None when none does; one query."""
    lines = measure.tasks.exclude(status=TaskStatus.RETURNED).select_related("task_list__union", "office")
    return lines.first()


def why_frozen(measure: Measure) -> str:
    """Say on which task list a measure stands and what to do to change it, "" when it may be changed; one query."""
    line = live_task(measure)
    if line is None:
        return ""
    task_list = line.task_list
    if line.status == TaskStatus.LISTED:
        draft = f"{task_list.period}{line.office}任务清单（{task_list.get_status_display()}）"
        return f"该措施已列入{draft}，不能修改；需要修改的请由经办人员先将其移出清单。"
    if line.status == TaskStatus.ARRIVED:
        return f"该措施已由{line.office}落实到位（{task_list.number}任务清单），不能再修改；需要继续帮扶的请另加措施。"
    return f"该措施已按{task_list.number}任务清单交办{line.office}，不能修改；需要修改的请由经办人员收回重定。"


def why_kept(measure: Measure) -> str:
    """Say why a measure cannot be taken out, "" when it can: what stood on a list stays on file; one or two queries."""
    if refusal := why_frozen(measure):
        return refusal
    return "该措施曾列入任务清单，不能移除；请修改后重新交办。" if measure.tasks.exists() else ""
