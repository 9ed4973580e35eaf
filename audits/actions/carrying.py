"""Carrying out what a review of households has decided; for one or for thousands with the same few statements."""

from collections.abc import Callable, Sequence
from typing import Any

from audits.actions.grounds import GROUNDS, Ask
from audits.actions.judging import category_of, judge
from audits.actions.monitoring import drop_plans, plan_monitoring
from audits.facts import missing_fields
from audits.models import HouseholdReview
from audits.submissions import Content, Dossier, content_of
from core import clock
from households.actions.lifecycle import Turn, change_status, change_terms
from households.enums import Status
from households.models import Household
from organizations.models import User
from pairing.actions.pairings import end_pairings_of
from reviews.enums import Subject
from reviews.models import Review

RESTATED = (
    *("to_status", "level", "category", "rule_version", "eligibility", "survey"),
    *("exit_check", "channel", "cause", "note", "taper_months", "taper_aid"),
)


def carry_out(reviews: Sequence[Review], *, by: User) -> None:
    """Change the households of reviews that have just been passed, and note on each that it was carried out."""
    asked = _lock(reviews)
    for subject in {one.subject for one in asked}:
        EFFECTS[subject]([one for one in asked if one.subject == subject], by)
    _close(asked)


def refuse(reviews: Sequence[Review], *, by: User) -> None:
    """Let the archives whose entry was refused be refused; what was on file stays as it is."""
    asked = _lock(reviews)
    entries = [one for one in asked if one.subject == Subject.ENTRY]
    _turn(entries, Status.REJECTED, by, lambda one: _last_opinion(one))
    _close(asked)


def give_back(reviews: Sequence[Review], *, by: User, ended: bool = False) -> None:
    """Open the drafts again whose entry was returned to the applicant or (``ended``) withdrawn."""
    asked = _lock(reviews)
    _turn([one for one in asked if one.subject == Subject.ENTRY], Status.DRAFT, by)
    if ended:
        _close(asked)


def restate(reviews: Sequence[Review], *, by: User) -> None:
    """Take over what the archives state by now, when returned applications are handed in again."""
    asked = _lock(reviews)
    for one, fresh in _stated_anew(asked, by):
        for name in RESTATED:
            setattr(one, name, getattr(fresh, name))
        one.save(update_fields=RESTATED)
    _turn([one for one in asked if one.subject == Subject.ENTRY], Status.UNDER_REVIEW, by)


def content_now(review: Review, *, by: User | None = None) -> tuple[Content, dict[str, Any]] | None:
    """Return what a returned review would submit as the archive stands; None when it is about no household.

    ``by`` whoever hands it in, for whom the finding of the rules is kept. Raises DomainError when it cannot be
    submitted so.
    """
    from audits.actions.household_reviews import facts_of  # noqa: PLC0415 -- that module applies, this one ends

    asked = HouseholdReview.objects.select_related("household").filter(pk=review.pk).first()
    if asked is None:
        return None
    [(_one, fresh)] = _stated_anew([asked], by)
    return content_of(Dossier.of([asked.household])[asked.household_id], fresh), facts_of(fresh)


def _stated_anew(asked: Sequence[HouseholdReview], by: User | None) -> list[tuple[HouseholdReview, HouseholdReview]]:
    wanted = [
        (one.subject, one.household, category_of(one.subject, one.household, {"category": one.category}))
        for one in asked
    ]
    judged = judge(wanted, by=by)
    dossiers = Dossier.of([one.household for one in asked], judged)
    missing = missing_fields([one.household_id for one in asked if one.subject == Subject.ENTRY])
    found = []
    for one in asked:
        ask = Ask(one.household, {name: getattr(one, name) for name in ASKED[one.subject]})
        fresh = GROUNDS[one.subject](dossiers[one.household_id], ask, missing.get(one.household_id, []))
        found.append((one, fresh))
    return found


# What the applicant chose, which a resubmission keeps; the rest follows from the archive.
ASKED: dict[str, tuple[str, ...]] = {
    Subject.ENTRY: ("note",),
    Subject.EXIT: ("channel", "taper_months", "taper_aid", "note"),
    Subject.CANCEL: ("cause", "note"),
    Subject.CHANGE: ("level", "category", "note"),
    Subject.RELIEF: ("note",),
    Subject.RETURN: ("note",),
}


