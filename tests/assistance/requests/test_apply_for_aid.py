"""A household applies for an item: what is asked, what is refused, what the review puts before its deciders."""

import uuid
from decimal import Decimal

import pytest

from assistance.actions.aid_requests import apply_for_aid
from assistance.ceilings.enums import Per
from assistance.models import AidRequest
from assistance.requests.enums import RequestStatus
from core.errors import Conflict, DomainError, NotAllowed
from households.enums import Status
from reviews.enums import Subject
from tests.support.aid_requests import asked, item_with_rule
from tests.support.ceilings import bill
from tests.support.factories import HouseholdFactory, MemberFactory, union

pytestmark = pytest.mark.django_db


def test_an_application_begins_a_review_that_says_what_is_asked_and_what_the_rule_gives(household, officer):
    request = asked(household, officer)
    review = request.review
    assert (request.status, review.subject, review.subject_ref) == ("under_review", Subject.AID, request.number)
    assert (review.amount, review.title, review.stage) == (Decimal(800), "赵小兰", "县级审核")
    content = dict(review.submissions.get().content)
    assert ["申请金额", "800.00 元"] in content["申请事项"]
    assert content["标准测算"][0] == ["测算金额", "1,000.00 元"]
    assert review.submissions.get().facts["ceiling"] == "1000.00"


def test_pressed_twice_it_is_handed_in_once(household, officer):
    number, item = uuid.uuid4(), item_with_rule()
    first = asked(household, officer, client_id=number, item=item)
    assert asked(household, officer, client_id=number, item=item) == first
    assert AidRequest.objects.count() == 1


def test_more_than_the_ceiling_is_told_to_who_decides(household, officer):
    request = asked(household, officer, amount=Decimal("1200.50"))
    content = dict(request.review.submissions.get().content)
    assert content["标准测算"][-1] == ["提示", "超过标准上限 1,000.00 元，多 200.50 元"]


def test_nobody_else_applies(household, reviewer, registrar, outsider, cadre):
    item = item_with_rule()
    for by in (reviewer, registrar, outsider, cadre):
        with pytest.raises(NotAllowed):
            asked(household, by, item=item)


def test_the_same_item_runs_once_for_a_person(household, officer):
    item = item_with_rule()
    first = asked(household, officer, item=item)
    with pytest.raises(Conflict, match=first.number):
        asked(household, officer, item=item)
    son = MemberFactory(household=household)
    assert asked(household, officer, item=item, member=son).member == son


@pytest.mark.parametrize(
    ("facts", "field"),
    [({"amount": Decimal(0)}, "amount"), ({"reason": " "}, "reason"), ({"member": "stranger"}, "member")],
)
def test_what_does_not_fit_is_told_with_its_field(household, officer, facts, field):
    if facts.get("member"):
        facts = {"member": MemberFactory(household=HouseholdFactory())}
    with pytest.raises(DomainError) as refusal:
        asked(household, officer, **facts)
    assert refusal.value.field == field
    assert not AidRequest.objects.exists()


def test_an_item_says_for_whom_it_is(household, officer):
    elsewhere = item_with_rule(union=union("530100"))
    per_person = item_with_rule(per=Per.PERSON)
    not_tapering = item_with_rule(pays_tapering=False)
    for item, field in ((elsewhere, "item"), (per_person, "member")):
        with pytest.raises(DomainError) as refusal:
            asked(household, officer, item=item)
        assert refusal.value.field == field
    tapering = HouseholdFactory(status=Status.TAPERING)
    with pytest.raises(DomainError, match="渐退期"):
        asked(tapering, officer, item=not_tapering)
    with pytest.raises(DomainError, match="限在档户"):
        asked(HouseholdFactory(status=Status.DRAFT), officer)


def test_bills_stand_on_one_application(household, officer):
    paper = bill(household, 500, by=officer)
    request = asked(household, officer, bills=[paper])
    assert list(request.bills.all()) == [paper]
    with pytest.raises(DomainError, match=paper.number):
        asked(household, officer, bills=[paper])
    theirs = bill(HouseholdFactory(), 500, by=officer)
    with pytest.raises(DomainError) as refusal:
        asked(household, officer, bills=[theirs])
    assert refusal.value.field == "bills"


def test_a_form_of_another_household_is_not_used_again(household, officer):
    number, item = uuid.uuid4(), item_with_rule()
    asked(household, officer, client_id=number, item=item)
    with pytest.raises(Conflict, match="另一户"):
        asked(HouseholdFactory(), officer, client_id=number, item=item)


def test_a_closed_archive_asks_for_nothing(officer):
    with pytest.raises(DomainError):
        apply_for_aid(
            HouseholdFactory(status=Status.EXITED), by=officer, item=item_with_rule(), amount=Decimal(1), reason="困难"
        )
    assert RequestStatus.UNDER_REVIEW not in AidRequest.objects.values_list("status", flat=True)
