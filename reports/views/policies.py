"""The card of policies: of one household at once, of a selection as a job."""

from django.http import FileResponse, HttpResponse
from django.views.decorators.http import require_GET, require_POST

from core.telling import lead_to_job
from households.access import open_household
from households.models import Household
from organizations.http import UserRequest
from reports.policies.batch import order_cards
from reports.policies.loading import load_cards
from reports.views.forms import shown


@require_GET
def policy_card(request: UserRequest, archive_no: str) -> FileResponse:
    """Show the card of one household as PDF (``?size=a5`` the small one, ``?download=1`` saves it)."""
    household = open_household(request, archive_no)
    rows = Household.objects.visible_to(request.user).filter(pk=household.pk)
    (card,) = load_cards(rows, by=request.user, size=request.GET.get("size", ""))
    return shown(request, card)


@require_POST
def policy_cards_print(request: UserRequest) -> HttpResponse:
    """Start printing the cards of the ticked households."""
    selection = {"archive_nos": sorted(set(request.POST.getlist("archive_no")))}
    size = request.POST.get("size", "")
    return lead_to_job(request, lambda: order_cards(selection, by=request.user, size=size), back="households")
