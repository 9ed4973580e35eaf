"""The identification rules: all versions of the user's regions, one in full, and writing the next."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core import clock
from core.forms import attempt
from core.paging import page_of
from households.actions.rule_sets import NO_WRITING, PUBLISHED, copy_rules, drop_rules, edit_rules, publish_rules
from households.eligibility.describing import ceiling, conditions, labels, working_age
from households.eligibility.querysets import RULE_WRITERS, unions_to_set_rules_for
from households.forms.rule_sets import CopyRulesForm, RulesEditor
from households.models import RuleSet
from households.rules import can_edit_rules
from organizations.enums import SUBTREE_ROLES
from organizations.http import UserRequest
from organizations.rules import require


def _open(request: UserRequest, pk: int) -> RuleSet:
    visible = RuleSet.objects.visible_to(request.user).select_related("union", "published_by").with_parts()
    return get_object_or_404(visible, pk=pk)


@require_GET
def rule_sets(request: UserRequest) -> HttpResponse:
    """List the versions of the user's regions and of those above, the latest of each first."""
    require(request.user.scope.has(*SUBTREE_ROLES))
    page = page_of(RuleSet.objects.visible_to(request.user).for_list(), request)
    return render(request, "households/rule_sets.html", {"page": page, "today": clock.today()})


@require_GET
def rule_set(request: UserRequest, pk: int) -> HttpResponse:
    """Show all values of a version in words."""
    require(request.user.scope.has(*SUBTREE_ROLES))
    shown = _open(request, pk)
    context = {
        "rule_set": shown,
        "income_kinds": labels(shown.income_kinds),
        "working_age": working_age(shown),
        "ceiling": ceiling(shown),
        "cases": [(case, conditions(case), labels(case.deducted_kinds)) for case in shown.cases.all()],
        "today": clock.today(),
        "may_edit": can_edit_rules(request.user, shown),
        "may_copy": unions_to_set_rules_for(request.user).exists(),
    }
    return render(request, "households/rule_set_detail.html", context)


@require_http_methods(["GET", "POST"])
def rule_set_copy(request: UserRequest, pk: int) -> HttpResponse:
    """Begin the next version with the values of this one."""
    require(request.user.scope.has(*RULE_WRITERS), NO_WRITING)
    source = _open(request, pk)
    require(unions_to_set_rules_for(request.user).exists(), NO_WRITING)
    initial = {"name": source.name, "union": source.union.code, "note": source.note}
    form = CopyRulesForm(request.POST if request.method == "POST" else None, user=request.user, initial=initial)
    if form.is_valid() and (draft := attempt(form, lambda: copy_rules(source, by=request.user, **form.cleaned_data))):
        messages.success(request, f"已新建草稿“{draft.name}”。请核对各项数值，改好后发布。")
        return redirect("rule_set_edit", draft.pk)
    return render(request, "households/rule_set_copy.html", {"rule_set": source, "form": form})


@require_http_methods(["GET", "POST"])
def rule_set_edit(request: UserRequest, pk: int) -> HttpResponse:
    """Change the values of a draft."""
    draft = _open(request, pk)
    require(not draft.is_published, PUBLISHED.format(draft.name))
    require(can_edit_rules(request.user, draft), NO_WRITING)
    editor = RulesEditor(request.POST if request.method == "POST" else None, draft)
    if request.method == "POST" and editor.is_valid():
        stated = editor.stated
        if attempt(editor.form, lambda: edit_rules(draft, by=request.user, **stated)):
            messages.success(request, "已保存草稿。发布以后才执行。")
            return redirect("rule_set", draft.pk)
    return render(request, "households/rule_set_form.html", {"rule_set": draft, "editor": editor, "form": editor.form})


@require_POST
def rule_set_publish(request: UserRequest, pk: int) -> HttpResponse:
    """Put a draft in force from its day on."""
    draft = _open(request, pk)
    require(draft.is_published or can_edit_rules(request.user, draft), NO_WRITING)
    published = publish_rules(draft, by=request.user)
    messages.success(request, f"“{published.name}”已发布，自 {published.valid_from:%Y-%m-%d} 起执行。")
    return redirect("rule_set", published.pk)


@require_POST
def rule_set_remove(request: UserRequest, pk: int) -> HttpResponse:
    """Throw a draft away."""
    draft = _open(request, pk)
    require(draft.is_published or can_edit_rules(request.user, draft), NO_WRITING)
    drop_rules(draft, by=request.user)
    messages.success(request, f"已删除草稿“{draft.name}”。")
    return redirect("rule_sets")
