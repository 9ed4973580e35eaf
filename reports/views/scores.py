"""Papers of the assessment as PDF; ``?download=1`` saves one. Each leaves a line in the access log."""

from django.http import FileResponse
from django.views.decorators.http import require_GET

from audits.scores.enums import SheetStatus
from audits.scores.rules import can_see_checked, can_see_ranks
from audits.views.scores.cards import RANKS, card_asked
from audits.views.scores.sheets import sheet_asked
from core.errors import DomainError
from organizations.http import UserRequest
from organizations.rules import require
from reports.scores.card import load_card
from reports.scores.results import load_results
from reports.views.forms import shown


@require_GET
def score_card_form(request: UserRequest, pk: int) -> FileResponse:
    """Show the card of a union as the paper to be signed; what the checker gives only to whom it may be shown."""
    found = card_asked(request, pk)
    return shown(request, load_card(found, shows_checked=can_see_checked(request.user, found)))


@require_GET
def score_results_form(request: UserRequest, pk: int) -> FileResponse:
    """Show the results of a sheet as the paper to be sent out, once they are published."""
    found = sheet_asked(request, pk)
    require(can_see_ranks(request.user, found), RANKS)
    if found.status != SheetStatus.CLOSED:
        raise DomainError("结果还没有公布，公布后才能打印通报表。")
    return shown(request, load_results(found))
