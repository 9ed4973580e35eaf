"""One amount for everybody on a batch: proposed where the rule gives no less, and set by hand."""

from decimal import Decimal

import pytest
from django.urls import reverse

from assistance.actions.payments.drawing import add_requests, edit_batch
from assistance.actions.payments.lines import change_line, drop_lines, set_amounts
from assistance.actions.payments.stops import open_stops
from assistance.models import AidItem
from assistance.payments.enums import StopKind
from core.errors import DomainError, NotAllowed
from tests.support.payments import batch_of, home, item_with, request_of

pytestmark = pytest.mark.django_db


def amounts(batch):
    return list(batch.payments.order_by("position").values_list("amount", flat=True))


def facts_of(batch, **changed):
    shown = {"title": batch.title, "budget": batch.budget_id, "delivery": batch.delivery, "goods": "", "note": ""}
    return shown | {"unit_amount": "" if batch.unit_amount is None else batch.unit_amount} | changed


@pytest.mark.parametrize(("unit", "paid", "words"), [(600, 600, "按统一金额发放"), (3500, 1000, "高于测算金额")])
def test_everybody_is_proposed_the_smaller_of_both(officer, unit, paid, words):
    line = batch_of(officer, homes=1, unit_amount=Decimal(unit)).payments.get()
    assert (line.amount, line.proposed, line.ceiling) == (Decimal(paid), Decimal(paid), Decimal(1000))
    assert words in line.reasoning[-1]
    assert not open_stops(line.batch)


def test_where_no_rule_holds_one_amount_is_no_rule(officer):
    batch = batch_of(officer, homes=1, item=item_without_rule(), unit_amount=Decimal(600))
    assert amounts(batch) == [0]
    assert [stop.kind for stop in open_stops(batch)] == [StopKind.NO_RULE]


def item_without_rule():
    source = item_with()
    return AidItem.objects.create(code="bare", name="法律援助", project=source.project, union=source.union)


def test_another_amount_is_for_the_lines_to_come(officer):
    batch = batch_of(officer, homes=2, unit_amount=Decimal(600))
    edit_batch(batch, by=officer, facts={"unit_amount": Decimal(500)})
    assert amounts(batch) == [600, 600]


def test_another_amount_is_for_the_lines_there_are_on_request(officer):
    batch = batch_of(officer, homes=2, unit_amount=Decimal(600))
    change_line(batch.payments.first(), by=officer, facts={"amount": Decimal(100)})
    edit_batch(batch, by=officer, facts={"unit_amount": None}, recount=True)
    batch.refresh_from_db()
    assert (amounts(batch), batch.amount) == ([1000, 1000], 2000)


def test_the_lines_of_applications_keep_what_was_decided(officer):
    household, item = home(), item_with()
    batch = batch_of(officer, item=item)
    add_requests(batch, [request_of(household, item, officer, approved_amount=700)], by=officer)
    edit_batch(batch, by=officer, facts={"unit_amount": Decimal(600)}, recount=True)
    assert amounts(batch) == [700]


def test_it_is_an_amount_above_zero(officer):
    with pytest.raises(DomainError, match="大于零"):
        batch_of(officer, unit_amount=Decimal(0))


def test_ticked_lines_are_set_to_one_amount_and_stopped_above_the_ceiling(officer):
    batch = batch_of(officer, homes=3)
    first, second, third = batch.payments.order_by("position")
    drop_lines(batch, [third], by=officer, reason="不发")
    assert len(set_amounts(batch, [first, second, third], by=officer, amount=Decimal(1200))) == 2
    assert set_amounts(batch, [first, second], by=officer, amount=Decimal(1200)) == []
    batch.refresh_from_db()
    assert (amounts(batch), batch.amount) == ([1200, 1200, 1000], 2400)
    assert {stop.kind for stop in open_stops(batch)} == {StopKind.OVER_CEILING}


def test_one_amount_is_set_by_the_officer_and_above_zero(officer, reviewer):
    batch = batch_of(officer, homes=1)
    with pytest.raises(NotAllowed):
        set_amounts(batch, batch.payments.all(), by=reviewer, amount=Decimal(1))
    with pytest.raises(DomainError, match="大于零"):
        set_amounts(batch, batch.payments.all(), by=officer, amount=Decimal(0))


def test_on_screen_the_new_amount_is_offered_for_the_lines(as_user, officer):
    batch = batch_of(officer, homes=1)
    client, address = as_user(officer), reverse("batch_edit", args=[batch.pk])
    assert "已有明细按新的金额重新测算" in client.get(address).content.decode()
    client.post(address, facts_of(batch, unit_amount="600 元", recount="on"))
    assert amounts(batch) == [600]
    assert "每户金额" in client.get(reverse("batch", args=[batch.pk])).content.decode()


@pytest.mark.parametrize(
    ("amount", "told"),
    [("1,200", "其中 1 行超过标准"), ("800", "已将 1 行的金额改为 800.00 元"), ("", "没有改动"), ("0", "应大于零")],
)
def test_on_screen_ticked_lines_are_set(as_user, officer, amount, told):
    batch = batch_of(officer, homes=1)
    sent = {"line": batch.payments.get().pk, "amount": amount}
    response = as_user(officer).post(reverse("batch_lines_amount", args=[batch.pk]), sent, follow=True)
    assert told in response.content.decode()


def test_the_pages_say_where_a_rule_is_entered(as_user, officer):
    item = item_without_rule()
    batch, client = batch_of(officer, item=item), as_user(officer)
    for name in ("batch", "batch_add"):
        body = client.get(reverse(name, args=[batch.pk])).content.decode()
        assert "没有正在执行的发放标准" in body
        assert item.get_absolute_url() in body
    assert "法律援助（尚无发放标准）" in client.get(reverse("batch_create")).content.decode()
