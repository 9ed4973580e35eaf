"""Sessions of a service and who came: entering it by list and by sheet."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assistance.actions.services import sessions as actions
from assistance.actions.services.sheets import read_attendance
from assistance.forms.services import SessionForm, SessionsForm, SheetForm
from assistance.models import Enrolment, Service, ServiceSession
from assistance.services.enums import EXPECTED
from assistance.services.matrix import matrix_of
from assistance.services.sheets import make_sheet
from assistance.views.services.opening import open_to_keep
from core.forms import attempt
from core.keys import read_keys
from core.serving import send_workbook
from core.telling import done, told
from organizations.actions.access import record_accesses
from organizations.enums import AccessVerb
from organizations.http import UserRequest
from organizations.models import User


@require_http_methods(["GET", "POST"])
def service_sessions(request: UserRequest, pk: int) -> HttpResponse:
    """Show the sessions of a service, add some, and take over an attendance sheet."""
    service = open_to_keep(request, pk)
    form = SessionsForm(request.POST if request.method == "POST" else None, initial={"first": service.starts_on})
    if form.is_valid():
        facts = {name: form.cleaned_data[name] for name in ("topic", "hours")}
        made = attempt(form, lambda: actions.add_sessions(service, form.days, by=request.user, **facts))
        if made is not None:
            messages.success(request, f"已添加 {len(made)} 场。" if made else "这些场次此前已添加。")
            return redirect("service_sessions", pk)
    return _sessions_page(request, service, form, SheetForm(service=service))


def _sessions_page(request: UserRequest, service: Service, form: SessionsForm, sheet: SheetForm) -> HttpResponse:
    matrix = matrix_of(service, list(_attending(request, service)))
    came = {session.pk: 0 for session in matrix.sessions}
    for person in matrix.people:
        for session, present in person.marks:
            came[session.pk] += present is True
    rows = [(session, came[session.pk]) for session in matrix.sessions]
    context = {"service": service, "form": form, "sheet": sheet, "rows": rows, "people": len(matrix.people)}
    return render(request, "assistance/service_sessions.html", context)


@require_http_methods(["GET", "POST"])
def session_edit(request: UserRequest, pk: int, session: int) -> HttpResponse:
    """Correct day, topic and hours of a session."""
    service = open_to_keep(request, pk)
    found = get_object_or_404(service.sessions, pk=session)
    form = SessionForm(request.POST or None, instance=found)
    if form.is_valid() and _corrected(form, found, request.user):
        messages.success(request, "已修改场次。")
        return redirect("service_sessions", pk)
    return render(request, "assistance/session_form.html", {"service": service, "form": form})


def _corrected(form: SessionForm, session: ServiceSession, user: User) -> bool:
    facts = form.cleaned_data
    return attempt(form, lambda: actions.edit_session(session, by=user, **facts)) is not None


@require_POST
def session_remove(request: UserRequest, pk: int, session: int) -> HttpResponse:
    """Take out a session; one that is out already stays out."""
    service = open_to_keep(request, pk)
    found = service.sessions.filter(pk=session).first()
    done(request, lambda: found and actions.remove_session(found, by=request.user), "已移除该场次。")
    return redirect("service_sessions", pk)


@require_http_methods(["GET", "POST"])
def session_attendance(request: UserRequest, pk: int, session: int) -> HttpResponse:
    """Enter who came to one session; whoever is shown and not ticked stayed away."""
    service = open_to_keep(request, pk)
    found = get_object_or_404(service.sessions, pk=session)
    if request.method == "POST":
        came = set(read_keys(request.POST.getlist("person")))
        marks = {found.pk: {key: key in came for key in read_keys(request.POST.getlist("shown"))}}
        if counted := told(request, lambda: actions.record_attendance(service, marks, by=request.user)):
            day = f"{found.on:%m 月 %d 日}"
            messages.success(request, f"已保存 {day}的签到，到场 {len(came)} 人，更新 {counted[0]} 人。")
            return redirect("service_sessions", pk)
    people = matrix_of(service, list(_attending(request, service))).people
    rows = [(person.enrolment, dict(person.marks).get(found)) for person in people]
    context = {"service": service, "session": found, "rows": rows}
    return render(request, "assistance/session_attendance.html", context)


@require_GET
def service_sheet(request: UserRequest, pk: int) -> HttpResponse:
    """Give the attendance sheet to fill in, and write down whose names it carries."""
    service = open_to_keep(request, pk)
    people = list(_attending(request, service))
    name = f"签到表 {service.name}.xlsx"
    subjects = sorted({row.household.archive_no for row in people})
    record_accesses(request.user, AccessVerb.EXPORT, subjects, detail=name)
    return send_workbook(make_sheet(service, list(service.sessions.all()), people), name)


@require_POST
def service_sheet_back(request: UserRequest, pk: int) -> HttpResponse:
    """Read a sheet that was filled in, and show what was taken over and what is wrong in which row and column."""
    service = open_to_keep(request, pk)
    sheet = SheetForm(request.POST, request.FILES, service=service)
    if sheet.is_valid():
        book, session = sheet.cleaned_data["book"], sheet.cleaned_data["session"]
        report = attempt(sheet, lambda: read_attendance(service, book, by=request.user, session=session))
        if report is not None:
            context = {"service": service, "report": report, "file": book.name}
            return render(request, "assistance/service_sheet_read.html", context)
    return _sessions_page(request, service, SessionsForm(initial={"first": service.starts_on}), sheet)


def _attending(request: UserRequest, service: Service):
    rows = Enrolment.objects.visible_to(request.user).filter(service=service, status__in=EXPECTED)
    return rows.for_page().order_by("enrolled_at", "pk")
