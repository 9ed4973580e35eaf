"""The workbook of a task list: down to the office, filled in, and back."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from assistance.actions.answer_books import read_answers
from assistance.answer_book import archives_of, make_book
from assistance.forms.office import AnswerBookForm
from assistance.models import Task
from assistance.views.office import list_page, open_list
from core.forms import attempt
from core.serving import send_workbook
from organizations.actions.access import record_accesses
from organizations.enums import AccessVerb
from organizations.http import UserRequest


@require_GET
def office_book(request: UserRequest, pk: int) -> HttpResponse:
    """Give the lines of a list as a workbook to fill in, and write down whose names it carries."""
    task_list = open_list(request, pk)
    tasks = list(Task.objects.visible_to(request.user).filter(task_list=task_list).for_book())
    name = f"任务清单 {task_list.office} {task_list.year}-{task_list.seq}.xlsx"
    record_accesses(request.user, AccessVerb.EXPORT, archives_of(tasks), detail=name)
    return send_workbook(make_book(task_list, tasks, request.user), name)


@require_POST
def office_book_back(request: UserRequest, pk: int) -> HttpResponse:
    """Read a workbook that was filled in, and show what was taken over and what is wrong in which row and column."""
    task_list = open_list(request, pk)
    form = AnswerBookForm(request.POST, request.FILES)
    if form.is_valid():
        book = form.cleaned_data["book"]
        report = attempt(form, lambda: read_answers(task_list, book, by=request.user))
        if report is not None:
            context = {"list": task_list, "report": report, "file": book.name}
            return render(request, "assistance/office_book_read.html", context)
    return list_page(request, task_list, form)
