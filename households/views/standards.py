"""The dated 低保 standards: who may see them, add one, take a wrong one back."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from core.forms import attempt
from core.paging import page_of
from households.actions.standards import remove_standard, set_standard
from households.forms.income import StandardForm
from households.models import LivingStandard
from households.rules import can_set_standard
from organizations.enums import SUBTREE_ROLES, Role
from organizations.http import UserRequest
from organizations.rules import require


@require_http_methods(["GET", "POST"])
def standards(request: UserRequest) -> HttpResponse:
    """List the standards of the user's regions; officers add the next one."""
    require(request.user.scope.has(*SUBTREE_ROLES))
    require(request.method == "GET" or request.user.scope.has(Role.OFFICER), "低保标准由经办人员登记。")
    form = StandardForm(request.POST if request.method == "POST" else None, user=request.user)
    if form.is_valid():
        added = attempt(form, lambda: set_standard(by=request.user, **form.cleaned_data))
        if added is not None:
            messages.success(
                request, f"已登记 {added.union} 自 {added.valid_from:%Y-%m-%d} 起的标准 {added.amount} 元。"
            )
            return redirect("standards")
    page = page_of(LivingStandard.objects.visible_to(request.user).for_list(), request)
    context = {
        "page": page,
        "form": form,
        "can_add": request.user.scope.has(Role.OFFICER),
        "rows": [(row, can_set_standard(request.user, row.union)) for row in page],
    }
    return render(request, "households/standards.html", context)


@require_POST
def standard_remove(request: UserRequest, pk: int) -> HttpResponse:
    """Remove a standard that was entered wrongly and that no survey was held against."""
    standard = get_object_or_404(LivingStandard.objects.visible_to(request.user).select_related("union"), pk=pk)
    require(can_set_standard(request.user, standard.union), "低保标准由本级及以上经办人员登记。")
    remove_standard(standard, by=request.user)
    messages.success(request, f"已移除 {standard.union} 自 {standard.valid_from:%Y-%m-%d} 起的标准。")
    return redirect("standards")
