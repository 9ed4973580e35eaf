"""Handing households over: the one screen, the list, one hand-over, and its acknowledgement."""

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core.forms import attempt
from core.keys import read_keys
from core.paging import page_of
from organizations.enums import SUBTREE_ROLES, Role
from organizations.http import UserRequest
from organizations.rules import require
from pairing.actions.handovers import acknowledge_handover, hand_over
from pairing.filters import HandoverFilter
from pairing.forms.handovers import REASONS, HandoverForm
from pairing.models import Cadre, Handover, Pairing
from pairing.openitems import open_items
from pairing.rules import can_acknowledge
from pairing.views.cadres import kept_cadre

ON_A_PAGE = 30


@require_http_methods(["GET", "POST"])
def cadre_hand_over(request: UserRequest, pk: int) -> HttpResponse:
    """Hand the households of a cadre over to one or several others in one go."""
    person = kept_cadre(request, pk)
    form = _form(request, person)
    if form.is_valid():
        done = attempt(form, lambda: _hand_over(request, person, form))
        if done is not None:
            messages.success(request, _told(person, done, leaves=form.cleaned_data["leave"]))
            return redirect("cadre", pk)
    return render(request, "pairing/cadre_hand_over.html", _context(request, person, form))


@require_POST
def cadre_hand_over_share(request: UserRequest, pk: int) -> HttpResponse:
    """Answer the households of the form anew, shared out evenly when asked (``share``), with the takers ticked."""
    person = kept_cadre(request, pk)
    form = _form(request, person)
    if "share" in request.POST:
        form.share_out()
    return render(request, "pairing/_handover_rows.html", _context(request, person, form))


@require_GET
def handovers(request: UserRequest) -> HttpResponse:
    """List the hand-overs of the user's regions, and those by and to the user, the newest first."""
    require(request.user.scope.has(*SUBTREE_ROLES, Role.CADRE))
    filters = HandoverFilter(request.GET, user=request.user)
    found = filters.narrow(Handover.objects.visible_to(request.user), request.user)
    context = {"page": page_of(found.for_list(), request), "filters": filters}
    return render(request, "pairing/handovers.html", context)


@require_GET
def handover(request: UserRequest, pk: int) -> HttpResponse:
    """Show one hand-over with its households, as far as the user may see them, and what is open at each."""
    found = get_object_or_404(Handover.objects.visible_to(request.user).for_list(), pk=pk)
    pairings = Pairing.objects.visible_to(request.user).filter(handover=found).with_due().with_phone()
    page = page_of(pairings.most_urgent_first().for_list(), request, size=ON_A_PAGE)
    items = open_items([pairing.household_id for pairing in page])
    context = {
        "handover": found,
        "page": page,
        "rows": [(pairing, items.get(pairing.household_id, [])) for pairing in page],
        "own": found.taker.user_id == request.user.pk,
        "can_acknowledge": found.acknowledged_at is None and can_acknowledge(request.user, found),
    }
    return render(request, "pairing/handover_detail.html", context)


@require_POST
def handover_acknowledge(request: UserRequest, pk: int) -> HttpResponse:
    """Acknowledge a hand-over."""
    found = get_object_or_404(Handover.objects.visible_to(request.user), pk=pk)
    done = acknowledge_handover(found, by=request.user)
    messages.success(request, f"已确认接手 {done.households} 户，请按走访要求联系各户。")
    return redirect("handover", pk)


def _form(request: UserRequest, person: Cadre) -> HandoverForm:
    """Bind the form; what was ticked stays known when it has gone meanwhile, so that a second press is told apart."""
    posted = read_keys(request.POST.getlist("pairing"))
    there = Q(ended_on__isnull=True) | Q(pk__in=posted)
    pairings = Pairing.objects.managed_by(request.user).filter(there, cadre=person).for_list()
    ordered = list(pairings.order_by("household__union_path", "household__archive_no"))
    return HandoverForm(request.POST or None, user=request.user, giver=person, pairings=ordered)


def _hand_over(request: UserRequest, person: Cadre, form: HandoverForm) -> list[Handover]:
    facts = form.cleaned_data
    named = {name: facts[name] for name in ("parts", "on", "reason", "note", "even_if_full", "client_id")}
    return hand_over(person, by=request.user, leaves=facts["leave"], **named)


def _told(person: Cadre, done: list[Handover], *, leaves: bool) -> str:
    moved = "、".join(f"{handover.taker} {handover.households} 户" for handover in done)
    words = f"{person} 的结对户已移交：{moved}。接手人登录后在首页确认接手。" if done else f"{person} 的结对已结束。"
    return f"{words}{person} 已设为不在任。" if leaves else words


def _context(request: UserRequest, person: Cadre, form: HandoverForm) -> dict[str, object]:
    rows = list(form.rows())
    items = open_items([row.pairing.household_id for row in rows])
    here = len(rows)
    return {
        "form": form,
        "cadre": person,
        "rows": [(row, items.get(row.pairing.household_id, [])) for row in rows],
        "takers": form.loads(),
        "reasons": REASONS,
        "elsewhere": max(person.pairing_count - here, 0),  # type: ignore[attr-defined]
    }
