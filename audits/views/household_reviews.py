"""The tab 审核 of a household, the applications that begin a review, and the evidence that deciders read."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from audits.actions import household_reviews as acts
from audits.actions.grounds import FROM
from audits.exitrules import RuleBook
from audits.facts import missing_fields
from audits.forms.applying import FORMS, ApplyForm
from audits.incometest import income_lines
from audits.models import HouseholdReview, Rectification
from audits.rules import can_apply, can_check_exit, can_monitor, can_relapse
from core import clock
from core.forms import attempt
from core.telling import done
from households.access import open_household, record_look
from households.actions.eligibility import missing_inputs
from households.actions.lifecycle import discard_draft, reopen_as_relapse
from households.documents import DEATH, missing_documents
from households.eligibility.checks import agrees, latest_check
from households.eligibility.loading import NO_STANDARD, NO_SURVEY
from households.enums import RuleVersion, Status, rule_version_of
from households.models import Household
from households.tabs import page_context
from organizations.http import UserRequest
from organizations.rules import require
from pairing.querysets import former_cadre_of
from reviews.enums import LIVE, Subject
from reviews.models import Review

OFFICERS = "申请由建档单位及上级的经办人员提交；已结束的档案不能再申请。"
APPLY: dict[Subject, Callable[..., Review]] = {
    Subject.ENTRY: acts.apply_for_entry,
    Subject.EXIT: acts.apply_for_exit,
    Subject.CANCEL: acts.apply_for_cancel,
    Subject.CHANGE: acts.apply_for_change,
    Subject.RELIEF: acts.apply_for_relief,
    Subject.RETURN: acts.apply_for_return,
}
# What each application is called on its button, and what it does once decided.
USUAL = (Subject.ENTRY, Subject.EXIT)
TITLES = {
    Subject.ENTRY: ("提交入档申请", "通过后档案在档，按程序评议、公示、审定。提交后到办结前不能修改档案。"),
    Subject.EXIT: ("申请脱困退出", "通过后进入渐退期；渐退期满自动转为已脱困，并按计划回访。"),
    Subject.CANCEL: ("申请注销", "通过后档案注销，不能恢复；同一家庭再有困难须重新建档。"),
    Subject.CHANGE: ("调整标准或类别", "通过后按新的建档标准和困难类别帮扶，原来的保留在时间轴中。"),
    Subject.RELIEF: ("申请解困认定", "通过后仍在档，记为已解困：因病、因残等不能脱困、保障已落实的户。"),
    Subject.RETURN: ("申请恢复在档", "通过后结束渐退期，恢复在档。"),
}


@require_GET
def household_reviews(request: UserRequest, archive_no: str) -> HttpResponse:
    """Show every review of a household with who decided what, its exit checks, and what may be applied for now."""
    household = open_household(request, archive_no, looking_at="审核")
    asked = list(household.household_reviews.for_page())
    live = next((one for one in asked if one.review.status in LIVE), None)
    may_apply = can_apply(request.user, household) and live is None
    context = page_context(
        request,
        household,
        "household_reviews",
        asked=asked,
        live=live,
        offers=offers_of(household) if may_apply else [],
        can_discard=may_apply and household.status == Status.DRAFT,
        rectifications=Rectification.objects.visible_to(request.user).filter(household=household).for_list(),
        today=clock.today(),
        **_after_exit(request, household),
    )
    return render(request, "audits/household_reviews.html", context)


def _after_exit(request: UserRequest, household: Household) -> dict[str, Any]:
    """Return the exit checks of a household and the looks at it after it has left, and what the user may do there."""
    return {
        "checks": household.exit_checks.all()[:10],
        "can_check": can_check_exit(request.user, household),
        "looks": household.monitorings.all(),
        "can_monitor": can_monitor(request.user, household),
        "can_relapse": can_relapse(request.user, household),
    }


def offers_of(household: Household) -> list[dict[str, Any]]:
    """Return what may be applied for with the archive as it stands, and which of it is the usual next step."""
    return [
        {"name": f"{subject}_apply", "label": title, "effect": effect, "is_usual": subject in USUAL}
        for subject, (title, effect) in TITLES.items()
        if household.status in FROM[subject] and not (subject == Subject.RELIEF and household.relieved_on)
    ]


@require_http_methods(["GET", "POST"])
def review_apply(request: UserRequest, archive_no: str, subject: Subject) -> HttpResponse:
    """Ask for what an application needs, say in words what follows, and begin the review."""
    household = open_household(request, archive_no)
    require(can_apply(request.user, household), OFFICERS)
    rule = RuleBook.on(clock.today()).rule_of(household)
    given = request.POST if request.method == "POST" else None
    form = FORMS[subject](given, household=household, rule=rule, initial=request.GET.dict())
    if form.is_valid():
        review = attempt(form, lambda: APPLY[subject](household, by=request.user, **form.cleaned_data))
        if review is not None:
            messages.success(request, f"已提交{household.head_name}的{subject.label}申请，审核编号 {review.number}。")
            return redirect("household_reviews", archive_no)
    return render(request, "audits/review_apply.html", _application(household, subject, form))


def _application(household: Household, subject: Subject, form: ApplyForm) -> dict[str, Any]:
    title, effect = TITLES[subject]
    cause = form["cause"].value() if subject == Subject.CANCEL else ""
    latest = household.exit_checks.select_related("rule").prefetch_related("findings").first()
    return {
        "household": household,
        "subject": subject,
        "title": title,
        "effect": effect,
        "form": form,
        "check": latest if subject in {Subject.EXIT, Subject.RELIEF} else None,
        "income": income_lines(latest) if latest else [],
        "needs_check": subject in {Subject.EXIT, Subject.RELIEF},
        "missing": missing_fields([household.pk])[household.pk] if subject == Subject.ENTRY else [],
        "papers": missing_documents(household, subject, cause=_cause(cause)),
        **_rules_say(household, subject),
    }


def _rules_say(household: Household, subject: Subject) -> dict[str, Any]:
    """Return the latest finding of the rules, and what they lack for one, with the page where it is filled in."""
    if subject not in {Subject.ENTRY, Subject.CHANGE}:
        return {}
    lacking = missing_inputs([household]).get(household.pk, "")
    where = {NO_SURVEY: reverse("survey_add", args=[household.archive_no]), NO_STANDARD: reverse("standards")}
    return {
        "found": latest_check(household),
        "lacking": lacking if rule_version_of(household.category) == RuleVersion.B2020 else "",
        "fill_in": where.get(lacking, reverse("rule_sets")),
    }


def _cause(cause: str | None) -> str:
    """Return a cause of cancellation as the rules of papers name it."""
    return DEATH if cause == "died" else ""


@require_GET
def review_evidence(request: UserRequest, pk: int) -> HttpResponse:
    """Show a decider what a review of a household rests on, as a part of the review's page; the look is logged."""
    asked = get_object_or_404(HouseholdReview.objects.visible_to(request.user).for_evidence(), pk=pk)
    household = asked.household
    record_look(request, household, "审核依据")
    context = {
        "asked": asked,
        "household": household,
        "check": asked.exit_check,
        "findings": asked.exit_check.findings.select_related("paper") if asked.exit_check else [],
        "income": income_lines(asked.exit_check) if asked.exit_check else [],
        "eligibility": asked.eligibility,
        "agrees": asked.eligibility is None or agrees(asked.eligibility),
        "standing": household.vetoes.filter(overridden_at__isnull=True),
        "papers": missing_documents(household, asked.subject, cause=_cause(asked.cause)),
    }
    return render(request, "audits/review_evidence.html", context)


@require_POST
def household_discard(request: UserRequest, archive_no: str) -> HttpResponse:
    """End a draft that nobody will hand in."""
    household = open_household(request, archive_no)
    cause, words = request.POST.get("cause", ""), f"草稿 {archive_no} 已作废。"
    if done(request, lambda: discard_draft(household, by=request.user, cause=cause), words):
        return redirect("households")
    return redirect("household_reviews", archive_no)


@require_POST
def household_relapse(request: UserRequest, archive_no: str) -> HttpResponse:
    """Open a new archive for a household whose hardship has returned."""
    new = reopen_as_relapse(open_household(request, archive_no), by=request.user)
    former = former_cadre_of(new)
    messages.success(
        request,
        f"已按返困新建档案 {new.archive_no}，成员、住房和账户已从原档案带入；请核对，重新登记收支后提交入档申请。"
        + (f"原帮扶干部是{former}，可以在“走访”页重新结对。" if former else ""),
    )
    return redirect(new)
