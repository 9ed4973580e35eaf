"""The pages of an office: its to-do list, one line with its answer, the lists that were sent to it."""

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assistance.actions.answers import accept_list, answer_task
from assistance.enums import AnswerKind, TaskStatus
from assistance.forms.office import AnswerBookForm, AnswerForm
from assistance.models import Task, TaskAnswer, TaskList
from assistance.office import OfficeState, in_state, office_line, states_for
from assistance.querysets import TaskQuerySet
from assistance.rules import can_answer
from core.forms import attempt
from core.paging import page_of
from core.serving import send_file
from organizations.actions.access import record_access
from organizations.enums import AccessVerb, Number, Role
from organizations.http import UserRequest
from organizations.rules import require

LIAISONS_ONLY = "“部门任务”供承办部门的联络员使用；工会人员请从“需求与任务”查看任务清单。"
ONLY_WHILE_OPEN = "完整号码只在任务由本部门办理期间可以查看。"
REVEALED = (Number.IDENTITY, Number.PHONE)


@require_GET
def office_tasks(request: UserRequest) -> HttpResponse:
    """Show what was sent to the own office, what waits first; ``?state=`` and ``?q=`` (a name) narrow it."""
    lines = _own_lines(request)
    state, words = request.GET.get("state", ""), request.GET.get("q", "").strip()
    states = states_for(lines, request.user, state or OfficeState.WAITING)
    if not state:
        state = next((entry["key"] for entry in states if entry["count"]), OfficeState.WAITING)
        states = [entry | {"active": entry["key"] == state} for entry in states]
    chosen = in_state(lines, request.user, state)
    chosen = chosen.filter(worker_name__contains=words) if words else chosen
    page = page_of(chosen.for_office().pressing_first(), request)
    page[:] = [office_line(task, request.user) for task in page]
    context = {"page": page, "states": states, "state": state, "q": words}
    return render(request, "assistance/office_tasks.html", context)


@require_http_methods(["GET", "POST"])
def office_task(request: UserRequest, pk: int) -> HttpResponse:
    """Show one line with its answers; the office that has it answers here."""
    task = _open_line(request, pk)
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    asked = {"kind": kind} if (kind := request.GET.get("kind", "")) in AnswerKind.values else {}
    form = AnswerForm(*sent, task=task, initial=asked)
    if form.is_valid():
        said = attempt(form, lambda: answer_task(task, by=request.user, **form.cleaned_data))
        if said is not None:
            messages.success(request, f"已答复 {task.worker_name}：{said.get_kind_display()}。")
            return redirect("office_tasks")
    if request.method == "GET":
        record_access(request.user, AccessVerb.VIEW, task.household.archive_no, detail=f"部门任务 {task.number}")
    answers = task.answers.select_related("office", "to_office", "evidence")
    papers = set(answers.of_own_office(request.user).values_list("pk", flat=True))
    line = office_line(task, request.user)
    context = {"line": line, "task": task, "form": form, "answers": answers, "papers": papers}
    return render(request, "assistance/office_task.html", context)


@require_POST
def office_reveal(request: UserRequest, pk: int) -> HttpResponse:
    """Show identity number or phone in full, so that the office finds the person in its own system; it is logged."""
    task = _open_line(request, pk)
    number = request.POST.get("number", "")
    if number not in REVEALED:
        return HttpResponseBadRequest()
    require(can_answer(request.user, task), ONLY_WHILE_OPEN)
    worker = task.household.members.workers().first()
    value = "" if worker is None else (worker.identity_no if number == Number.IDENTITY else worker.phone)
    detail = f"{task.worker_name} {Number(number).label}，部门任务 {task.number}"
    record_access(request.user, AccessVerb.REVEAL, task.household.archive_no, detail=detail)
    return render(request, "households/_number_in_full.html", {"value": value})


@require_GET
def office_evidence(request: UserRequest, pk: int) -> HttpResponse:
    """Give the paper of an answer of the own office, or on a line that the own office has; it is logged."""
    _require_liaison(request)
    answers = TaskAnswer.objects.visible_to(request.user).of_own_office(request.user)
    answer = get_object_or_404(answers.select_related("evidence", "task__household"), pk=pk)
    paper = answer.evidence
    if paper is None or paper.removed_at is not None:
        raise Http404
    record_access(request.user, AccessVerb.DOWNLOAD, answer.task.household.archive_no, detail=str(paper))
    return send_file(paper.path, paper.content_type, name=paper.title, save="download" in request.GET)


@require_GET
def office_lists(request: UserRequest) -> HttpResponse:
    """Show the lists that were sent to the own office, the latest first."""
    _require_liaison(request)
    lists = TaskList.objects.visible_to(request.user).of_own_office(request.user).with_progress()
    return render(request, "assistance/office_lists.html", {"page": page_of(lists.order_by("-sent_at"), request)})


@require_GET
def office_list(request: UserRequest, pk: int) -> HttpResponse:
    """Show one list with its lines, to sign for as a whole, to download, and to send back filled in."""
    return list_page(request, open_list(request, pk))


@require_POST
def office_list_accept(request: UserRequest, pk: int) -> HttpResponse:
    """Sign for every line that waits for it."""
    signed = accept_list(open_list(request, pk), by=request.user)
    messages.success(request, f"已签收 {signed} 项任务。" if signed else "没有待签收的任务。")
    return redirect("office_list", pk)


def list_page(request: UserRequest, task_list: TaskList, form: AnswerBookForm | None = None) -> HttpResponse:
    """Show the page of a list, with what is wrong about a workbook that was sent back."""
    tasks = Task.objects.visible_to(request.user).filter(task_list=task_list).for_office().order_by("position")
    lines = [office_line(task, request.user) for task in tasks]
    waiting = sum(line.waits and line.task.status == TaskStatus.SENT for line in lines)
    context = {"list": task_list, "lines": lines, "waiting": waiting, "form": form or AnswerBookForm()}
    context["answerable"] = sum(line.waits for line in lines)
    return render(request, "assistance/office_list.html", context)


def open_list(request: UserRequest, pk: int) -> TaskList:
    """Return a list that was sent to the own office, else 404; 403 for who is no liaison."""
    _require_liaison(request)
    lists = TaskList.objects.visible_to(request.user).of_own_office(request.user)
    return get_object_or_404(lists.select_related("union", "office"), pk=pk)


def _own_lines(request: UserRequest) -> TaskQuerySet:
    _require_liaison(request)
    return Task.objects.visible_to(request.user).of_own_office(request.user)


def _open_line(request: UserRequest, pk: int) -> Task:
    return get_object_or_404(_own_lines(request).for_office().select_related("household"), pk=pk)


def _require_liaison(request: UserRequest) -> None:
    require(request.user.scope.has(Role.LIAISON), LIAISONS_ONLY)
