"""Standing in: what I have lent, what I was lent, lending and taking back."""

from functools import partial

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from core import clock
from core.forms import attempt
from organizations.http import UserRequest
from organizations.rules import require
from reviews.actions.delegating import delegate, revoke_delegation
from reviews.forms.delegations import DelegationForm
from reviews.models import Delegation
from reviews.rules import can_lend

MOST = 50


@require_http_methods(["GET", "POST"])
def delegations(request: UserRequest) -> HttpResponse:
    """List what the user lent and was lent, and lend a role."""
    may_lend = can_lend(request.user)
    require(request.method == "GET" or may_lend, "您没有可以委托的角色。")
    form = DelegationForm(request.POST or None, user=request.user) if may_lend else None
    if form and form.is_valid() and (made := attempt(form, partial(delegate, by=request.user, **form.facts))):
        messages.success(request, f"已委托 {made.to_user.name} 代办，{made.starts_on} 至 {made.ends_on}。")
        return redirect("delegations")
    found = Delegation.objects.visible_to(request.user).select_related("user", "to_user", "union")[:MOST]
    rows = [(one, one.state_on(clock.today())) for one in found]
    context = {
        "form": form,
        "lent": [row for row in rows if row[0].user_id == request.user.pk],
        "borrowed": [row for row in rows if row[0].to_user_id == request.user.pk],
    }
    return render(request, "reviews/delegations.html", context)


@require_POST
def delegation_revoke(request: UserRequest, pk: int) -> HttpResponse:
    """Take a lent role back."""
    found = get_object_or_404(Delegation.objects.visible_to(request.user).select_related("to_user"), pk=pk)
    revoke_delegation(found, by=request.user)
    messages.success(request, f"已收回对 {found.to_user.name} 的委托，即时生效。")
    return redirect("delegations")
