"""Pages that anyone may open: complaining, asking how it stands, appealing. No login, no cache, no search engine."""

import time

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from audits.actions.grievances.appealing import appeal_grievance
from audits.actions.grievances.asking import ask_grievance, crowd_of, held_grievance
from audits.actions.grievances.receiving import Came, receive_grievance
from audits.forms.grievances import ANONYMOUS, NAMED
from audits.forms.voice import AskForm, SayAgainForm, VoiceForm
from audits.grievances.enums import FOR_THE_PERSON
from audits.grievances.standing import standing_of, told_to_the_person
from audits.models import Grievance
from core import clock, files
from core.forms import attempt
from core.serving import send_file
from core.throttle import begin_attempt
from households.views.applying import public
from organizations.http import client_address

MOST_OF_ADDRESS, MOST_OF_UNION = 10, 60  # sent in a quarter of an hour
HELD, IDLE_SECONDS = "voice", 30 * 60
TITLES = {NAMED: "实名反映", ANONYMOUS: "匿名反映"}


@public
def voice(request: HttpRequest) -> HttpResponse:
    """Say what can be complained of, and lead to the forms."""
    return render(request, "audits/grievances/voice.html", {"union": request.GET.get("union", "")[:20]})


@public
def voice_new(request: HttpRequest, who: str) -> HttpResponse:
    """Take a grievance in; number and code are shown by this answer and never again."""
    if who not in TITLES:
        raise Http404
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = VoiceForm(*sent, anonymous=who == ANONYMOUS, initial={"union": request.GET.get("union", "")[:20]})
    if form.is_valid() and (taken := attempt(form, lambda: _take_in(request, form))):
        grievance, code = taken
        return render(request, "audits/grievances/voice_sent.html", {"grievance": grievance, "code": code})
    context = {"form": form, "who": who, "title": TITLES[who]}
    return render(request, "audits/grievances/voice_form.html", context)


@public
def voice_ask(request: HttpRequest) -> HttpResponse:
    """Take number and code, and lead to how it stands."""
    form = AskForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        said, address = form.cleaned_data, client_address(request)
        if found := attempt(form, lambda: ask_grievance(said["number"], said["code"], address=address)):
            request.session.cycle_key()
            request.session[HELD] = {"pk": found.pk, "code": _mark_of(found), "seen": time.time()}
            return redirect("voice_case")
    return render(request, "audits/grievances/voice_ask.html", {"form": form})


@public
def voice_case(request: HttpRequest) -> HttpResponse:
    """Show how a grievance stands, and take an appeal; ``leave`` forgets it on this device."""
    found = None if "leave" in request.POST else _held(request)
    if found is None:
        request.session.pop(HELD, None)
        return redirect("voice_ask")
    form = SayAgainForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and (_sent := attempt(form, lambda: appeal_grievance(found, text=form.cleaned_data["text"]))):
        messages.success(request, "复查申请已收到，由另一人复查，请过几天再来查询。")
        return redirect("voice_case")
    context = {"grievance": found, "form": form, "standing": standing_of(found), "told": told_to_the_person(found)}
    context["papers"] = found.files.filter(stage__in=FOR_THE_PERSON)
    return render(request, "audits/grievances/voice_case.html", context | {"today": clock.today()})


@public
def voice_file(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a file of an answer to whoever has just shown number and code."""
    found = _held(request)
    if found is None:
        return redirect("voice_ask")
    paper = get_object_or_404(found.files.filter(stage__in=FOR_THE_PERSON), pk=pk)
    return send_file(files.path_of(paper.sha256), paper.content_type, name=f"答复附件-{paper.pk}")


def _take_in(request: HttpRequest, form: VoiceForm) -> tuple[Grievance, str]:
    said = form.said
    crowd = crowd_of(client_address(request))
    begin_attempt({f"voice sent {crowd}": MOST_OF_ADDRESS, f"voice sent union:{said.union.pk}": MOST_OF_UNION})
    return receive_grievance(said, came=Came(form.key), uploads=form.cleaned_data["papers"])


def _held(request: HttpRequest) -> Grievance | None:
    """Return the grievance that this browser has shown number and code of.

    None after half an hour without a look, and when another code was issued since.
    """
    held = request.session.get(HELD)
    if not held or time.time() - held["seen"] > IDLE_SECONDS:
        return None
    found = held_grievance(held["pk"])
    if found is None or held.get("code") != _mark_of(found):
        return None
    request.session[HELD] = held | {"seen": time.time()}
    return found


def _mark_of(found: Grievance) -> str:
    """Return by which a code is known to be the one that was shown; the code cannot be worked out from it."""
    return found.code_digest[:16]
