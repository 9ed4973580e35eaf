"""Public pages, without login: applying with a code, and asking how an application stands."""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from core import files
from core.errors import Conflict, DomainError
from core.forms import attempt
from households import applying
from households.actions.applying import (
    Application,
    ask_standing,
    attach_paper,
    enter_code,
    held_code,
    keep_answers,
    submit_application,
)
from households.forms.applying import EnterForm, PapersForm, PromiseForm, StandingForm
from households.models import ApplicationCode
from organizations.http import client_address

HELD = "application"
IDLE_SECONDS = 60 * 60
ENTER_AGAIN = "请输入申请码继续填写，已填内容保留。"
NOTHING_MORE = Application({}, {})
View = Callable[..., HttpResponse]


def public(view: View) -> View:
    """Open a view to everybody, and keep it out of search engines."""

    @wraps(view)
    def seen_by_all(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return login_not_required(require_http_methods(["GET", "POST"])(seen_by_all))


@public
def apply_enter(request: HttpRequest) -> HttpResponse:
    """Take a code and lead to where one left off; ``leave`` forgets the code on this device."""
    if "leave" in request.POST:
        request.session.pop(HELD, None)
        messages.success(request, "已退出填写，已填内容保留，凭申请码可继续。")
        return redirect("apply_enter")
    form = EnterForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and (code := attempt(form, lambda: _enter(request, form))):
        return redirect("apply_step", applying.gap_of(code.answers) or applying.CONFIRM)
    return render(request, "households/apply_enter.html", {"form": form})


@public
def apply_step(request: HttpRequest, step: str) -> HttpResponse:
    """Fill in one step; what was typed is kept whether or not it is right."""
    if step not in applying.STEPS:
        raise Http404
    code = _held(request)
    if code is None:
        return _enter_again(request)
    if code.household_id:
        # Sent twice, or the code to ask was not noted: it is handed in once, and the code given anew.
        again = step == applying.CONFIRM and request.method == "POST"
        return _hand_in(request, code, NOTHING_MORE) if again else redirect("apply_papers")
    return _confirm(request, code) if step == applying.CONFIRM else _fill(request, code, step)


@public
def apply_papers(request: HttpRequest) -> HttpResponse:
    """Add papers to what was handed in, as long as nobody has taken it over."""
    code = _held(request)
    if code is None or code.household_id is None:
        return _enter_again(request)
    form = PapersForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    if form.is_valid() and _attach(request, code, form):
        return redirect("apply_papers")
    papers = code.household.attachments.present() if code.household else []
    return render(request, "households/apply_papers.html", {"form": form, "code": code, "papers": papers})


@public
def apply_status(request: HttpRequest) -> HttpResponse:
    """Say how an application stands to whoever has its number and code; nothing else of it."""
    form = StandingForm(request.POST if request.method == "POST" else None)
    standing = None
    if form.is_valid():
        said = form.cleaned_data
        number, address = said["archive_no"].strip(), client_address(request)
        standing = attempt(form, lambda: ask_standing(number, said["code"], address=address))
    return render(request, "households/apply_status.html", {"form": form, "standing": standing})


def _enter(request: HttpRequest, form: EnterForm) -> ApplicationCode:
    said = form.cleaned_data
    code = enter_code(said["code"], said["phone_tail"], address=client_address(request))
    request.session.cycle_key()
    request.session[HELD] = {"pk": code.pk, "holder": code.holder, "seen": time.time()}
    return code


def _held(request: HttpRequest) -> ApplicationCode | None:
    """Return the code that this browser holds, None when it holds none, let an hour pass, or lost it to another."""
    held = request.session.get(HELD)
    if not held or time.time() - held["seen"] > IDLE_SECONDS:
        return None
    code = held_code(held["pk"], held["holder"])
    if code is not None:
        request.session[HELD] = held | {"seen": time.time()}
    return code


def _enter_again(request: HttpRequest) -> HttpResponse:
    if request.session.pop(HELD, None):
        messages.info(request, ENTER_AGAIN)
    return redirect("apply_enter")


def _fill(request: HttpRequest, code: ApplicationCode, step: str) -> HttpResponse:
    if request.method == "GET":
        more = 1 if "more" in request.GET else 0
        return _step_page(request, code, step, applying.form_to_fill(step, code.answers, more_rows=more))
    form = applying.form_sent(step, request.POST)
    try:
        keep_answers(code, holder=code.holder, step=step, answers=applying.raw_of(step, form))
    except Conflict as error:
        messages.warning(request, error.message)
        return _enter_again(request)
    if not form.is_valid():
        return _step_page(request, code, step, form)
    if "more" in request.POST:
        return redirect(f"{request.path}?more=1")
    return redirect("apply_step", applying.STEPS[applying.STEPS.index(step) + 1])


def _step_page(request: HttpRequest, code: ApplicationCode, step: str, form: Any) -> HttpResponse:
    context = {
        "form": form,
        "code": code,
        "step": step,
        "steps": applying.TITLES.items(),
        "title": applying.TITLES[step],
    }
    return render(request, "households/apply_step.html", context)


def _confirm(request: HttpRequest, code: ApplicationCode) -> HttpResponse:
    """Have all of it read through and promised, then hand it in."""
    if gap := applying.gap_of(code.answers):
        messages.info(request, f"“{applying.TITLES[gap]}”还没有填好。")
        return redirect("apply_step", gap)
    form = PromiseForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        said = applying.application_of(code.answers)
        if done := attempt(form, lambda: _hand_in(request, code, said)):
            return done
    context = {"form": form, "code": code, "step": applying.CONFIRM, "steps": applying.TITLES.items()}
    return render(request, "households/apply_confirm.html", context | {"summary": applying.summary_of(code.answers)})


def _hand_in(request: HttpRequest, code: ApplicationCode, said: Application) -> HttpResponse:
    """Hand in, and show the code to ask how it stands: by this answer, never again."""
    household, plain = submit_application(code, holder=code.holder, said=said)
    return render(request, "households/apply_done.html", {"household": household, "query_code": plain})


def _attach(request: HttpRequest, code: ApplicationCode, form: PapersForm) -> bool:
    """Attach each file; those that are refused are named in the form, the others are kept."""
    kept, kind = 0, form.cleaned_data["kind"]
    for paper in form.cleaned_data["papers"]:
        try:
            attach_paper(code, holder=code.holder, kind=kind, upload=paper)
            kept += 1
        except DomainError as error:
            form.add_error("papers", files.refused(paper, error))
    if kept:
        messages.success(request, f"已上传 {kept} 份。")
    return not form.errors
