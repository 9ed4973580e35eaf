"""Handing a batch in: what deciders get, what is refused, and where each decision leads."""

from decimal import Decimal

import pytest

from assistance.actions.payments.drawing import add_households, add_requests
from assistance.actions.payments.lines import change_line
from assistance.actions.payments.stops import open_stops
from assistance.actions.payments.submitting import submit_batch
from assistance.models import Batch
from assistance.payments.building import Wanted
from assistance.payments.enums import BatchStatus
from core.errors import Conflict, DomainError, NotAllowed
from households.enums import GrantKind
from households.models import ArchiveGrant, Household
from reviews.actions.deciding import pass_step, refuse_review, return_review
from reviews.actions.notices import draw_notice
from reviews.actions.starting import withdraw_review
from reviews.models import Review
from tests.support.factories import CadreFactory, PairingFactory
from tests.support.money import budget_with
from tests.support.paying import Desks, agreed, approved, both_desks, handed_in, step_on
from tests.support.payments import BY_BILLS, batch_of, bill_of, home, item_with, request_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def desks():
    return Desks.hire()


@pytest.fixture
def batch(desks):
    return handed_in(desks)


def review_of(batch):
    return Review.objects.select_related("step", "procedure").get(pk=batch.review_id)


def refused(batch, desks):
    review = step_on(review_of(batch), desks)
    return refuse_review(review, by=desks.reviewer, opinion="资金另有安排")


def now(batch):
    return Batch.objects.get(pk=batch.pk)


def test_the_deciders_get_the_sums_and_the_amount_chooses_the_procedure(batch):
    review = review_of(batch)
    assert (batch.status, batch.lines_count, batch.amount) == (BatchStatus.REVIEWING, 2, Decimal(2000))
    assert (review.amount, review.procedure.amount_from, review.step.name) == (2000, 0, "发放公示")
    content = dict(review.submissions.get().content)
    assert ["户次", "2"] in content["发放批次"]
    assert content["按建档单位"] == [["建水县总工会", "2 户次，2,000.00 元"]]


def test_a_large_batch_goes_up_to_the_prefecture(desks):
    batch = handed_in(desks, 1, item=item_with(60_000))
    assert review_of(batch).procedure.amount_from == 50_000
    assert agreed(batch, desks).status == BatchStatus.APPROVED


def test_everybody_agrees_and_it_is_approved(desks):
    assert approved(desks).status == BatchStatus.APPROVED


def test_who_worked_on_the_lines_decides_nothing(desks):
    batch = batch_of(desks.officer, homes=1)
    helper = both_desks()
    add_households(batch, [Wanted(home())], by=helper)
    assert list(batch.prepared_by.all()) == [helper]
    review = step_on(review_of(submit_batch(now(batch), by=desks.officer)), desks)
    with pytest.raises(NotAllowed, match="明细由您添加或修改过"):
        pass_step(review, by=helper, opinion="同意")
    assert step_on(review, desks).step != review.step


def test_handing_in_twice_changes_nothing(batch, desks):
    assert submit_batch(now(batch), by=desks.officer).review_id == batch.review_id
    assert Review.objects.count() == 1


def test_open_stops_lines_and_money_are_asked_for(desks):
    with pytest.raises(DomainError, match="没有发放明细"):
        submit_batch(batch_of(desks.officer), by=desks.officer)
    with pytest.raises(DomainError, match="1 项停发事由没有处理.*没有银行账号"):
        submit_batch(batch_of(desks.officer, homes=[home(card_no="")]), by=desks.officer)
    with pytest.raises(DomainError, match="可用 500.00 元，需要 1,000.00 元"):
        submit_batch(batch_of(desks.officer, homes=1, budget=budget_with(500)), by=desks.officer)


def test_who_is_no_officer_hands_nothing_in(desks):
    batch = batch_of(desks.officer, homes=1)
    for by in (desks.finance, desks.reviewer, desks.outsider):
        with pytest.raises(NotAllowed):
            submit_batch(batch, by=by)


def test_while_it_is_decided_on_nothing_is_changed(batch, desks):
    with pytest.raises(Conflict, match="撤回"):
        add_households(now(batch), [Wanted(home())], by=desks.officer)


def test_a_returned_batch_is_changed_and_handed_in_again(batch, desks):
    review = step_on(review_of(batch), desks)
    return_review(review, by=desks.reviewer, to_step=review.procedure.steps.get(number=1), reason="请核对金额")
    assert now(batch).status == BatchStatus.RETURNED
    line = batch.payments.first()
    change_line(line, by=desks.officer, facts={"amount": Decimal(800)})
    again = submit_batch(now(batch), by=desks.officer)
    review = review_of(batch)
    assert (again.status, again.amount, review.amount, review.round) == (BatchStatus.REVIEWING, 1800, 1800, 2)


def test_a_returned_batch_that_has_grown_past_its_procedure_is_handed_in_anew(desks):
    batch = handed_in(desks, 1, item=item_with(30_000))
    review = review_of(batch)
    return_review(review, by=desks.officer, to_step=review.procedure.steps.get(number=1), reason="补充对象")
    add_households(now(batch), [Wanted(home())], by=desks.officer)
    with pytest.raises(DomainError, match="请撤回本件，再重新报批"):
        submit_batch(now(batch), by=desks.officer)
    withdraw_review(review, by=desks.officer, reason="金额增加")
    assert review_of(submit_batch(now(batch), by=desks.officer)).procedure.amount_from == 50_000


def test_withdrawn_it_is_a_draft_and_refused_it_is_over(batch, desks):
    withdraw_review(review_of(batch), by=desks.officer, reason="名单有误")
    assert now(batch).status == BatchStatus.DRAFT
    refused(submit_batch(now(batch), by=desks.officer), desks)
    assert now(batch).status == BatchStatus.REFUSED


def test_a_refused_batch_frees_its_bills_and_applications(desks):
    household, item = home(), item_with(lines=BY_BILLS, papers=["medical"])
    request = request_of(household, item, desks.officer, amount=400)
    bill = bill_of(household, desks.officer, request=request)
    batch = batch_of(desks.officer, item=item)
    add_requests(batch, [request], by=desks.officer)
    refused(submit_batch(now(batch), by=desks.officer), desks)
    bill.refresh_from_db()
    assert bill.payment is None
    other = batch_of(desks.officer, item=item)
    line = add_requests(other, [request], by=desks.officer)[0]
    bill.refresh_from_db()
    assert (bill.payment, line.request) == (line, request)
    assert not open_stops(other)


def test_who_entered_an_archive_or_is_paired_with_a_household_does_not_decide(batch, desks):
    review = step_on(review_of(batch), desks)
    first, second = batch.payments.all()
    Household.objects.filter(pk=first.household_id).update(created_by=desks.reviewer)
    with pytest.raises(NotAllowed, match="您录入的档案.*回避"):
        pass_step(review, by=desks.reviewer, opinion="同意")
    Household.objects.update(created_by=None)
    PairingFactory(household=second.household, cadre=CadreFactory(user=desks.reviewer))
    ArchiveGrant.objects.create(household=second.household, user=desks.reviewer, kind=GrantKind.PAIRING)
    with pytest.raises(NotAllowed, match="结对帮扶"):
        pass_step(review, by=desks.reviewer, opinion="同意")


def test_the_notice_says_each_line_and_no_number(batch, desks):
    notice = draw_notice([review_of(batch)], by=desks.officer)
    lines = [line.values for line in notice.lines.all()]
    assert len(lines) == 2
    assert set(lines[0]) == {"单位", "姓名", "帮扶项目", "金额"}
    assert lines[0]["金额"] == "1,000.00 元"
