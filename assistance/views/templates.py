"""Frequent measures: those that hold in the user's regions, and keeping the own ones."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assistance.actions import templates as actions
from assistance.forms.plans import TemplateForm
from assistance.models import MeasureTemplate
from assistance.rules import can_keep_templates
from core.forms import attempt
from core.paging import page_of
from households.enums import Need
from organizations.enums import SUBTREE_ROLES, Role
from organizations.http import UserRequest
from organizations.rules import require


@require_GET
def measure_templates(request: UserRequest) -> HttpResponse:
    """List the frequent measures of the user's regions and of the unions above, which hold there as well."""
    require(request.user.scope.has(*SUBTREE_ROLES))
    need = request.GET.get("need", "")
    rows = MeasureTemplate.objects.visible_to(request.user).for_list()
    page = page_of(rows.filter(need=need) if need in Need.values else rows, request)
    context = {
        "page": page,
        "rows": [(row, can_keep_templates(request.user, row.union)) for row in page],
        "needs": Need.choices,
        "need": need,
        "can_add": request.user.scope.has(Role.OFFICER),
    }
    return render(request, "assistance/measure_templates.html", context)


@require_http_methods(["GET", "POST"])
def measure_template_create(request: UserRequest) -> HttpResponse:
    """Add a frequent measure to one of the user's unions."""
    require(request.user.scope.has(Role.OFFICER), actions.KEEPERS_ONLY)
    form = TemplateForm(request.POST if request.method == "POST" else None, user=request.user)
    if form.is_valid():
        made = attempt(form, lambda: actions.add_template(by=request.user, facts=form.facts))
        if made is not None:
            messages.success(request, f"已添加常用措施，{made.union.name}及下级工会制定措施时可选用。")
            return redirect("measure_templates")
    return render(request, "assistance/measure_template_form.html", {"form": form})


@require_http_methods(["GET", "POST"])
def measure_template_edit(request: UserRequest, pk: int) -> HttpResponse:
    """Change a frequent measure; measures made of it stay as they are."""
    template = _kept(request, pk)
    form = TemplateForm(request.POST if request.method == "POST" else None, instance=template, user=request.user)
    if form.is_valid():
        facts, seen = form.facts, form.seen
        saved = attempt(form, lambda: actions.edit_template(template, by=request.user, facts=facts, seen=seen))
        if saved is not None:
            messages.success(request, "已保存常用措施；此前已按它制定的措施不变。")
            return redirect("measure_templates")
    return render(request, "assistance/measure_template_form.html", {"form": form, "template": template})


@require_POST
def measure_template_retire(request: UserRequest, pk: int) -> HttpResponse:
    """Offer a frequent measure no longer."""
    actions.retire_template(_kept(request, pk), by=request.user)
    messages.success(request, "已停用这条常用措施，制定措施时不再列出；已制定的措施不变。")
    return redirect("measure_templates")


@require_POST
def measure_template_restore(request: UserRequest, pk: int) -> HttpResponse:
    """Offer a retired frequent measure again."""
    actions.restore_template(_kept(request, pk), by=request.user)
    messages.success(request, "已恢复这条常用措施。")
    return redirect("measure_templates")


def _kept(request: UserRequest, pk: int) -> MeasureTemplate:
    """Return a frequent measure that the user sees and keeps: else 404, or 403 for one from above."""
    require(request.user.scope.has(*SUBTREE_ROLES))
    found = get_object_or_404(MeasureTemplate.objects.visible_to(request.user).select_related("union"), pk=pk)
    require(can_keep_templates(request.user, found.union), actions.KEEPERS_ONLY)
    return found
