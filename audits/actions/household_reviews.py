"""Applying for what only a review decides about a household: entry, exit, cancellation, change, relief, return."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from audits.actions.grounds import GROUNDS, Ask
from audits.actions.judging import category_of, judge
from audits.facts import missing_fields
from audits.models import ExitCheck, HouseholdReview
from audits.submissions import Dossier, content_of
from core import clock
from core.errors import DomainError
from households.actions.lifecycle import change_status
from households.enums import Status
from households.history import signed
from households.models import Household
from households.rules import is_officer
from organizations.models import User
from organizations.rules import require
from reviews.actions.starting import Case, start_reviews
from reviews.enums import Subject
from reviews.models import Review

OFFICERS_APPLY = "申请由建档单位或其上级工会的经办人员提交，您的角色不能提交。"


@dataclass
class Applied:
    """What became of each of many households: the reviews that began, and the others with the reason."""

    reviews: list[Review] = field(default_factory=list)
    refused: list[tuple[Household, DomainError]] = field(default_factory=list)


def apply_for_entry(household: Household, *, by: User, note: str = "") -> Review:
    """Hand a draft in for review (提交入档申请); it cannot be changed until it is decided, returned or withdrawn.

    The rules are applied anew, and what they find is kept also when it bars the entry. Raises DomainError for what is
    missing, and when they find otherwise than the archive states.
    """
    return _one(Subject.ENTRY, Ask(household, {"note": note}), by=by)


def apply_for_exit(
    household: Household,
    *,
    by: User,
    exit_check: ExitCheck | None = None,
    channel: str,
    taper_months: int | None = None,
    taper_aid: str = "",
    note: str = "",
) -> Review:
    """Apply for 脱困退出 on the ground of a check made at the household; without ``exit_check`` the latest one.

    ``taper_months`` without a value are those of the rule; 0 leaves at once.
    """
    facts = {"exit_check": exit_check, "channel": channel, "taper_months": taper_months}
    return _one(Subject.EXIT, Ask(household, {**facts, "taper_aid": taper_aid, "note": note}), by=by)


def apply_for_cancel(household: Household, *, by: User, cause: str, note: str = "") -> Review:
    """Apply for 注销 with its cause."""
    return _one(Subject.CANCEL, Ask(household, {"cause": cause, "note": note}), by=by)


def apply_for_change(household: Household, *, by: User, level: str, category: str, note: str = "") -> Review:
    """Apply for another level or category; the rule version follows from the category."""
    return _one(Subject.CHANGE, Ask(household, {"level": level, "category": category, "note": note}), by=by)


def apply_for_relief(household: Household, *, by: User, exit_check: ExitCheck | None = None, note: str = "") -> Review:
    """Apply for 解困认定: the seven items are secured, the household stays on file."""
    return _one(Subject.RELIEF, Ask(household, {"exit_check": exit_check, "note": note}), by=by)


def apply_for_return(household: Household, *, by: User, note: str) -> Review:
    """Apply to bring a tapering household back on file, with the reason."""
    return _one(Subject.RETURN, Ask(household, {"note": note}), by=by)


def _one(subject: Subject, ask: Ask, *, by: User) -> Review:
    applied = apply_many(subject, [ask], by=by)
    for _household, refusal in applied.refused:
        raise refusal
    return applied.reviews[0]


@transaction.atomic
@signed
def apply_many(subject: Subject, asks: Sequence[Ask], *, by: User) -> Applied:
    """Apply for the same about many households; what a rule refuses is told apart, the others begin their reviews.

    The queries do not grow with the number, but for one of each union. Raises NotAllowed when one of them is not the
    user's to apply for.
    """
    keys = [ask.household.pk for ask in asks]
    locked = Household.objects.select_for_update(no_key=True, of=("self",)).filter(pk__in=keys).order_by("pk")
    require(all(is_officer(by, household) for household in locked), OFFICERS_APPLY)
    running = _running(keys)
    judged = judge(_wanted(subject, locked, asks), by=by)
    dossiers, missing = Dossier.of(locked, judged), missing_fields(keys) if subject == Subject.ENTRY else {}
    applied, begun = Applied(), []
    for ask in asks:
        dossier = dossiers[ask.household.pk]
        try:
            _refuse_running(dossier.household, running)
            begun.append((dossier, GROUNDS[subject](dossier, ask, missing.get(ask.household.pk, []))))
        except DomainError as refusal:
            applied.refused.append((ask.household, refusal))
    applied.reviews = _begin(subject, begun, by=by) if begun else []
    return applied


def _wanted(subject: Subject, locked: Iterable[Household], asks: Sequence[Ask]) -> list[tuple[str, Household, str]]:
    """Return the households as they stand, each with the category that is applied for."""
    rows = {household.pk: household for household in locked}
    return [(subject, rows[a.household.pk], category_of(subject, rows[a.household.pk], a.facts)) for a in asks]


def _begin(subject: Subject, begun: Iterable[tuple[Dossier, HouseholdReview]], *, by: User) -> list[Review]:
    pairs = list(begun)
    reviews = start_reviews(subject, [_case(dossier, asked) for dossier, asked in pairs], by=by)
    by_ref = {review.subject_ref: review for review in reviews}
    for dossier, asked in pairs:
        asked.review = by_ref[dossier.household.archive_no]
    HouseholdReview.objects.bulk_create([asked for _dossier, asked in pairs], batch_size=1000)
    if subject == Subject.ENTRY:
        change_status(
            [dossier.household for dossier, _asked in pairs], Status.UNDER_REVIEW, by=by, on=clock.today(), turns=None
        )
    return [by_ref[dossier.household.archive_no] for dossier, _asked in pairs]


def _case(dossier: Dossier, asked: HouseholdReview) -> Case:
    household = dossier.household
    return Case(
        union=household.union,
        title=household.head_name or household.archive_no,
        subject_ref=household.archive_no,
        content=content_of(dossier, asked),
        facts=facts_of(asked),
    )


def facts_of(asked: HouseholdReview) -> dict[str, Any]:
    """Return what is asked for as it is kept with each submission."""
    names = ("to_status", "level", "category", "channel", "cause", "note", "taper_months", "taper_aid")
    keys = ("eligibility_id", "survey_id", "exit_check_id", "household_id")
    return {name: getattr(asked, name) for name in (*names, *keys)}


def _running(keys: Sequence[int]) -> dict[int, Review]:
    live = HouseholdReview.objects.live().filter(household__in=keys).select_related("review__step")
    return {asked.household_id: asked.review for asked in live}


def _refuse_running(household: Household, running: dict[int, Review]) -> None:
    if review := running.get(household.pk):
        raise DomainError(
            f"{household.head_name}的{review.get_subject_display()}审核（{review.number}，{review.stage}）正在办理，"
            "同一档案不能同时有两项审核；请先办结或撤回。"
        )
