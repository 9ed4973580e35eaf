"""The questionnaire at the door: asked, kept as it is typed, handed in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from audits.actions.verification.fieldwork import Unanswered, save_answers, submit_interview
from audits.models import Interview
from audits.verification.door import Door
from audits.verification.enums import ANSWERED, InterviewStatus, Round
from audits.verification.sheet import Sheet
from audits.views.fieldwork.opening import is_script, open_errand, record_look
from core import clock
from core.errors import Conflict, DomainError
from organizations.http import UserRequest

SUBMIT = "submit"


@dataclass(frozen=True)
class Said:
    """What became of answers that were sent: the status of HTTP, the version that stands, what is said against them."""

    status: int
    version: int
    wrong: Mapping[str, str] = field(default_factory=dict)
    conflict: str = ""
    refused: str = ""

    @property
    def words(self) -> str:
        """What the head of the page says."""
        return self.conflict or self.refused or f"有 {len(self.wrong)} 题未答或填写有误，已保存，尚未提交。"

    def to_json(self) -> dict[str, Any]:
        """Return it as the page's script reads it."""
        told = {"wrong": self.wrong, "conflict": self.conflict, "refused": self.refused}
        at = f"{timezone.localtime(clock.now()):%H:%M}"
        return {"version": self.version, "at": at} | {name: value for name, value in told.items() if value}


@require_http_methods(["GET", "POST"])
def fieldwork_form(request: UserRequest, pk: int) -> HttpResponse:
    """Ask the questions of an errand; the page's script keeps the answers as they are given and is told so in JSON."""
    interview = open_errand(request, pk)
    if interview.status == InterviewStatus.ASSIGNED:
        messages.info(request, "请先接收核查任务，再入户填写。")
        return redirect("fieldwork_household", pk)
    sheet = Sheet.of(interview)
    if request.method == "POST":
        return _take(request, sheet)
    record_look(request, Door(interview), "填写问卷")
    if interview.status in ANSWERED:
        return render(request, "audits/fieldwork/answers.html", _context(sheet, interview.answers))
    return render(request, "audits/fieldwork/form.html", _context(sheet, interview.answers))


def _take(request: UserRequest, sheet: Sheet) -> HttpResponse:
    """Keep or hand in what was sent; nothing that was typed is lost, whatever is said against it."""
    raw, interview, by = sheet.typed(request.POST), sheet.interview, request.user
    version = _number(request.POST.get("version", ""))
    try:
        if request.POST.get("act") == SUBMIT:
            submit_interview(interview, by=by, raw=raw, version=version)
            return _handed_in(request, interview)
        saved = save_answers(interview, by=by, raw=raw, version=version)
    except Unanswered as error:
        saved = save_answers(interview, by=by, raw=raw, version=version)
        return _said(request, sheet, raw, Said(422, saved.version, wrong=error.wrong))
    except Conflict as error:
        present = open_errand(request, interview.pk)
        return _said(request, sheet, raw, Said(409, present.version, conflict=error.message))
    except DomainError as error:
        return _said(request, sheet, raw, Said(400, interview.version, refused=error.message))
    return _said(request, sheet, raw, Said(200, saved.version))


def _handed_in(request: UserRequest, interview: Interview) -> HttpResponse:
    """Go on to what comes next."""
    messages.success(request, f"已提交{Door(interview).name}的问卷。")
    return JsonResponse({"url": reverse("fieldwork")}) if is_script(request) else redirect("fieldwork")


def _said(request: UserRequest, sheet: Sheet, raw: Mapping[str, Any], said: Said) -> HttpResponse:
    """Tell the script what became of the answers; without one, show the page again as it was filled in."""
    if is_script(request):
        return JsonResponse(said.to_json())
    if said.status == 200:
        messages.success(request, "已保存，尚未提交。")
        return redirect("fieldwork_form", sheet.interview.pk)
    # After a conflict the next press counts: it goes on from what stands there by now.
    sheet.interview.version = said.version
    context = _context(sheet, raw) | {"sections": sheet.sections(raw, said.wrong), "words": said.words}
    return render(request, "audits/fieldwork/form.html", context, status=said.status)


def _context(sheet: Sheet, answers: Mapping[str, Any]) -> dict[str, Any]:
    interview = sheet.interview
    return {
        "interview": interview,
        "door": Door(interview),
        "sections": sheet.sections(answers),
        "photos": interview.photos.present() if interview.round != Round.PHONE else None,
        "editable": interview.status not in ANSWERED,
    }


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0
