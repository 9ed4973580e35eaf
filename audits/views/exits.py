"""Checking at the household whether it may leave, and the dated rules of exit."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from audits.actions.exits import WHO_CHECKS, record_exit_check, set_exit_rule
from audits.exitrules import RuleBook
from audits.forms.exits import ExitCheckForm, ExitRuleForm
from audits.incometest import income_lines, income_of
from audits.models import ExitRule
from audits.proposals import propose
from audits.rules import can_check_exit
from core import clock
from core.forms import attempt
from core.paging import page_of
from households.access import open_household
from households.tabs import page_context
from organizations.enums import SUBTREE_ROLES, Role
from organizations.http import UserRequest
from organizations.rules import require


@require_http_methods(["GET", "POST"])
def exit_check_record(request: UserRequest, archive_no: str) -> HttpResponse:
    """Ask for the seven items at the household, beginning with what the archive knows, and keep the check."""
    household = open_household(request, archive_no, looking_at="退出核查" if request.method == "GET" else "")
    require(can_check_exit(request.user, household), WHO_CHECKS)
    given, today = request.POST if request.method == "POST" else None, clock.today()
    form = ExitCheckForm(given, household=household, proposed=propose(household, today))
    if form.is_valid():
        made = attempt(form, lambda: record_exit_check(household, by=request.user, **form.facts()))
        if made is not None:
            messages.success(request, f"已登记 {household.head_name} 户的退出核查：{made}。")
            return redirect("exit_check", archive_no, made.pk)
    rule = RuleBook.on(today).rule_of(household)
    context = {"household": household, "form": form, "income": income_of(household, rule, today)[0], "rule": rule}
    return render(request, "audits/exit_check_form.html", context)


@require_GET
def exit_check(request: UserRequest, archive_no: str, pk: int) -> HttpResponse:
    """Show one check as it was made."""
    household = open_household(request, archive_no, looking_at="退出核查")
    check = get_object_or_404(household.exit_checks.select_related("rule__union", "survey"), pk=pk)
    findings = check.findings.select_related("paper")
    context = page_context(
        request, household, "household_reviews", check=check, findings=findings, income=income_lines(check)
    )
    return render(request, "audits/exit_check.html", context)


@require_http_methods(["GET", "POST"])
def exit_rules(request: UserRequest) -> HttpResponse:
    """List the rules of exit of the user's regions; officers enter the next one."""
    require(request.user.scope.has(*SUBTREE_ROLES), "退出规则由各级工会的经办、审核、审批人员查看。")
    require(request.method == "GET" or request.user.scope.has(Role.OFFICER), "退出规则由经办人员登记。")
    form = ExitRuleForm(request.POST if request.method == "POST" else None, user=request.user)
    if form.is_valid():
        rule = attempt(form, lambda: set_exit_rule(by=request.user, **form.cleaned_data))
        if rule is not None:
            messages.success(request, f"已登记 {rule.union} 自 {rule.valid_from:%Y-%m-%d} 起的退出规则。")
            return redirect("exit_rules")
    page = page_of(ExitRule.objects.visible_to(request.user).for_list(), request)
    context = {"page": page, "form": form, "can_add": request.user.scope.has(Role.OFFICER)}
    return render(request, "audits/exit_rules.html", context)
