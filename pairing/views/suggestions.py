"""The page 结对建议: cadres proposed for households that lack one; the officer ticks and pairs many at once."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from core.errors import DomainError
from core.forms import attempt
from core.keys import read_keys
from core.paging import capped_count, in_words
from households.models import Household
from organizations.enums import Role
from organizations.http import UserRequest
from organizations.rules import require
from pairing.actions.many import Paired, pair_many
from pairing.enums import PairingKind
from pairing.filters import SuggestionFilter
from pairing.forms.pairings import StartForm
from pairing.models import Cadre
from pairing.queries import AT_ONCE, gaps_of, suggestions
from pairing.suggesting import is_near

TOLD = 10  # households left out that are named one by one


@require_http_methods(["GET", "POST"])
def pairing_suggestions(request: UserRequest) -> HttpResponse:
    """Propose cadres for the households that lack one, and pair what was ticked."""
    require(request.user.scope.has(Role.OFFICER), "结对由各级工会的经办人员办理。")
    filters = SuggestionFilter(request.GET, user=request.user)
    kind = filters.kind_chosen
    form = StartForm(request.POST or None)
    if form.is_valid() and (done := attempt(form, lambda: _pair(request, form, kind))):
        _tell(request, done)
        return redirect(request.get_full_path())
    total, more = capped_count(gaps_of(request.user, filters.place, kind))
    context = {
        "filters": filters,
        "form": form,
        "kind": kind,
        "total": in_words(total, more),
        "is_cut": total > AT_ONCE,
        "rows": suggestions(request.user, filters.place, kind) if total else [],
    }
    return render(request, "pairing/pairing_suggestions.html", context)


def _pair(request: UserRequest, form: StartForm, kind: PairingKind) -> Paired:
    return pair_many(_chosen(request), by=request.user, started_on=form.cleaned_data["started_on"], kind=kind)


def _chosen(request: UserRequest) -> dict[Household, Cadre]:
    """Return each ticked household with the cadre beside it; raises DomainError when there is none to take."""
    picked = request.POST.getlist("pick")[:AT_ONCE]
    if not picked:
        raise DomainError("还没有选择：请先勾选要结对的户，再按“结对”。")
    found = Household.objects.visible_to(request.user).filter(archive_no__in=picked).defer("search")
    beside = {household: request.POST.get(f"cadre-{household.archive_no}", "") for household in found}
    keys = read_keys(list(beside.values()))
    cadres = Cadre.objects.visible_to(request.user).active().filter(pk__in=keys).select_related("union")
    known = {str(cadre.pk): cadre for cadre in cadres}
    for household, key in beside.items():
        if key not in known or not is_near(household.union_path, known[key].union.path):
            raise DomainError(f"{household.archive_no} {household.head_name} 没有可结对的干部，请去掉勾选或另选干部。")
    return {household: known[key] for household, key in beside.items()}


def _tell(request: UserRequest, done: Paired) -> None:
    if done.pairings:
        messages.success(request, f"已结对 {len(done.pairings)} 户。")
    if done.stood:
        messages.info(request, f"{done.stood} 户此前已按此结对，未重复登记。")
    for words in done.left_out[:TOLD]:
        messages.warning(request, f"未结对：{words}")
    if len(done.left_out) > TOLD:
        messages.warning(request, f"另有 {len(done.left_out) - TOLD} 户未结对，请刷新后重新选择。")
