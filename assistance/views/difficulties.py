"""The tab 问题与措施 of a household, and its difficulties."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assistance.effect_querysets import difficulties_with_measures, last_judging_visit
from assistance.forms.difficulties import DifficultyForm, StrikeOffForm, usual_measure
from assistance.models import HelpPlan
from assistance.views.opening import open_to_work
from core import clock
from core.forms import attempt
from households.access import open_household
from households.actions import difficulties as actions
from households.models import Difficulty, Household
from households.rules import can_work
from households.tabs import page_context
from organizations.http import UserRequest


@require_GET
def household_difficulties(request: UserRequest, archive_no: str) -> HttpResponse:
    """Show the difficulties, the open ones first, each with its advice and measures."""
    household = open_household(request, archive_no, looking_at="问题与措施")
    work = can_work(request.user, household)
    difficulties = sorted(difficulties_with_measures(household), key=lambda row: (not row.is_open, row.number))
    context = page_context(
        request,
        household,
        "household_difficulties",
        can_work=work,
        plan=HelpPlan.objects.visible_to(request.user).filter(household=household).select_related("made_by").first(),
        last_visit=last_judging_visit(household) if work and any(row.is_open for row in difficulties) else None,
        rows=[(row, usual_measure(row) if work and _wants_measure(row) else None) for row in difficulties],
        open_count=sum(row.is_open for row in difficulties),
        measure_count=sum(len(row.measures.all()) for row in difficulties),
        overdue_count=sum(measure.is_overdue for row in difficulties for measure in row.measures.all()),
    )
    return render(request, "assistance/household_difficulties.html", context)


@require_http_methods(["GET", "POST"])
def difficulty_add(request: UserRequest, archive_no: str) -> HttpResponse:
    """Record a difficulty, and go on to its first measure when asked."""
    household = open_to_work(request, archive_no, looking_at="登记困难")
    form = DifficultyForm(request.POST if request.method == "POST" else None, initial={"found_on": clock.today()})
    if form.is_valid():
        made = attempt(form, lambda: actions.record_difficulty(household, by=request.user, **form.facts))
        if made is not None:
            messages.success(request, f"已登记第 {made.number} 号困难。")
            if "measure" in request.POST:
                return redirect("measure_add", archive_no, made.pk)
            return back_to(archive_no, made)
    return render(request, "assistance/difficulty_form.html", {"household": household, "form": form})


@require_http_methods(["GET", "POST"])
def difficulty_edit(request: UserRequest, archive_no: str, pk: int) -> HttpResponse:
    """Change a difficulty, write or correct the advice; what it said before stays in the history."""
    household = open_to_work(request, archive_no, looking_at="修改困难")
    difficulty = difficulty_of(household, pk)
    form = DifficultyForm(request.POST if request.method == "POST" else None, instance=difficulty)
    if form.is_valid():
        saved = attempt(
            form, lambda: actions.edit_difficulty(difficulty, by=request.user, facts=form.facts, seen=form.seen)
        )
        if saved is not None:
            messages.success(request, f"已保存第 {saved.number} 号困难。")
            return back_to(archive_no, saved)
    context = {"household": household, "form": form, "difficulty": difficulty}
    return render(request, "assistance/difficulty_form.html", context)


@require_http_methods(["GET", "POST"])
def difficulty_strike_off(request: UserRequest, archive_no: str, pk: int) -> HttpResponse:
    """Strike a difficulty off, on stated grounds."""
    household = open_to_work(request, archive_no, looking_at="销号困难")
    difficulty = difficulty_of(household, pk)
    form = StrikeOffForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        day, reason = form.cleaned_data["closed_on"], form.cleaned_data["closed_reason"]
        act = actions.strike_off_difficulty
        if attempt(form, lambda: act(difficulty, by=request.user, on=day, reason=reason)) is not None:
            messages.success(request, f"第 {difficulty.number} 号困难已销号。")
            return back_to(archive_no, difficulty)
    unjudged = difficulty.measures.filter(outcome="")
    context = {"household": household, "form": form, "difficulty": difficulty, "unjudged": unjudged}
    return render(request, "assistance/difficulty_strike_off.html", context)


@require_POST
def difficulty_reopen(request: UserRequest, archive_no: str, pk: int) -> HttpResponse:
    """Take back a striking off."""
    household = open_to_work(request, archive_no)
    difficulty = actions.reopen_difficulty(difficulty_of(household, pk), by=request.user)
    messages.success(request, f"已撤回第 {difficulty.number} 号困难的销号。")
    return back_to(archive_no, difficulty)


def difficulty_of(household: Household, pk: int) -> Difficulty:
    """Return a difficulty of this household, else 404."""
    return get_object_or_404(household.difficulties.select_related("household"), pk=pk)


def back_to(archive_no: str, difficulty: Difficulty) -> HttpResponseRedirect:
    """Return to where a difficulty stands on the tab."""
    return HttpResponseRedirect(reverse("household_difficulties", args=[archive_no]) + f"#difficulty-{difficulty.pk}")


def _wants_measure(difficulty: Difficulty) -> bool:
    """Tell whether one tap could make a measure out of the advice."""
    return difficulty.is_open and bool(difficulty.advice) and not difficulty.measures.all()
