"""Lines of task lists past everybody who signs: where a test only needs a line to be there."""

from assistance.models import Measure, Task, TaskList
from core import clock
from organizations.models import Office, User


def listed_task(measure: Measure, by: User, *, seq: int = 1) -> Task:
    """Put a measure on a draft for the office of its department in the union of its archive."""
    household = measure.difficulty.household
    facts = {"union": household.union, "department": measure.lead_department}
    office, _made = Office.objects.get_or_create(**facts, defaults={"name": f"{household.union}{seq}号部门"})
    drawn = TaskList.objects.create(**facts, office=office, period=f"第{seq}期", due_on=measure.deadline, drawn_by=by)
    return Task.objects.create(
        task_list=drawn,
        position=1,
        measure=measure,
        household=household,
        office=office,
        worker_name=household.head_name,
        place_name=household.union.name,
        need=measure.difficulty.need,
        problem=measure.difficulty.description,
        text=measure.text,
        deadline=measure.deadline,
    )


def sent_task(measure: Measure, by: User, *, seq: int = 1) -> Task:
    """Put a measure on a list that was sent today."""
    return send(listed_task(measure, by, seq=seq), by, seq=seq)


def send(task: Task, by: User, *, seq: int = 1) -> Task:
    """Send the list of a line, which is numbered then."""
    today, now = clock.today(), clock.now()
    TaskList.objects.filter(pk=task.task_list_id).update(
        status="sent", year=today.year, seq=seq, checked_by=by, signed_by=by, sent_by=by, sent_on=today, sent_at=now
    )
    return answered(task, "sent")


def answered(task: Task, *statuses: str) -> Task:
    """Take a line through statuses, one after another."""
    for status in statuses:
        task.status = status
        if status in ("arrived", "returned"):
            task.closed_on = clock.today()
        task.save(update_fields=["status", "closed_on"])
    return task
