"""Acting on many: first what is going to be done is said, then it is done, and what became of each is told."""

from functools import partial

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from core.forms import attempt
from organizations.actions.access import record_accesses
from organizations.enums import AccessVerb
from organizations.http import UserRequest
from organizations.rules import require
from reviews import phrases
from reviews.batches import BATCH_ACTS, Selection, all_waiting, selection_of, set_apart
from reviews.rules import can_open_reviews

PHRASES = {"decide": phrases.PASS, "assess": phrases.ASSESS}


@require_POST
def reviews_batch(request: UserRequest, name: str) -> HttpResponse:
    """Ask in words for an act on the selected reviews, and do it when it is confirmed."""
    require(can_open_reviews(request.user))
    act, selection = BATCH_ACTS[name], _selected(request, name)
    is_confirmed = "confirmed" in request.POST
    if not is_confirmed:
        selection = set_apart(selection, act.kind, by=request.user)
    if not selection.reviews and not selection.refused:
        messages.error(request, "没有选中审核，请先勾选再办理。")
        return redirect("reviews")
    bound = (request.POST, request.FILES) if is_confirmed else ()
    form = act.form(*bound, reviews=selection.reviews)
    if is_confirmed and form.is_valid() and (batch := attempt(form, partial(act.do, selection, form, request.user))):
        return render(request, "reviews/batch_done.html", {"batch": batch, "act": act})
    if is_confirmed:
        form.reviews = set_apart(selection, act.kind, by=request.user).reviews
    context = {"name": name, "act": act, "selection": selection, "form": form, "phrases": PHRASES.get(name, ())}
    return render(request, "reviews/batch_form.html", context)


def _selected(request: UserRequest, name: str) -> Selection:
    if "all" in request.POST:
        selection = all_waiting(request.user, request.GET, BATCH_ACTS[name].kind)
    else:
        selection = selection_of(request.user, request.POST.getlist("review"))
    if "confirmed" not in request.POST:
        numbers = [review.number for review in selection.reviews]
        record_accesses(request.user, AccessVerb.VIEW, numbers, detail=f"审核：批量{BATCH_ACTS[name].verb}")
    return selection
