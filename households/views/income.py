"""Income surveys of one household: what they say, and how the figure came about."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from core.forms import attempt
from households.access import open_household
from households.actions.income import edit_survey, record_survey
from households.economics import flags_of, words_of
from households.eligibility.checks import latest_check
from households.forms.income import SurveyForm, usual_facts
from households.income import formula_of, source_text
from households.models import EconomicCheck, Household, IncomeSurvey, LivingStandard
from households.rules import can_edit, can_record_check
from households.tabs import page_context
from households.views.archives import NO_EDITING
from organizations.http import UserRequest
from organizations.rules import require


@require_GET
def household_income(request: UserRequest, archive_no: str) -> HttpResponse:
    """Show the surveys, the latest first, each with its lines, its formula and its standard."""
    archive = open_household(request, archive_no, looking_at="收支")
    surveys = archive.surveys.prefetch_related("lines").select_related("created_by")
    checks = archive.economic_checks.prefetch_related("lines").select_related("authorisation", "report")
    context = page_context(
        request,
        archive,
        "household_income",
        surveys=[(survey, formula_of(survey)) for survey in surveys],
        checks=[_check_shown(archive, check) for check in checks],
        finding=latest_check(archive),
        can_edit=can_edit(request.user, archive),
        can_check=can_record_check(request.user, archive),
    )
    return render(request, "households/household_income.html", context)


@require_http_methods(["GET", "POST"])
def survey_add(request: UserRequest, archive_no: str) -> HttpResponse:
    """Record the survey of a period."""
    archive = open_household(request, archive_no)
    require(can_edit(request.user, archive), NO_EDITING)
    form = SurveyForm(request.POST if request.method == "POST" else None, initial=usual_facts(archive, request.user))
    return _form_page(request, archive, form)


@require_http_methods(["GET", "POST"])
def survey_edit(request: UserRequest, archive_no: str, pk: int) -> HttpResponse:
    """Correct a survey; what it said before stays in the history."""
    archive = open_household(request, archive_no, looking_at="修改收支调查" if request.method == "GET" else "")
    require(can_edit(request.user, archive), NO_EDITING)
    survey = get_object_or_404(archive.surveys.prefetch_related("lines"), pk=pk)
    form = SurveyForm(request.POST if request.method == "POST" else None, survey=survey)
    return _form_page(request, archive, form, survey)


def _check_shown(archive: Household, check: EconomicCheck) -> dict[str, Any]:
    """Return a check with what its lines say, and what of it may bar an archive."""
    for paper in filter(None, (check.authorisation, check.report)):
        paper.household = archive  # what their addresses name, read already
    return {
        "check": check,
        "words": [words_of(line) for line in check.lines.all()],
        "flags": flags_of(check) if check.holds else {},
    }


def _form_page(
    request: UserRequest, archive: Household, form: SurveyForm, survey: IncomeSurvey | None = None
) -> HttpResponse:
    if form.is_valid() and (saved := _keep(request, archive, form, survey)):
        messages.success(request, f"已保存收支调查 {saved}，家庭月人均纯收入 {saved.per_head:,.2f} 元。")
        return redirect("household_income", archive.archive_no)
    standards = LivingStandard.objects.visible_to(request.user).holding_for(archive.union)
    context = {
        "household": archive,
        "form": form,
        "survey": survey,
        "standards": [
            {"from": f"{row.valid_from}", "amount": f"{row.amount}", "source": source_text(row)} for row in standards
        ],
    }
    return render(request, "households/survey_form.html", context)


def _keep(
    request: UserRequest, archive: Household, form: SurveyForm, survey: IncomeSurvey | None
) -> IncomeSurvey | None:
    """Write what the form states; None when a rule refuses, which the form then says."""
    by, facts, lines = request.user, form.facts, form.lines
    if survey is None:
        return attempt(form, lambda: record_survey(archive, by=by, facts=facts, lines=lines))
    return attempt(form, lambda: edit_survey(survey, by=by, facts=facts, lines=lines, seen=form.seen))
