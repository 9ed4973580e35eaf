"""The rules of an item of aid: one version in words with a case to try, beginning, changing and publishing one."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assistance.actions.ceilings.rules import NO_WRITING, PUBLISHED, begin_rule, drop_rule, edit_rule, publish_rule
from assistance.ceilings.calculator import ceiling_of
from assistance.ceilings.describing import formula, limits, state_of, whom
from assistance.ceilings.loading import line_of, standards_at
from assistance.ceilings.querysets import RULE_WRITERS
from assistance.ceilings.rules import can_edit_rule, can_write_for
from assistance.forms.ceilings.rules import NewRuleForm, RuleEditor, TryForm
from assistance.models import ItemRule
from assistance.views.aid_items import open_item_of
from core import clock
from core.forms import attempt
from organizations.enums import SUBTREE_ROLES
from organizations.http import UserRequest
from organizations.rules import require


def _open(request: UserRequest, pk: int) -> ItemRule:
    seen = ItemRule.objects.visible_to(request.user).select_related("item__union", "union", "published_by")
    return get_object_or_404(seen.prefetch_related("lines"), pk=pk)


@require_GET
def item_rule(request: UserRequest, pk: int) -> HttpResponse:
    """Show a version in words; with a case in the query, what it gives for it."""
    require(request.user.scope.has(*SUBTREE_ROLES))
    rule = _open(request, pk)
    lines = list(rule.lines.all())
    trial = TryForm(request.GET if "category" in request.GET else None, initial=standards_at(rule.union, clock.today()))
    found = ceiling_of(trial.claim, [line_of(line) for line in lines]) if trial.is_valid() else None
    context = {
        "rule": rule,
        "state": state_of(rule, rule.item.rules.filter(union=rule.union)),
        "lines": [(line, whom(line), formula(line), list(limits(line))) for line in lines],
        "trial": trial,
        "found": found,
        "may_edit": can_edit_rule(request.user, rule),
        "may_write": request.user.scope.has(*RULE_WRITERS),
    }
    return render(request, "assistance/item_rule.html", context)


@require_http_methods(["GET", "POST"])
def item_rule_create(request: UserRequest, pk: int) -> HttpResponse:
    """Begin a version of an item's rules with the cases that hold by now."""
    item = open_item_of(request, pk)
    require(request.user.scope.has(*RULE_WRITERS), NO_WRITING)
    form = NewRuleForm(request.POST if request.method == "POST" else None, user=request.user, item=item)
    if form.is_valid():
        draft = attempt(form, lambda: begin_rule(item, by=request.user, **form.cleaned_data))
        if draft is not None:
            messages.success(request, "已新建草稿，情形照抄目前执行的标准。请核对各项数值，改好后发布。")
            return redirect("item_rule_edit", draft.pk)
    return render(request, "assistance/item_rule_create.html", {"item": item, "form": form})


@require_http_methods(["GET", "POST"])
def item_rule_edit(request: UserRequest, pk: int) -> HttpResponse:
    """Change the values of a draft."""
    draft = _open(request, pk)
    require(draft.published_at is None, PUBLISHED)
    require(can_edit_rule(request.user, draft), NO_WRITING)
    editor = RuleEditor(request.POST if request.method == "POST" else None, draft)
    if request.method == "POST" and editor.is_valid():
        stated = editor.stated
        if attempt(editor.form, lambda: edit_rule(draft, by=request.user, **stated)):
            messages.success(request, "已保存草稿。发布以后才执行。")
            return redirect(draft)
    return render(request, "assistance/item_rule_form.html", {"rule": draft, "editor": editor, "form": editor.form})


@require_POST
def item_rule_publish(request: UserRequest, pk: int) -> HttpResponse:
    """Put a draft in force from its day on."""
    draft = _open(request, pk)
    require(can_write_for(request.user, draft.union), NO_WRITING)
    published = publish_rule(draft, by=request.user)
    messages.success(request, f"已发布，自 {published.valid_from:%Y-%m-%d} 起在{published.union}及所辖各级执行。")
    return redirect(published)


@require_POST
def item_rule_remove(request: UserRequest, pk: int) -> HttpResponse:
    """Throw a draft away."""
    draft = _open(request, pk)
    require(can_write_for(request.user, draft.union), NO_WRITING)
    drop_rule(draft, by=request.user)
    messages.success(request, "已删除草稿。")
    return redirect(draft.item)
