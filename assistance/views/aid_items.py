"""Items of aid: all that hold in the user's regions, one with the versions of its rules, opening and changing one."""

from django.contrib import messages
from django.db.models import Exists, OuterRef
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from assistance.actions.ceilings.items import NO_KEEPING, edit_item, open_item
from assistance.ceilings.describing import state_of
from assistance.ceilings.querysets import RULE_WRITERS
from assistance.ceilings.rules import can_edit_item
from assistance.forms.ceilings.items import ItemForm, NewItemForm, unions_to_write_for
from assistance.models import AidItem, ItemRule
from core import clock
from core.forms import attempt
from core.paging import page_of
from households.enums import AttachmentKind
from organizations.enums import SUBTREE_ROLES
from organizations.http import UserRequest
from organizations.rules import require


def open_item_of(request: UserRequest, pk: int) -> AidItem:
    """Return an item of the user's regions: 404 outside."""
    return get_object_or_404(AidItem.objects.visible_to(request.user).select_related("union"), pk=pk)


@require_GET
def aid_items(request: UserRequest) -> HttpResponse:
    """List the items of the user's regions and of those above."""
    require(request.user.scope.has(*SUBTREE_ROLES))
    rules = ItemRule.objects.visible_to(request.user).holding_on(clock.today()).filter(item=OuterRef("pk")).order_by()
    shown = AidItem.objects.visible_to(request.user).select_related("union").annotate(has_rule=Exists(rules))
    context = {
        "page": page_of(shown.order_by("-is_active", "union__path", "pk"), request),
        "may_open": request.user.scope.has(*RULE_WRITERS),
    }
    return render(request, "assistance/aid_items.html", context)


@require_GET
def aid_item(request: UserRequest, pk: int) -> HttpResponse:
    """Show an item and the versions of its rules, by union and day."""
    require(request.user.scope.has(*SUBTREE_ROLES))
    item = open_item_of(request, pk)
    seen = ItemRule.objects.visible_to(request.user).filter(item=item).select_related("union", "published_by")
    rules = list(seen.order_by("union__path", "-valid_from", "-pk"))
    context = {
        "item": item,
        "papers": "、".join(str(AttachmentKind(paper).label) for paper in item.papers),
        "rules": [(rule, state_of(rule, rules)) for rule in rules],
        "may_edit": can_edit_item(request.user, item),
        "may_write": unions_to_write_for(request.user).filter(path__startswith=item.union.path).exists(),
    }
    return render(request, "assistance/aid_item.html", context)


@require_http_methods(["GET", "POST"])
def aid_item_create(request: UserRequest) -> HttpResponse:
    """Open an item for one of the user's unions."""
    require(request.user.scope.has(*RULE_WRITERS), NO_KEEPING)
    form = NewItemForm(request.POST if request.method == "POST" else None, user=request.user)
    if form.is_valid():
        union, facts = form.cleaned_data["union"], form.facts
        made = attempt(form, lambda: open_item(by=request.user, union=union, facts=facts))
        if made is not None:
            messages.success(request, f"已新建帮扶项目“{made}”。请登记发放标准，发布后才能测算。")
            return redirect(made)
    return render(request, "assistance/aid_item_form.html", {"form": form, "item": None})


@require_http_methods(["GET", "POST"])
def aid_item_edit(request: UserRequest, pk: int) -> HttpResponse:
    """Change an item."""
    item = open_item_of(request, pk)
    require(can_edit_item(request.user, item), NO_KEEPING)
    form = ItemForm(request.POST if request.method == "POST" else None, instance=item)
    if form.is_valid():
        facts, seen = form.facts, form.seen
        if attempt(form, lambda: edit_item(item, by=request.user, facts=facts, seen=seen)):
            messages.success(request, "已保存。")
            return redirect(item)
    return render(request, "assistance/aid_item_form.html", {"form": form, "item": item})
