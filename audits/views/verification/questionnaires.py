"""调查问卷: its versions, what each asks, and writing the next one."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from audits.actions.verification import questionnaires as actions
from audits.forms.verification.questionnaires import NoteForm, QuestionForm
from audits.models import Question, Questionnaire
from audits.verification.editing import described, troubles
from audits.verification.rules import can_keep_questionnaires
from core.forms import attempt
from core.telling import done, told
from organizations.enums import SUBTREE_ROLES
from organizations.http import UserRequest
from organizations.rules import require

WHO = "调查问卷由各级工会的经办、审核、审批、财务和档案统计人员查看。"


@require_GET
def questionnaires(request: UserRequest) -> HttpResponse:
    """List the versions of the questionnaires."""
    require(request.user.scope.has(*SUBTREE_ROLES), WHO)
    context = {"rows": list(Questionnaire.objects.visible_to(request.user).for_list()), "may_keep": may_keep(request)}
    return render(request, "audits/verification/questionnaires.html", context)


@require_GET
def questionnaire(request: UserRequest, pk: int) -> HttpResponse:
    """Show what a version asks; of a draft also why it cannot be published."""
    found = _of(request, pk)
    questions = list(found.questions.all())
    context = {
        "questionnaire": found,
        "sections": described(questions),
        "troubles": troubles(questions) if not found.published_at else [],
        "form": NoteForm(initial={"note": found.note}),
        "may_keep": may_keep(request),
        "may_edit": may_keep(request) and not found.published_at,
    }
    return render(request, "audits/verification/questionnaire.html", context)


@require_POST
def questionnaire_note(request: UserRequest, pk: int) -> HttpResponse:
    """Say what a draft is about."""
    found, form = _kept(request, pk), NoteForm(request.POST)
    note = form.cleaned_data["note"] if form.is_valid() else found.note
    done(request, lambda: actions.describe_questionnaire(found, by=request.user, note=note), "说明已保存。")
    return redirect(found)


@require_POST
def questionnaire_copy(request: UserRequest, pk: int) -> HttpResponse:
    """Begin the next version, or go on with the one that is being written."""
    found = _of(request, pk)
    made = told(request, lambda: actions.copy_questionnaire(found, by=request.user))
    if made is not None:
        messages.success(request, f"这是正在编制的第 {made.version} 版，发布以前可以修改。")
    return redirect(made or found)


@require_POST
def questionnaire_publish(request: UserRequest, pk: int) -> HttpResponse:
    """Let a draft be asked."""
    found = _of(request, pk)
    done(request, lambda: actions.publish_questionnaire(found, by=request.user), f"{found}已发布，新建的核查可以选用。")
    return redirect(found)


@require_http_methods(["GET", "POST"])
def question_add(request: UserRequest, pk: int) -> HttpResponse:
    """Add a question to a draft."""
    found = _kept(request, pk)
    initial = {"section": request.GET.get("section", "")}
    form = QuestionForm(request.POST if request.method == "POST" else None, questionnaire=found, initial=initial)
    if form.is_bound and form.is_valid():
        made = attempt(form, lambda: actions.add_question(found, by=request.user, **form.facts))
        if made is not None:
            messages.success(request, f"已增加“{made.text}”。")
            return redirect(found)
    return render(request, "audits/verification/question_form.html", {"questionnaire": found, "form": form})


@require_http_methods(["GET", "POST"])
def question_edit(request: UserRequest, pk: int, question: int) -> HttpResponse:
    """Change a question of a draft."""
    found, row = _question(request, pk, question)
    form = QuestionForm(request.POST if request.method == "POST" else None, questionnaire=found, question=row)
    if form.is_bound and form.is_valid():
        changed = attempt(form, lambda: actions.edit_question(row, by=request.user, seen=form.seen, **form.facts))
        if changed is not None:
            messages.success(request, f"“{changed.text}”已保存。")
            return redirect(found)
    context = {"questionnaire": found, "form": form, "question": row}
    return render(request, "audits/verification/question_form.html", context)


@require_GET
def question_answers(request: UserRequest, pk: int) -> HttpResponse:
    """Offer the answers of the question that a condition asks about: ``?shown_code=``."""
    found = _kept(request, pk)
    form = QuestionForm(questionnaire=found, initial={"shown_code": request.GET.get("shown_code", "")})
    return render(request, "audits/verification/_shown_answers.html", {"form": form})


@require_POST
def question_move(request: UserRequest, pk: int, question: int) -> HttpResponse:
    """Let a question change places with the one before, or with ``down`` the one behind."""
    found, row = _question(request, pk, question)
    told(request, lambda: actions.move_question(row, by=request.user, down="down" in request.POST))
    return redirect(f"{found.get_absolute_url()}#q{row.pk}")


@require_POST
def question_remove(request: UserRequest, pk: int, question: int) -> HttpResponse:
    """Take a question out of a draft."""
    found, row = _question(request, pk, question)
    done(request, lambda: actions.remove_question(row, by=request.user), f"已删除“{row.text}”。")
    return redirect(found)


def may_keep(request: UserRequest) -> bool:
    """Tell whether the user writes questionnaires."""
    return can_keep_questionnaires(request.user)


def _of(request: UserRequest, pk: int) -> Questionnaire:
    return get_object_or_404(Questionnaire.objects.visible_to(request.user), pk=pk)


def _kept(request: UserRequest, pk: int) -> Questionnaire:
    found = _of(request, pk)
    require(may_keep(request), actions.KEEPERS)
    return found


def _question(request: UserRequest, pk: int, question: int) -> tuple[Questionnaire, Question]:
    found: Any = _kept(request, pk)
    return found, get_object_or_404(found.questions.select_related("questionnaire"), pk=question)