def _lock(reviews: Sequence[Review]) -> list[HouseholdReview]:
    keys = [review.pk for review in reviews]
    rows = HouseholdReview.objects.select_for_update(of=("self",)).filter(pk__in=keys).not_carried_out()
    return list(rows.select_related("review", "household").order_by("pk"))


def _close(asked: Sequence[HouseholdReview]) -> None:
    HouseholdReview.objects.filter(pk__in=[one.pk for one in asked]).update(applied_at=clock.now())


def _turn(
    asked: Sequence[HouseholdReview],
    to: Status,
    by: User,
    cause: Callable[[HouseholdReview], str] = lambda one: one.note,
    columns: Callable[[HouseholdReview], dict[str, Any]] = lambda one: {},
) -> list[Household]:
    """Give the households of reviews a status; returns them."""
    households = [one.household for one in asked]
    turns = {
        one.household_id: Turn(
            cause=cause(one),
            channel=one.get_channel_display(),
            review_no=one.review.number,
            columns=tuple(columns(one).items()),
        )
        for one in asked
    }
    change_status(households, to, by=by, on=clock.today(), turns=turns)
    return households


def _enter(asked: Sequence[HouseholdReview], by: User) -> None:
    day = clock.today()
    _turn(asked, Status.ON_FILE, by, columns=lambda one: {**_terms(one), "filed_on": day})
    if former := [one.household.previous_id for one in asked if one.household.previous_id]:
        drop_plans(former)


def _exit(asked: Sequence[HouseholdReview], by: User) -> None:
    day = clock.today()
    tapering = [one for one in asked if one.taper_months]
    _turn(
        tapering,
        Status.TAPERING,
        by,
        columns=lambda one: {"taper_until": clock.months_after(day, one.taper_months), "taper_aid": one.taper_aid},
    )
    left = _turn([one for one in asked if not one.taper_months], Status.EXITED, by)
    plan_monitoring(left, on=day)
    end_pairings_of(left, by=by, on=day, reason="脱困退出")


def _cancel(asked: Sequence[HouseholdReview], by: User) -> None:
    gone = _turn(asked, Status.CANCELLED, by, lambda one: "：".join(filter(None, (one.get_cause_display(), one.note))))
    end_pairings_of(gone, by=by, on=clock.today(), reason="档案注销")


def _return(asked: Sequence[HouseholdReview], by: User) -> None:
    _turn(asked, Status.ON_FILE, by, columns=lambda one: {"taper_until": None, "taper_aid": ""})


def _change(asked: Sequence[HouseholdReview], by: User) -> None:
    _set(asked, by, lambda one: "；".join(filter(None, (_from_to(one), one.note))), _terms)


def _relieve(asked: Sequence[HouseholdReview], by: User) -> None:
    day = clock.today()
    _set(asked, by, lambda one: "：".join(filter(None, ("解困认定", one.note))), lambda one: {"relieved_on": day})


def _set(
    asked: Sequence[HouseholdReview],
    by: User,
    cause: Callable[[HouseholdReview], str],
    columns: Callable[[HouseholdReview], dict[str, Any]],
) -> None:
    turns = {
        one.household_id: Turn(cause=cause(one), review_no=one.review.number, columns=tuple(columns(one).items()))
        for one in asked
    }
    change_terms([one.household for one in asked], by=by, on=clock.today(), turns=turns)


def _terms(one: HouseholdReview) -> dict[str, Any]:
    return {"level": one.level, "category": one.category, "rule_version": one.rule_version}


def _from_to(one: HouseholdReview) -> str:
    old = one.household
    parts = []
    if old.level != one.level:
        parts.append(f"建档标准由{old.get_level_display()}调整为{one.get_level_display()}")
    if old.category != one.category:
        parts.append(f"困难类别由{old.get_category_display()}调整为{one.get_category_display()}")
    return "，".join(parts)


def _last_opinion(one: HouseholdReview) -> str:
    record = one.review.records.order_by("-id").first()
    return record.opinion if record else ""


EFFECTS: dict[str, Callable[[Sequence[HouseholdReview], User], None]] = {
    Subject.ENTRY: _enter,
    Subject.EXIT: _exit,
    Subject.CANCEL: _cancel,
    Subject.RETURN: _return,
    Subject.CHANGE: _change,
    Subject.RELIEF: _relieve,
}
