"""How the reviews of single applications meet them: whom they bar, what a decision changes, what a notice says."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse

from assistance.actions.aid_requests import approve_requests, end_requests, lock_requests, move_requests
from assistance.models import AidRequest
from assistance.requests.content import content_of, facts_of, proposal_for
from assistance.requests.enums import RequestStatus
from core.money import format_money
from organizations.models import User
from pairing.models import Pairing
from reviews.actions.starting import refuse_higher_tier
from reviews.enums import Subject
from reviews.models import Review
from reviews.subjects import SubjectHandler, register

FILED, PAIRED, ENTERED = "该户档案由您录入", "您是该户的结对帮扶人", "该申请由您登记"


@register(Subject.AID)
class RequestSubject(SubjectHandler):
    """Applications for aid for one household."""

    headings = ("单位", "姓名", "帮扶项目", "拟定事项")

    def barred(self, reviews: Sequence[Review], user: User) -> dict[int, str]:
        """Bar who entered the archive or the application, and who is paired with the household; two queries."""
        asked = AidRequest.objects.filter(review__in=reviews)
        rows = list(asked.values_list("review", "household", "household__created_by", "created_by"))
        active = Pairing.objects.active().filter(cadre__user=user, household__in=[row[1] for row in rows])
        paired = set(active.order_by().values_list("household", flat=True))
        barred = {pk: ENTERED for pk, _home, _filed, by in rows if by == user.pk}
        barred |= {pk: FILED for pk, _home, filed, _by in rows if filed == user.pk}
        return barred | {pk: PAIRED for pk, home, _filed, _by in rows if home in paired}

    def passed(self, reviews: Sequence[Review], *, by: User) -> None:
        approve_requests(reviews, by=by)

    def refused(self, reviews: Sequence[Review], *, by: User) -> None:
        end_requests(reviews, RequestStatus.REFUSED, by=by)

    def returned(self, reviews: Sequence[Review], *, by: User) -> None:
        move_requests(reviews, RequestStatus.RETURNED, by=by)

    def resubmitted(self, reviews: Sequence[Review], *, by: User) -> None:
        """Take them in again, and let the review say the amount that is decided on now."""
        move_requests(reviews, RequestStatus.UNDER_REVIEW, by=by)
        for request in AidRequest.objects.filter(review__in=reviews):
            Review.objects.filter(aid_requests=request).update(amount=request.amount)

    def withdrawn(self, reviews: Sequence[Review], *, by: User) -> None:
        end_requests(reviews, RequestStatus.WITHDRAWN, by=by)

    def notice_lines(self, reviews: Sequence[Review]) -> dict[int, dict[str, str]]:
        """Say unit, the worker's name, the item and how much is asked for; nothing else of anybody."""
        bare = {review.pk: dict.fromkeys(self.headings, "") | {"单位": review.union.name} for review in reviews}
        asked = AidRequest.objects.filter(review__in=reviews).select_related("household__union", "item")
        for one in asked:
            if one.review_id is not None:
                bare[one.review_id] = dict(zip(self.headings, _line(one), strict=True))
        return bare

    def hold(self, reviews: Sequence[Review]) -> None:
        """Lock the applications."""
        lock_requests(reviews)

    def resubmission(self, review: Review, *, by: User | None = None) -> tuple[list[Any], dict[str, Any]]:
        """Return what the application says by now."""
        asked = AidRequest.objects.filter(review=review).select_related("household__union", "item__union", "member")
        if (request := asked.first()) is None:
            return super().resubmission(review)
        if by is not None:
            refuse_higher_tier(review, request.amount)
        bills = list(request.bills.all())
        found = proposal_for(request, bills)
        return content_of(request, bills, found), facts_of(request, found)

    def evidence_url(self, review: Review) -> str:
        return reverse("aid_request_evidence", args=[review.pk])

    def subject_url(self, review: Review) -> str:
        """Return the page of the application; one query."""
        request = AidRequest.objects.filter(review=review).first()
        return request.get_absolute_url() if request else super().subject_url(review)


def _line(request: AidRequest) -> tuple[str, ...]:
    home = request.household
    amount = f"{format_money(request.amount)} 元"
    return home.work_unit or home.union.name, home.head_name, request.item.name, amount
