"""Printing a task list: the paper as PDF, with a line in the access log for it and for each household on it."""

from assistance.models import TaskList
from organizations.actions.access import record_accesses
from organizations.enums import AccessVerb
from organizations.models import User
from reports.forms.printing import print_form
from reports.tasks.paper import paper_of


def print_task_list(task_list: TaskList, *, by: User) -> bytes:
    """Return a task list as PDF.

    Raises DomainError, before anything is set, for a character that no font has.
    """
    pdf = print_form(paper_of(task_list), by=by)
    refs = task_list.tasks.values_list("household__archive_no", flat=True).distinct().order_by()
    words = task_list.number or "草稿"
    record_accesses(by, AccessVerb.PRINT, list(refs), detail=f"任务清单 {words}（号码已隐去）")
    return pdf
