"""Drawing a batch: its number, its checks, who may, and the same press twice."""

import uuid

import pytest
from django.db import IntegrityError

from assistance.actions.payments.drawing import cancel_batch, draw_batch, edit_batch
from assistance.enums import AidProject
from assistance.models import Batch, Payment
from assistance.payments.enums import BatchStatus, PaymentStatus
from core.errors import Conflict, DomainError, NotAllowed
from tests.support.factories import union
from tests.support.money import FundFactory, budget_with
from tests.support.payments import batch_of, item_with

pytestmark = pytest.mark.django_db


def test_a_batch_takes_the_next_number_and_the_period_of_the_day(officer):
    first, second = batch_of(officer), batch_of(officer)
    assert (first.seq, second.seq) == (1, 2)
    assert first.number == f"FF-532524-{first.year}-001"
    assert first.period == f"{first.year}"
    assert first.drawn_by == officer
    assert first.status == BatchStatus.DRAFT


def test_the_same_press_again_is_the_same_batch(officer):
    facts = {"item": item_with(), "budget": budget_with(100), "client_id": uuid.uuid4()}
    assert batch_of(officer, **facts) == batch_of(officer, **facts)
    assert Batch.objects.count() == 1


def test_only_an_officer_of_the_union_or_above_draws(officer, reviewer, outsider, provincial):
    for user in (reviewer, outsider):
        with pytest.raises(NotAllowed):
            batch_of(user)
    assert batch_of(provincial).drawn_by == provincial


def test_the_budget_is_the_unions_own(officer):
    with pytest.raises(DomainError, match="自己的预算") as refusal:
        batch_of(officer, budget=budget_with(100, "532500"))
    assert refusal.value.field == "budget"


def test_the_fund_may_be_used_for_the_project(officer):
    fund = FundFactory(projects=[AidProject.MEDICAL])
    with pytest.raises(DomainError, match="不得用于生活救助"):
        batch_of(officer, budget=budget_with(100, fund=fund))


def test_the_item_holds_for_the_union(officer):
    with pytest.raises(DomainError, match="在用的帮扶项目"):
        batch_of(officer, item=item_with(code="530100"))
    with pytest.raises(DomainError, match="在用的帮扶项目"):
        batch_of(officer, item=item_with(is_active=False))


def test_goods_are_named(officer):
    with pytest.raises(DomainError, match="名称和规格"):
        batch_of(officer, delivery="goods")
    assert batch_of(officer, delivery="goods", goods="大米 10 公斤").goods == "大米 10 公斤"


def test_the_head_is_changed_while_the_batch_is_open(officer):
    batch = batch_of(officer)
    edit_batch(batch, by=officer, facts={"title": "第二季度"})
    batch.refresh_from_db()
    assert batch.title == "第二季度"
    assert batch.events.count() == 1


def test_a_batch_that_was_given_up_frees_its_lines(officer):
    batch = batch_of(officer, homes=2)
    cancel_batch(batch, by=officer, reason="重复编制")
    cancel_batch(batch, by=officer, reason="再按一次")
    batch.refresh_from_db()
    assert (batch.status, batch.cancelled_reason) == (BatchStatus.CANCELLED, "重复编制")
    assert set(batch.payments.values_list("status", flat=True)) == {PaymentStatus.DROPPED}
    assert not Payment.objects.live().exists()
    with pytest.raises(Conflict, match="已作废"):
        edit_batch(batch, by=officer, facts={"title": "再来"})


def test_giving_up_asks_for_the_reason_and_for_the_officer(officer, reviewer):
    batch = batch_of(officer)
    with pytest.raises(DomainError, match="作废原因"):
        cancel_batch(batch, by=officer, reason=" ")
    with pytest.raises(NotAllowed):
        cancel_batch(batch, by=reviewer, reason="不发了")


def test_two_batches_never_have_one_number(officer):
    batch = batch_of(officer)
    with pytest.raises(IntegrityError):
        Batch.objects.filter(pk=batch_of(officer).pk).update(seq=batch.seq)


def test_the_union_draws_for_itself_only_what_it_may(officer):
    with pytest.raises(NotAllowed):
        draw_batch(
            by=officer,
            union=union("532500"),
            title="全州",
            item=item_with(),
            budget=budget_with(1, "532500"),
            client_id=uuid.uuid4(),
        )
