"""Who may do what with the task lists of a union, and with the tasks of an office; predicates without a query."""

from assistance.enums import AT_COUNTY, AT_OFFICE
from assistance.models import Task, TaskList
from households.models import Household
from organizations.enums import CHECKING_ROLES, Role
from organizations.models import Union, User

MAKES_LISTS = frozenset({Role.OFFICER})


def can_draw(user: User, union: Union) -> bool:
    """Tell whether the user may draw task lists for a union: its officer, or one above it."""
    return user.scope.holds(MAKES_LISTS, union.path)


def can_prepare(user: User, task_list: TaskList) -> bool:
    """Tell whether the user may write a list's draft, discard it, and send it once signed."""
    return user.scope.holds(MAKES_LISTS, task_list.union_path)


def can_check(user: User, task_list: TaskList) -> bool:
    """Tell whether the user may check and sign a list: a reviewer or approver above it who did not draw it."""
    return user.scope.holds(CHECKING_ROLES, task_list.union_path) and task_list.drawn_by_id != user.pk


def can_return(user: User, task_list: TaskList) -> bool:
    """Tell whether the user may give a list back to be changed: who checks it, or who would send it."""
    return user.scope.holds(MAKES_LISTS | CHECKING_ROLES, task_list.union_path)


def can_replan(user: User, task: Task) -> bool:
    """Tell whether the user may take a line back from an office, for the measure to be planned anew."""
    return user.scope.holds(MAKES_LISTS, task.union_path)


def may_be_taken_back(task: Task, household: Household) -> bool:
    """Tell whether a line is the county's to plan anew: refused, missed, late, or with an archive that is over."""
    over = task.status in AT_OFFICE and not household.is_open
    return over or task.status in AT_COUNTY or task.is_overdue


def is_of_office(user: User, task: Task) -> bool:
    """Tell whether the user is a liaison of the office that has the line now."""
    return task.office_id in user.scope.offices


def can_answer(user: User, task: Task) -> bool:
    """Tell whether the user may answer a line: a liaison of the office that has it, while it waits for an answer."""
    return task.status in AT_OFFICE and is_of_office(user, task)


def can_keep_templates(user: User, union: Union) -> bool:
    """Tell whether the user keeps the frequent measures of a union: an officer of it or above it."""
    return user.scope.holds([Role.OFFICER], union.path)
