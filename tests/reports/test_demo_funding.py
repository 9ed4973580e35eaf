"""The first start leaves the demo county with budgets, and a batch of payments at every stage."""

import io

import pytest
from django.core.management import call_command

from assistance.models import Batch, Budget, Payment
from assistance.payments.enums import BatchStatus, PaymentStatus
from reports.demo.accounts import ensure_accounts
from reports.demo.funding import SIZE, Funding
from reports.demo.seeding import seed_households
from tests.support.factories import PASSWORD


@pytest.fixture
def funded(db, settings, tmp_path):
    settings.APP_HOME, settings.DEMO_PASSWORD = tmp_path, PASSWORD
    ensure_accounts()
    seed_households(300, seed=1)
    Funding().make()


def test_a_batch_stands_at_every_stage_and_the_books_agree(funded):
    stages = list(Batch.objects.order_by("pk").values_list("status", flat=True))
    assert stages == [
        BatchStatus.CLOSED,
        BatchStatus.LOCKED,
        BatchStatus.REVIEWING,
        BatchStatus.DRAFT,
        BatchStatus.LOCKED,
    ]
    closed = Batch.objects.order_by("pk")[0]
    assert closed.payments.filter(status=PaymentStatus.FAILED).count() == 2
    assert closed.payments.filter(status=PaymentStatus.PAID).count() == SIZE
    assert Payment.objects.filter(status=PaymentStatus.SENT).count() == SIZE
    assert Budget.objects.filter(union__code="532524", balance__gt=0).count() == 2
    call_command("reconcile", stdout=io.StringIO())
