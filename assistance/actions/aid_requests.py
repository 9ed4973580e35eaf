"""Applying for aid for one household (单户帮扶申请), correcting what was returned, and what a decision changes."""

import uuid
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, NotRequired, Required, TypedDict, Unpack

from django.db import transaction
from django.db.models import F

from assistance.ceilings.enums import Per
from assistance.models import AidItem, AidRequest, Bill
from assistance.requests.content import content_of, facts_of, proposal_for
from assistance.requests.enums import RequestStatus
from assistance.requests.rules import WHO_APPLIES, can_apply_for_aid, can_change_request
from core import clock
from core.errors import Conflict, DomainError
from core.money import to_money
from households.actions.facts import changed_facts, unless_taken, validate, write_facts
from households.actions.locks import lock_household
from households.enums import IN_CARE, Status
from households.history import signed
from households.models import Household, Member
from organizations.models import User
from organizations.rules import require
from organizations.scope import paths_down_to
from reviews.actions.starting import Case, start_reviews
from reviews.enums import Subject
from reviews.models import Review

LIVE = (RequestStatus.UNDER_REVIEW, RequestStatus.RETURNED)


class RequestFacts(TypedDict):
    """What is asked for; the amount in 元, ``bills`` of the household that nothing was paid for yet."""

    item: Required[AidItem]
    amount: Required[Decimal]
    reason: Required[str]
    member: NotRequired[Member | None]
    stage: NotRequired[str]
    bills: NotRequired[Sequence[Bill]]


@transaction.atomic
@signed
def apply_for_aid(
    household: Household, *, by: User, client_id: uuid.UUID | None = None, **facts: Unpack[RequestFacts]
) -> AidRequest:
    """Apply for an item for a household, and begin the review; the same ``client_id`` again returns the first one.

    More than the ceiling may be asked for: who decides is told. Raises DomainError, with the field.
    """
    locked = lock_household(household)
    if client_id and (same := AidRequest.objects.filter(client_id=client_id, household=locked).first()):
        return same
    require(can_apply_for_aid(by, locked), WHO_APPLIES)
    said: dict[str, Any] = {"member": None, "stage": "", **facts}
    bills = _lock_bills(said.pop("bills", ()), locked)
    said["amount"] = to_money(said["amount"])
    request = AidRequest(household=locked, created_by=by, created_at=clock.now(), applied_on=clock.today(), **said)
    request.client_id = client_id or uuid.uuid4()
    _check(request)
    _refuse_twice(request)
    validate(request, said)
    with unless_taken("client_id", Conflict("这张申请表已用于另一户，请重新打开申请页面。")):
        request.save(force_insert=True)
    _take_bills(request, bills)
    _begin(request, bills, by)
    return request


@transaction.atomic
@signed
def change_request(
    request: AidRequest, *, by: User, facts: Mapping[str, Any], bills: Sequence[Bill], seen: str = ""
) -> AidRequest:
    """Correct an application that was returned: amount, reason, stage and bills; item and person stay."""
    household = lock_household(request.household)
    locked = AidRequest.objects.select_for_update(of=("self",)).select_related("item", "member").get(pk=request.pk)
    if locked.status != RequestStatus.RETURNED:
        raise Conflict(f"申请 {locked.number} 现为“{locked.get_status_display()}”，只有退回的申请可以修改。")
    require(can_change_request(by, locked), WHO_APPLIES)
    changed = changed_facts(locked, {**facts, "amount": to_money(facts["amount"])}, seen=seen)
    wanted = _lock_bills(bills, household, of=locked)
    if changed:
        write_facts(locked, changed)
    _take_bills(locked, wanted)
    _check(locked)
    return locked


@signed
def approve_requests(reviews: Sequence[Review], *, by: User) -> None:
    """Let the applications of passed reviews be paid, with what was asked for."""
    lock_requests(reviews)
    _of(reviews).update(status=RequestStatus.APPROVED, approved_amount=F("amount"))


