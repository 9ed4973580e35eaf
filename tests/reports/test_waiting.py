"""What waits about money stands on the first page, and each number leads to as many rows."""

import pytest
from django.urls import reverse

from assistance.models import Payment
from assistance.payments.enums import PaymentStatus
from assistance.payments.received import fail
from core import clock
from organizations.enums import Role
from tests.support.aid_requests import asked
from tests.support.batches import BatchFactory, LineFactory, approved, locked
from tests.support.factories import HouseholdFactory, user_with
from tests.support.payments import batch_of, home

pytestmark = pytest.mark.django_db


@pytest.fixture
def finance(db):
    return user_with(Role.FINANCE, username="finance-county")


def behind(client) -> dict[str, int]:
    """Return the lines of the first page about money, and hold each against the list behind it."""
    found = {}
    for entry in client.get(reverse("home")).context["waiting"]:
        if entry.url.startswith(("/batches/", "/aid-requests/", "/payments/")):
            assert len(client.get(entry.url).context["page"]) == entry.count, entry.label
            found[entry.label] = entry.count
    return found


def test_an_officer_sees_batches_to_hand_in_and_stops(officer, as_user):
    batch_of(officer, homes=[home(card_no="")])
    batch_of(officer, homes=1)
    assert behind(as_user(officer)) == {
        "停发待处理的批次": 1,
        "批次待报批": 2,
        "退回的批次": 0,
        "单户申请已批准待发放": 0,
        "退回的单户申请": 0,
    }


def test_an_officer_sees_applications_to_pay(officer, as_user):
    request = asked(HouseholdFactory(), officer)
    type(request).objects.update(status="approved", approved_amount=800)
    assert behind(as_user(officer))["单户申请已批准待发放"] == 1


def test_finance_sees_what_to_lock_and_what_the_bank_has(finance, as_user):
    approved(LineFactory(batch=BatchFactory()).batch)
    locked(LineFactory(batch=BatchFactory()).batch)
    locked(LineFactory(batch=BatchFactory()).batch).payments.update(status=PaymentStatus.SENT)
    assert Payment.objects.filter(status=PaymentStatus.SENT).count() == 1
    assert behind(as_user(finance)) == {"批次待锁定": 1, "批次待回盘": 1, "退汇待处理": 0}


def test_finance_sees_what_the_bank_sent_back(finance, as_user):
    line = LineFactory(batch=BatchFactory())
    locked(line.batch)
    fail([line], {line.pk: "户名不符"}, on=clock.today(), by=finance)
    assert behind(as_user(finance))["退汇待处理"] == 1


def test_others_see_nothing_of_it(officer, outsider, reviewer, as_user):
    batch_of(officer, homes=[home(card_no="")])
    assert set(behind(as_user(outsider)).values()) == {0}
    assert behind(as_user(reviewer)) == {}
