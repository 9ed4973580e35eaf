"""What an app gives the engine for each kind of case: whom it bars, what a decision changes, what a notice says."""

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

from django.urls import reverse

from organizations.models import User
from reviews.enums import Subject
from reviews.models import Review


class SubjectHandler:
    """How reviews of one subject meet the rest of the system; every method is asked for many reviews at once.

    ``passed``, ``refused``, ``returned``, ``resubmitted`` and ``withdrawn`` run in the transaction of the decision:
    what they raise undoes it.
    """

    headings: ClassVar[tuple[str, ...]] = ("单位", "姓名")

    def barred(self, reviews: Sequence[Review], user: User) -> dict[int, str]:
        """Return the reviews that this user must not decide, with the reason, such as 您是该户的帮扶责任人。"""
        return {}

    def passed(self, reviews: Sequence[Review], *, by: User) -> None:
        """Carry out what was decided."""

    def refused(self, reviews: Sequence[Review], *, by: User) -> None:
        """Undo what the application had put on hold."""

    def returned(self, reviews: Sequence[Review], *, by: User) -> None:
        """Open the case for its applicant again."""

    def resubmitted(self, reviews: Sequence[Review], *, by: User) -> None:
        """Close the case to changes again."""

    def withdrawn(self, reviews: Sequence[Review], *, by: User) -> None:
        """Undo what the application had put on hold."""

    def notice_lines(self, reviews: Sequence[Review]) -> dict[int, dict[str, str]]:
        """Return what a notice may say of each review, masked, in the order of ``headings``."""
        return {review.pk: {"单位": review.union.name, "姓名": ""} for review in reviews}

    def notice_rows(self, reviews: Sequence[Review]) -> dict[int, list[dict[str, str]]]:
        """Return all lines that a notice has for each review: one, or many where it decides about many people."""
        return {key: [values] for key, values in self.notice_lines(reviews).items()}

    def hold(self, reviews: Sequence[Review]) -> None:
        """Lock what the reviews are about, so that nobody changes it between reading and handing in."""

    def resubmission(self, review: Review, *, by: User | None = None) -> tuple[list[Any], dict[str, Any]]:
        """Return content and facts of a returned review as the case stands now; without an app, what was submitted.

        ``by`` is whoever hands it in; without, nothing is kept. Raises DomainError when it cannot be submitted so.
        """
        latest = review.submissions.order_by("-round").first()
        return (latest.content, latest.facts) if latest else ([], {})

    def evidence_url(self, review: Review) -> str:
        """Return the page (a fragment for htmx) that shows a decider the evidence; "" for none."""
        return ""

    def subject_url(self, review: Review) -> str:
        """Return the page of what is decided about."""
        return reverse("review", args=[review.pk])


HANDLERS: dict[str, SubjectHandler] = {}


def register(*subjects: Subject):
    """Register a handler class for subjects (apps do so in ``subjects.py``)."""

    def enter(handler: type[SubjectHandler]) -> type[SubjectHandler]:
        for subject in subjects:
            HANDLERS[subject] = handler()
        return handler

    return enter


def handler_of(subject: str) -> SubjectHandler:
    """Return the handler of a subject; one without an app of its own changes nothing."""
    return HANDLERS.get(subject) or SubjectHandler()


def by_subject(reviews: Iterable[Review]) -> dict[str, list[Review]]:
    """Sort reviews by subject."""
    sorted_: dict[str, list[Review]] = {}
    for review in reviews:
        sorted_.setdefault(review.subject, []).append(review)
    return sorted_
