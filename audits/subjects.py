"""How the reviews of households meet the archives: whom they bar, what they change, what a notice says."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse

from audits.actions.carrying import carry_out, content_now, give_back, refuse, restate
from audits.models import HouseholdReview
from households.models import Household
from organizations.models import User
from pairing.models import Pairing
from reviews.enums import Subject
from reviews.models import Review
from reviews.subjects import SubjectHandler, register

FILED, PAIRED = "该户档案由您录入", "您是该户的结对帮扶人"


@register(Subject.ENTRY, Subject.EXIT, Subject.CANCEL, Subject.CHANGE, Subject.RELIEF, Subject.RETURN)
class HouseholdSubject(SubjectHandler):
    """All six subjects about a household."""

    headings = ("单位", "姓名", "家庭人口", "致困原因", "拟定事项")

    def barred(self, reviews: Sequence[Review], user: User) -> dict[int, str]:
        """Bar who entered the archive, and who is paired with the household as its cadre or leader; two queries."""
        asked = HouseholdReview.objects.filter(review__in=reviews)
        rows = list(asked.values_list("pk", "household", "household__created_by"))
        active = Pairing.objects.active().filter(cadre__user=user, household__in=[home for _pk, home, _by in rows])
        paired = set(active.order_by().values_list("household", flat=True))
        barred = {pk: FILED for pk, _home, created_by in rows if created_by == user.pk}
        return barred | {pk: PAIRED for pk, home, _by in rows if home in paired}

    def passed(self, reviews: Sequence[Review], *, by: User) -> None:
        carry_out(reviews, by=by)

    def refused(self, reviews: Sequence[Review], *, by: User) -> None:
        refuse(reviews, by=by)

    def returned(self, reviews: Sequence[Review], *, by: User) -> None:
        give_back(reviews, by=by)

    def resubmitted(self, reviews: Sequence[Review], *, by: User) -> None:
        restate(reviews, by=by)

    def withdrawn(self, reviews: Sequence[Review], *, by: User) -> None:
        give_back(reviews, by=by, ended=True)

    def notice_lines(self, reviews: Sequence[Review]) -> dict[int, dict[str, str]]:
        """Say unit, the worker's name, persons, group of cause and what is proposed; nothing else of anybody."""
        asked = HouseholdReview.objects.filter(review__in=reviews).select_related("household__union")
        bare = {review.pk: dict.fromkeys(self.headings, "") | {"单位": review.union.name} for review in reviews}
        return bare | {one.pk: dict(zip(self.headings, _line(one), strict=True)) for one in asked}

    def hold(self, reviews: Sequence[Review]) -> None:
        """Lock the archives."""
        archives = Household.objects.filter(household_reviews__in=[review.pk for review in reviews])
        list(Household.objects.select_for_update(no_key=True, of=("self",)).filter(pk__in=archives).order_by("pk"))

    def resubmission(self, review: Review, *, by: User | None = None) -> tuple[list[Any], dict[str, Any]]:
        """Return what the archive states by now."""
        return content_now(review, by=by) or super().resubmission(review)

    def evidence_url(self, review: Review) -> str:
        return reverse("review_evidence", args=[review.pk])

    def subject_url(self, review: Review) -> str:
        return reverse("household", args=[review.subject_ref])


def why_not_discarded(household: Household) -> str:
    """Say which review of a draft still runs: it must be withdrawn before the draft is discarded; "" for none."""
    live = HouseholdReview.objects.live().filter(household=household).select_related("review__step").first()
    return f"审核 {live.review.number}（{live.review.stage}）尚未办结，请先撤回" if live else ""


def _line(asked: HouseholdReview) -> tuple[str, ...]:
    home = asked.household
    return (
        home.work_unit or home.union.name,
        home.head_name,
        f"{home.persons} 人" if home.persons else "—",
        home.get_main_cause_display(),
        asked.asks,
    )
