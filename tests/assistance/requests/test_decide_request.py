"""What a decision changes of an application, and who may not decide."""

from decimal import Decimal

import pytest

from assistance.actions.aid_requests import change_request
from assistance.models import AidRequest
from core import clock
from core.errors import Conflict, DomainError
from households.models import Household
from organizations.enums import Role
from reviews.actions.deciding import pass_step, refuse_review, return_review
from reviews.actions.procedures import copy_procedure, edit_procedure, publish_procedure
from reviews.actions.starting import resubmit_as_it_stands, withdraw_review
from reviews.models import Procedure, Review
from reviews.subjects import handler_of
from tests.support.aid_requests import asked
from tests.support.ceilings import bill
from tests.support.factories import CadreFactory, PairingFactory, user_with


def fresh(request: AidRequest) -> AidRequest:
    return AidRequest.objects.get(pk=request.pk)


def given_back(request: AidRequest, by) -> AidRequest:
    """Return an application to its applicant."""
    review = Review.objects.get(pk=request.review_id)
    return_review(review, by=by, to_step=review.procedure.steps.get(number=1), reason="请附发票")
    return fresh(request)


def test_agreed_to_it_waits_for_a_batch(household, officer, reviewer):
    request = asked(household, officer)
    pass_step(request.review, by=reviewer, opinion="同意")
    approved = fresh(request)
    assert (approved.status, approved.approved_amount) == ("approved", Decimal(800))
    assert list(AidRequest.objects.to_pay()) == [approved]


@pytest.mark.parametrize("way", ["refused", "withdrawn"])
def test_refused_or_withdrawn_it_gives_its_bills_back(household, officer, reviewer, way):
    paper = bill(household, 500, by=officer)
    request = asked(household, officer, bills=[paper])
    if way == "refused":
        refuse_review(request.review, by=reviewer, opinion="不符合条件")
    else:
        withdraw_review(request.review, by=officer, reason="重复")
    assert (fresh(request).status, fresh(request).bills.count()) == (way, 0)
    assert asked(household, officer, item=request.item, bills=[paper]).bills.count() == 1


def test_a_larger_amount_is_decided_by_those_who_decide_on_it(household, officer, reviewer):
    request = given_back(asked(household, officer), reviewer)
    base = Procedure.objects.get(subject="aid")
    higher = copy_procedure(base, by=user_with(Role.APPROVER, "530000"), union=base.union)
    edit_procedure(higher, by=higher.created_by, name="大额单户帮扶", note="", amount_from=Decimal(900))
    publish_procedure(higher, by=higher.created_by, valid_from=clock.today())
    facts = {"amount": Decimal(900), "reason": "病情加重", "stage": ""}
    change_request(request, by=officer, facts=facts, bills=[])
    with pytest.raises(DomainError, match="须按“大额单户帮扶”审批"):
        resubmit_as_it_stands(request.review, by=officer)
    change_request(request, by=officer, facts=facts | {"amount": Decimal(899)}, bills=[])
    resubmit_as_it_stands(request.review, by=officer)
    assert Review.objects.get(pk=request.review_id).amount == Decimal(899)


def test_returned_it_is_corrected_and_handed_in_again(household, officer, reviewer):
    paper = bill(household, 500, by=officer)
    request = given_back(asked(household, officer), reviewer)
    assert request.status == "returned"
    facts = {"amount": Decimal(600), "reason": "住院自付 500 元", "stage": ""}
    change_request(request, by=officer, facts=facts, bills=[paper])
    resubmit_as_it_stands(request.review, by=officer)
    latest = request.review.submissions.order_by("-round").first()
    assert (fresh(request).status, latest.round, latest.facts["amount"]) == ("under_review", 2, "600.00")
    assert dict(latest.content)["票据"][0][1].endswith("自付 500.00 元")
    pass_step(Review.objects.get(pk=request.review_id), by=reviewer)
    assert fresh(request).approved_amount == Decimal(600)


def test_under_review_nothing_is_corrected(household, officer):
    request = asked(household, officer)
    with pytest.raises(Conflict, match="审核中"):
        change_request(request, by=officer, facts={"amount": Decimal(1), "reason": "x", "stage": ""}, bills=[])


def test_what_somebody_else_corrected_meanwhile_is_told(household, officer, reviewer):
    request = given_back(asked(household, officer), reviewer)
    facts = {"amount": Decimal(600), "reason": "自付", "stage": ""}
    with pytest.raises(Conflict, match="与您填写的不同之处"):
        change_request(request, by=officer, facts=facts, bills=[], seen="another version")
    with pytest.raises(DomainError):
        change_request(request, by=officer, facts=facts | {"amount": Decimal(0)}, bills=[])


def test_who_filed_the_archive_or_helps_it_does_not_decide(household, officer, reviewer):
    request = asked(household, officer)
    handler = handler_of("aid")
    assert handler.barred([request.review], reviewer) == {}
    PairingFactory(household=household, cadre=CadreFactory(user=reviewer))
    assert handler.barred([request.review], reviewer) == {request.review_id: "您是该户的结对帮扶人"}
    Household.objects.filter(pk=household.pk).update(created_by=officer)
    assert handler.barred([request.review], officer) == {request.review_id: "该户档案由您录入"}


def test_a_notice_says_unit_name_item_and_amount(household, officer):
    request = asked(household, officer)
    lines = handler_of("aid").notice_lines([request.review])
    assert list(lines[request.review_id].values()) == ["建水县总工会", "赵小兰", "生活救助", "800.00 元"]


def test_a_decision_names_who_made_it_in_the_history(household, officer, reviewer):
    request = asked(household, officer)
    pass_step(request.review, by=reviewer)
    event = request.events.order_by("-pgh_id").first()
    assert event.pgh_context.metadata["user"] == reviewer.pk
