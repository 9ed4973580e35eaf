"""Measures against one difficulty: planning, keeping up to date, judging, taking out."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from assistance.actions import measures as actions
from assistance.forms.difficulties import JudgeForm, MeasureForm, usual_measure
from assistance.forms.plans import choices_of
from assistance.freezing import why_frozen
from assistance.models import Measure, MeasureTemplate
from assistance.routing import routed_need
from assistance.views.difficulties import back_to, difficulty_of
from assistance.views.opening import open_to_work
from core.forms import attempt
from households.access import open_part
from households.models import Difficulty, Household
from organizations.http import UserRequest


@require_http_methods(["GET", "POST"])
def measure_add(request: UserRequest, archive_no: str, pk: int) -> HttpResponse:
    """Plan a measure; the form begins with the advice, the leading department and a usual deadline."""
    household = open_to_work(request, archive_no, looking_at="添加措施")
    difficulty = difficulty_of(household, pk)
    form = MeasureForm(request.POST if request.method == "POST" else None, initial=usual_measure(difficulty))
    if form.is_valid():
        made = attempt(form, lambda: actions.add_measure(difficulty, by=request.user, facts=form.facts))
        if made is not None:
            who, day = made.get_lead_department_display(), made.deadline
            messages.success(request, f"已添加第 {difficulty.number} 号困难的措施：{who}，{day:%Y-%m-%d} 前完成。")
            return back_to(archive_no, difficulty)
    context = {"household": household, "form": form, "difficulty": difficulty}
    return render(request, "assistance/measure_form.html", {**context, "templates": _offered(request, difficulty)})


@require_http_methods(["GET", "POST"])
def measure_edit(request: UserRequest, archive_no: str, pk: int) -> HttpResponse:
    """Change a measure or say how far it is; what it said before stays in the history."""
    household = open_to_work(request, archive_no, looking_at="修改措施")
    measure = _measure(request, household, pk)
    form = MeasureForm(request.POST if request.method == "POST" else None, instance=measure)
    if form.is_valid():
        facts, seen = form.facts, form.seen
        saved = attempt(form, lambda: actions.edit_measure(measure, by=request.user, facts=facts, seen=seen))
        if saved is not None:
            messages.success(request, f"已保存第 {saved.difficulty.number} 号困难的措施。")
            return back_to(archive_no, saved.difficulty)
    context = {"household": household, "form": form, "difficulty": measure.difficulty, "measure": measure}
    return render(request, "assistance/measure_form.html", {**context, "frozen": why_frozen(measure)})


@require_http_methods(["GET", "POST"])
def measure_judge(request: UserRequest, archive_no: str, pk: int) -> HttpResponse:
    """Judge what came of a measure, or take a judgement back."""
    household = open_to_work(request, archive_no, looking_at="评价成效")
    measure = _measure(request, household, pk)
    form = JudgeForm(request.POST if request.method == "POST" else None, instance=measure)
    if form.is_valid():
        facts, seen = form.facts, form.seen
        saved = attempt(form, lambda: actions.judge_measure(measure, by=request.user, facts=facts, seen=seen))
        if saved is not None:
            said = f"已评价成效：{saved.get_outcome_display()}。" if saved.outcome else "已撤回成效评价。"
            messages.success(request, said)
            return back_to(archive_no, saved.difficulty)
    context = {"household": household, "form": form, "measure": measure}
    return render(request, "assistance/measure_judge.html", context)


@require_POST
def measure_remove(request: UserRequest, archive_no: str, pk: int) -> HttpResponse:
    """Take out a wrong measure; one that is out already stays out."""
    household = open_to_work(request, archive_no)
    measure = Measure.objects.visible_to(request.user).of_household(household).filter(pk=pk).first()
    if measure is None:
        return redirect("household_difficulties", archive_no)
    actions.remove_measure(measure, by=request.user)
    messages.success(request, f"已移除措施“{measure.text[:20]}”，原内容保留在时间轴中。")
    return back_to(archive_no, measure.difficulty)


def _offered(request: UserRequest, difficulty: Difficulty) -> list[tuple[MeasureTemplate, str]]:
    """Return the frequent measures for a difficulty; one query."""
    need = routed_need(difficulty)
    offered = MeasureTemplate.objects.visible_to(request.user).offered_for(difficulty.household.union, need)
    return choices_of(list(offered))


def _measure(request: UserRequest, household: Household, pk: int) -> Measure:
    rows = Measure.objects.visible_to(request.user).of_household(household)
    return open_part(request, rows, pk, actions.REMOVED, difficulty__household=household)
