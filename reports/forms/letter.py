"""告知书: what was decided about a household, told to the family in plain words and large letters on one page."""

from dataclasses import dataclass, field
from typing import ClassVar

from django.conf import settings

from audits.enums import CancelCause
from audits.models import HouseholdReview
from core.errors import DomainError
from households.rules import prints_in_full
from organizations.models import User
from reports.booklet.data import text
from reports.forms.data import PrintedForm
from reports.forms.letter_words import Told, told_of
from reports.forms.opinions import standing_records
from reports.forms.words import long_day
from reviews.enums import ReviewStatus

LARGE = 400  # so many characters fill a page at the usual size
ROOM = "＿" * 7


@dataclass(frozen=True, kw_only=True)
class Letter(PrintedForm):
    """Whom it tells, what was decided and why, what goes on or ends, how to object, and whom to call."""

    title: ClassVar[str] = "办理结果告知书"
    template: ClassVar[str] = "reports/forms/letter.html"
    sheet: ClassVar[str] = "letter.css"
    to: str = text("称呼")
    told: Told = field(default=Told(), metadata={"label": "内容"})
    objecting: str = text("异议")
    contact: str = text("联系人")
    union: str = text("发文单位")
    dated: str = text("日期")

    @property
    def is_long(self) -> bool:
        """Tell whether it needs smaller letters to stay on one page."""
        parts = (self.told.decided, *self.told.reasons, *self.told.effects, self.objecting, self.contact)
        return sum(map(len, parts)) > LARGE


def load_letter(asked: HouseholdReview, *, by: User | None) -> Letter:
    """Return the letter about a review that ``loading.with_case`` has loaded; no query.

    Raises DomainError while nothing has been decided.
    """
    review, household = asked.review, asked.household
    if review.status not in (ReviewStatus.PASSED, ReviewStatus.REFUSED):
        raise DomainError(f"该件现为“{review.stage}”，还没有办结；办结后才能打印告知书。")
    masked = by is None or not prints_in_full(by, household)
    last = max(standing_records(review).values(), key=lambda record: record.step.number)
    return Letter(
        number=household.archive_no,
        whose=household.head_name,
        masked=masked,
        to=f"{household.head_name}同志{'家属' if asked.cause == CancelCause.DIED else ''}：",
        told=told_of(asked, last),
        objecting=_objecting(review.union.name),
        contact=_contact(asked, masked=masked),
        union=review.union.name,
        dated=long_day(review.finished_at),
    )


def _objecting(union: str) -> str:
    days = settings.DECISION_OBJECTION_DAYS
    whom = f"请在收到本告知书后{days}个工作日内告诉{union}或上一级工会"
    return f"对这个决定有不同意见，{whom}，口头、书面都可以，工会会调查并答复您。"


def _contact(asked: HouseholdReview, *, masked: bool) -> str:
    """Say whom to call: the union, and the household's cadre with the phone number where the print carries numbers."""
    union = asked.review.union
    own = (line.notice for line in asked.review.notice_lines.all() if line.notice.union_id == union.pk)
    words = f"{union.name}，电话{next((notice.hotline for notice in own if notice.hotline), ROOM)}"
    cadre = next((pairing.cadre for pairing in asked.household.pairings.all() if pairing.is_active), None)
    if cadre is None:
        return f"{words}。"
    phone = "" if masked else cadre.phone
    return f"{words}；您家的帮扶干部{cadre.name}，电话{phone or ROOM}。"
