"""Twenty at once spend one budget from all sides, their connections killed in between: the books stay right."""

from decimal import Decimal

import pytest

from assistance.funds.reconcile import differences, reconcile
from assistance.models import AidRecord, Payment
from assistance.payments.enums import PaymentStatus
from benchmarks.ledger_play import prepare, run_play
from organizations.enums import Role
from tests.support.factories import HouseholdFactory, user_with

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("reference")]


def record_what_was_paid():
    """Write the aid records that the play, which knows only the ledger, has left out."""
    paid = Payment.objects.filter(status=PaymentStatus.PAID)
    facts = {"year": 2026, "project": "living", "source": "central", "department": "union"}
    AidRecord.objects.bulk_create(
        AidRecord(household_id=line.household_id, payment=line, amount=line.amount - line.refunded, **facts)
        for line in paid
    )


def test_twenty_spend_one_budget_and_every_yuan_is_accounted_for():
    household, finance = HouseholdFactory(), user_with(Role.FINANCE, "532500")
    play = run_play(prepare(household, finance, lines=60, granted=Decimal(8000)), seconds=4, threads=20)
    assert play.wrong == []
    assert play.looks > 0
    assert play.lowest >= 0
    assert play.cut > 0
    assert play.done["pay"] > 0
    record_what_was_paid()
    assert differences(reconcile()) == 0
