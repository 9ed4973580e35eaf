"""Cadres: the list, one cadre with the paired households, editing, accounts, leaving office."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core.forms import attempt
from core.paging import page_of
from organizations.enums import SUBTREE_ROLES, Role
from organizations.http import UserRequest
from organizations.rules import require
from pairing.actions import cadres as actions
from pairing.filters import CadreFilter
from pairing.forms.cadres import AccountForm, CadreForm
from pairing.models import Cadre, Pairing
from pairing.rules import can_keep_cadres


@require_GET
def cadres(request: UserRequest) -> HttpResponse:
    """List the cadres of the user's regions with the number of their households."""
    require(request.user.scope.has(*SUBTREE_ROLES))
    filters = CadreFilter(request.GET, user=request.user)
    found = filters.narrow(Cadre.objects.visible_to(request.user)).for_list()
    can_create = request.user.scope.has(Role.OFFICER)
    context = {"page": page_of(found, request), "filters": filters, "can_create": can_create}
    return render(request, "pairing/cadres.html", context)


@require_GET
def cadre(request: UserRequest, pk: int) -> HttpResponse:
    """Show a cadre and the households that the cadre helps, as far as the user may see them."""
    person = _cadre(request, pk)
    pairings = Pairing.objects.visible_to(request.user).active().filter(cadre=person)
    context = {
        "cadre": person,
        "page": page_of(pairings.with_due().most_urgent_first().for_list(), request),
        "can_keep": can_keep_cadres(request.user, person.union),
    }
    return render(request, "pairing/cadre_detail.html", context)


@require_http_methods(["GET", "POST"])
def cadre_create(request: UserRequest) -> HttpResponse:
    """Add a cadre."""
    require(request.user.scope.has(Role.OFFICER))
    return _cadre_form(request, CadreForm(request.POST or None, user=request.user))


@require_http_methods(["GET", "POST"])
def cadre_edit(request: UserRequest, pk: int) -> HttpResponse:
    """Edit a cadre."""
    person = kept_cadre(request, pk)
    return _cadre_form(request, CadreForm(request.POST or None, user=request.user, instance=person))


def _cadre_form(request: UserRequest, form: CadreForm) -> HttpResponse:
    if form.is_valid():
        saved = attempt(form, lambda: _save_cadre(request, form))
        if saved is not None:
            messages.success(request, f"已保存帮扶干部 {saved}。")
            return redirect("cadre", saved.pk)
    return render(request, "pairing/cadre_form.html", {"form": form, "cadre": form.instance})


def _save_cadre(request: UserRequest, form: CadreForm) -> Cadre:
    if form.instance.pk is None:
        return actions.register_cadre(by=request.user, facts=form.cleaned_data)
    return actions.edit_cadre(form.instance, by=request.user, facts=form.cleaned_data)


@require_http_methods(["GET", "POST"])
def cadre_account(request: UserRequest, pk: int) -> HttpResponse:
    """Link a cadre with an account, or take it away."""
    person = kept_cadre(request, pk)
    form = AccountForm(request.POST if request.method == "POST" else None, cadre=person)
    if form.is_valid():
        account = form.cleaned_data["user"]
        if attempt(form, lambda: actions.link_account(person, by=request.user, account=account)) is not None:
            messages.success(
                request, f"{person} 已关联账号 {account.username}。" if account else f"{person} 不再关联账号。"
            )
            return redirect("cadre", pk)
    return render(request, "pairing/cadre_account.html", {"form": form, "cadre": person})


@require_POST
def cadre_deactivate(request: UserRequest, pk: int) -> HttpResponse:
    """Take a cadre out of office; who still has households is led to handing them over."""
    person = kept_cadre(request, pk)
    if person.pairing_count:  # type: ignore[attr-defined]
        messages.warning(request, f"{person} 还有 {person.pairing_count} 户结对，请先移交，再设为不在任。")  # type: ignore[attr-defined]
        return redirect("cadre_hand_over", pk)
    actions.deactivate_cadre(person, by=request.user)
    messages.success(request, f"{person} 已设为不在任，不再出现在结对名单中。")
    return redirect("cadre", pk)


@require_POST
def cadre_reactivate(request: UserRequest, pk: int) -> HttpResponse:
    """Take a cadre back into office."""
    person = actions.reactivate_cadre(kept_cadre(request, pk), by=request.user)
    messages.success(request, f"{person} 已恢复在任。")
    return redirect("cadre", pk)


def _cadre(request: UserRequest, pk: int) -> Cadre:
    return get_object_or_404(Cadre.objects.visible_to(request.user).for_list(), pk=pk)


def kept_cadre(request: UserRequest, pk: int) -> Cadre:
    """Return a cadre whom the user keeps; outside the scope 404, inside it 403."""
    person = _cadre(request, pk)
    require(can_keep_cadres(request.user, person.union))
    return person
