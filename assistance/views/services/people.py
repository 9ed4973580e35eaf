"""Who takes part in a service: enrolling, coming off, completing, going to work together, the outcome of one."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from assistance.actions.services import completing, enrolling, placing
from assistance.forms.services import CompleteForm, OutcomeForm, PlaceForm
from assistance.models import Enrolment, Service
from assistance.services.enums import EnrolmentStatus
from assistance.services.matrix import matrix_of
from assistance.services.picking import Picking, people_to_enrol, people_to_pick
from assistance.services.rules import WHO_ENROLS, can_change, can_enrol
from assistance.views.services.opening import open_part, open_service_page, open_to_keep
from core import clock
from core.forms import attempt
from core.keys import read_keys
from core.paging import page_of
from core.telling import done, told
from organizations.http import UserRequest
from organizations.rules import require


@require_http_methods(["GET", "POST"])
def service_enrol(request: UserRequest, pk: int) -> HttpResponse:
    """Pick people of the user's scope by name or identity number, and enrol them."""
    service = open_service_page(request, pk)
    require(can_enrol(request.user, service), WHO_ENROLS)
    picking = Picking(request.GET)
    people = people_to_pick(request.user, service, picking.words)
    if request.method == "POST":
        chosen = list(people_to_enrol(request.user, service).filter(pk__in=read_keys(request.POST.getlist("person"))))
        if found := told(request, lambda: enrolling.enrol(service, chosen, by=request.user)):
            messages.success(request, _enrolled(found))
            return redirect(service)
    context = {"service": service, "picking": picking, "page": page_of(people, request)}
    return render(request, "assistance/service_enrol.html", context)


def _enrolled(found: enrolling.Enrolled) -> str:
    words = [f"已报名 {len(found.placed)} 人"]
    if found.waiting:
        words.append(f"名额已满，{enrolling.names_of(found.waiting)}列入候补")
    if found.before:
        words.append(f"{enrolling.names_of(found.before)}此前已报名")
    return "；".join(words) + "。"


@require_POST
def enrolment_withdraw(request: UserRequest, pk: int) -> HttpResponse:
    """Take somebody off the list."""
    enrolment = open_part(request, pk)
    require(can_change(request.user, enrolment), WHO_ENROLS)
    reason = request.POST.get("reason", "")
    moved = told(request, lambda: enrolling.withdraw_enrolment(enrolment, by=request.user, reason=reason))
    if moved is not None:
        up = f"{enrolling.names_of(moved)}由候补转为已报名。" if moved else ""
        messages.success(request, f"{enrolment.member.name}已退出“{enrolment.service}”。{up}")
    return redirect(enrolment.service)


@require_http_methods(["GET", "POST"])
def service_complete(request: UserRequest, pk: int) -> HttpResponse:
    """Enter who completed, with what result, and who never came."""
    service = open_to_keep(request, pk)
    sent = request.POST if request.method == "POST" else None
    form = CompleteForm(sent, initial={"on": min(service.ends_on, clock.today())})
    keys = read_keys(request.POST.getlist("person"))
    if form.is_valid() and keys:
        results, on = {key: request.POST.get(f"result-{key}", "") for key in keys}, form.cleaned_data["on"]
        done = attempt(form, lambda: completing.complete_many(service, results, by=request.user, on=on))
        if done is not None:
            messages.success(request, f"已登记 {len(done)} 人完成，并记入各户“帮扶”。")
            return redirect(service)
    return _complete_page(request, service, form, keys)


@require_POST
def service_absent(request: UserRequest, pk: int) -> HttpResponse:
    """Enter that those who are ticked did not take part."""
    service = open_to_keep(request, pk)
    keys = read_keys(request.POST.getlist("person"))
    absent = told(request, lambda: completing.mark_absent(service, keys, by=request.user))
    if absent is not None:
        messages.success(request, f"已登记 {len(absent)} 人未参加。" if absent else "请先勾选未参加的人员。")
    return redirect("service_complete", pk)


def _complete_page(request: UserRequest, service: Service, form: CompleteForm, keys: list[int]) -> HttpResponse:
    if request.method == "POST" and not keys:
        form.add_error(None, "请先勾选人员。")
    people = Enrolment.objects.visible_to(request.user).filter(
        service=service, status__in=[EnrolmentStatus.ENROLLED, EnrolmentStatus.ABSENT]
    )
    matrix = matrix_of(service, list(people.for_page()))
    rows = [
        (person, request.POST.get(f"result-{person.enrolment.pk}", person.enrolment.result)) for person in matrix.people
    ]
    ticked = keys or ([person.enrolment.pk for person, _result in rows] if request.method == "GET" else [])
    context = {"service": service, "form": form, "rows": rows, "sessions": matrix.sessions, "ticked": ticked}
    return render(request, "assistance/service_complete.html", context)


@require_http_methods(["GET", "POST"])
def service_placement(request: UserRequest, pk: int) -> HttpResponse:
    """岗前培训 → 上岗: enter for a group that its training is completed and which job follows."""
    service = open_to_keep(request, pk)
    first = {"completed_on": min(service.ends_on, clock.today()), "employer": service.employer}
    form = PlaceForm(request.POST if request.method == "POST" else None, initial=first)
    keys = read_keys(request.POST.getlist("person"))
    if form.is_valid():
        facts = form.cleaned_data
        placed = attempt(form, lambda: placing.place_group(service, keys, by=request.user, **facts))
        if placed is not None:
            messages.success(
                request, f"已登记 {len(placed)} 人到{facts['employer']}上岗，满 3 个月、6 个月时提醒回访。"
            )
            return redirect(service)
    people = Enrolment.objects.visible_to(request.user).filter(service=service).taking_part().for_page()
    matrix = matrix_of(service, list(people))
    context = {"service": service, "form": form, "people": matrix.people, "sessions": matrix.sessions}
    return render(request, "assistance/service_placement.html", context | {"ticked": keys})


@require_http_methods(["GET", "POST"])
def enrolment_outcome(request: UserRequest, pk: int) -> HttpResponse:
    """Write what became of somebody: result and job."""
    enrolment = open_part(request, pk)
    open_to_keep(request, enrolment.service_id)
    form = OutcomeForm(request.POST if request.method == "POST" else None, instance=enrolment)
    if form.is_valid():
        facts, seen = form.facts, form.seen
        saved = attempt(form, lambda: completing.set_outcome(enrolment, by=request.user, facts=facts, seen=seen))
        if saved is not None:
            messages.success(request, f"已保存{saved.member.name}的成效。")
            return redirect(enrolment.service)
    context = {"form": form, "enrolment": enrolment, "title": f"{enrolment.member.name}的成效"}
    return render(request, "assistance/enrolment_form.html", context)


@require_POST
def enrolment_reopen(request: UserRequest, pk: int) -> HttpResponse:
    """Take back a completion that was entered by mistake."""
    enrolment = open_part(request, pk)
    open_to_keep(request, enrolment.service_id)
    words = f"已撤回{enrolment.member.name}的完成登记，“帮扶”中的记录同时移除。"
    done(request, lambda: completing.take_back_completion(enrolment, by=request.user), words)
    return redirect(enrolment.service)
