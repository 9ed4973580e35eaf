"""Pages that anyone may open: the notices that run now, objecting to one, reading the answer. No login, no cache."""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods

from core.errors import DomainError
from core.forms import attempt
from core.paging import page_of
from core.throttle import begin_attempt, forget_attempt, key_of_address
from organizations.http import client_address
from reviews.actions.objections import code_of, find_objection, raise_objection
from reviews.forms.notices import LookUpForm, ObjectionForm
from reviews.models import Notice, Objection
from reviews.notice_lines import LINES, Table, lines_of

MOST_OF_ADDRESS = 5  # objections from one connection in a quarter of an hour
MOST_OF_NOTICE = 40
MOST_LOOK_UPS = 10

View = Callable[..., HttpResponse]


def unlisted(view: View) -> View:
    """Open a view to everybody, and keep it out of the indexes of search engines."""

    @wraps(view)
    def answer(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
        return response

    return login_not_required(answer)


@unlisted
@require_GET
def public_notices(request: HttpRequest) -> HttpResponse:
    """List the notices that run today."""
    found = Notice.objects.public().select_related("union").order_by("-starts_on", "-pk")
    return render(request, "reviews/notice_public_list.html", {"page": page_of(found, request)})


@unlisted
@require_http_methods(["GET", "POST"])
def public_notice(request: HttpRequest, token: str) -> HttpResponse:
    """Show a notice while it runs, and take an objection; 404 before, after, and for one that was taken down."""
    notice = Notice.objects.public().filter(token=token).select_related("union").first()
    if notice is None:
        return render(request, "reviews/notice_not_running.html", status=404)
    form = ObjectionForm(request.POST or None, notice=notice)
    if form.is_valid() and (sent := attempt(form, lambda: _take_in(request, notice, form))):
        return render(request, "reviews/notice_objection_sent.html", {"objection": sent, "code": code_of(sent)})
    page = page_of(lines_of(notice), request, size=LINES)
    context = {"notice": notice, "page": page, "table": Table(notice, page), "form": form}
    return render(request, "reviews/notice_public.html", context)


def _take_in(request: HttpRequest, notice: Notice, form: ObjectionForm) -> Objection:
    address = key_of_address(client_address(request))
    begin_attempt({f"objection {address}": MOST_OF_ADDRESS, f"objection notice:{notice.pk}": MOST_OF_NOTICE})
    return raise_objection(notice, said=form.said, sent_key=form.cleaned_data["sent_key"])


@unlisted
@require_http_methods(["GET", "POST"])
def public_answer(request: HttpRequest) -> HttpResponse:
    """Show how an objection stands, and its answer, to whoever has its number and code."""
    form = LookUpForm(request.POST or None)
    found = attempt(form, lambda: _look_up(request, form)) if form.is_valid() else None
    return render(request, "reviews/notice_answer.html", {"form": form, "objection": found})


def _look_up(request: HttpRequest, form: LookUpForm) -> Objection:
    number, code = form.cleaned_data["number"], form.cleaned_data["code"]
    address = key_of_address(client_address(request))
    tries = begin_attempt({f"answer {address}": MOST_LOOK_UPS, f"answer of:{number}": MOST_LOOK_UPS})
    found = find_objection(number, code)
    if found is None:
        raise DomainError("查询号或查询码不符，请核对后再试。", field="code")
    forget_attempt(tries)
    return found