@signed
def end_requests(reviews: Sequence[Review], status: RequestStatus, *, by: User) -> None:
    """End the applications of reviews that were refused or withdrawn; their bills may be used for another one."""
    lock_requests(reviews)
    Bill.objects.filter(request__in=_of(reviews), payment__isnull=True).update(request=None)
    _of(reviews).update(status=status)


@signed
def move_requests(reviews: Sequence[Review], status: RequestStatus, *, by: User) -> None:
    """Give back the applications of returned reviews, or take them in again."""
    lock_requests(reviews)
    _of(reviews).update(status=status)


def lock_requests(reviews: Sequence[Review]) -> list[AidRequest]:
    """Lock the applications that reviews are about, in the order of their keys; needs a transaction."""
    return list(_of(reviews).select_for_update(of=("self",)).order_by("pk"))


def _of(reviews: Sequence[Review]) -> Any:
    return AidRequest.objects.filter(review__in=[review.pk for review in reviews])


def _check(request: AidRequest) -> None:
    item, home, member = request.item, request.household, request.member
    if not item.is_active or item.union.path not in paths_down_to(home.union_path):
        raise DomainError(f"帮扶项目“{item}”不适用于该户或已停用，请另选。", field="item")
    if item.on_file_only and home.status not in IN_CARE:
        raise DomainError(f"“{item}”限在档户，该户{home.get_status_display()}。", field="item")
    if home.status == Status.TAPERING and not item.pays_tapering:
        raise DomainError(f"“{item}”不发给渐退期的户。", field="item")
    if item.per == Per.PERSON and member is None:
        raise DomainError(f"“{item}”按人发放，请选择受益的家庭成员。", field="member")
    if member and (member.household_id != home.pk or member.departed_on):
        raise DomainError("受益人已离户或不是该户成员，请重新选择。", field="member")
    if request.amount <= 0:
        raise DomainError("申请金额应大于零。", field="amount")
    if not request.reason.strip():
        raise DomainError("请写明申请事由。", field="reason")


def _refuse_twice(request: AidRequest) -> None:
    running = request.household.aid_requests.filter(item=request.item, member=request.member, status__in=LIVE).first()
    if running:
        named = f"{request.household.head_name}的“{request.item}”申请 {running.number}"
        raise Conflict(f"{named}{running.get_status_display()}，请先办结或撤回。", field="item")


def _lock_bills(bills: Sequence[Bill], household: Household, *, of: AidRequest | None = None) -> list[Bill]:
    """Lock bills, and refuse what is another household's, was paid for, or stands on another application."""
    keys = {bill.pk for bill in bills}
    locked = list(Bill.objects.select_for_update(of=("self",)).filter(pk__in=keys, household=household).order_by("pk"))
    if len(locked) != len(keys):
        raise DomainError("所选票据不是该户的票据，请刷新页面后重选。", field="bills")
    for bill in locked:
        if bill.payment_id or bill.request_id not in (None, of.pk if of else None):
            raise DomainError(f"票据 {bill.number} 已用于其他申请或发放，请去掉。", field="bills")
    return locked


def _take_bills(request: AidRequest, bills: Sequence[Bill]) -> None:
    keys = [bill.pk for bill in bills]
    request.bills.exclude(pk__in=keys).update(request=None)
    Bill.objects.filter(pk__in=keys).update(request=request)


def _begin(request: AidRequest, bills: Sequence[Bill], by: User) -> None:
    found = proposal_for(request, bills)
    case = Case(
        union=request.household.union,
        title=request.household.head_name or request.household.archive_no,
        subject_ref=request.number,
        content=content_of(request, bills, found),
        facts=facts_of(request, found),
        amount=request.amount,
    )
    [request.review] = start_reviews(Subject.AID, [case], by=by)
    request.save(update_fields=["review"])
