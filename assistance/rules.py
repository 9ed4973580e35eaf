"""Who may do what with the tasks of departments; predicates without a query of their own."""

from assistance.enums import AT_OFFICE
from assistance.models import Task
from organizations.models import User


def is_of_office(user: User, task: Task) -> bool:
    """Tell whether the user is a liaison of the office that has the line now."""
    return task.office_id in user.scope.offices


def can_answer(user: User, task: Task) -> bool:
    """Tell whether the user may answer a line: a liaison of the office that has it, while it waits for an answer."""
    return task.status in AT_OFFICE and is_of_office(user, task)
