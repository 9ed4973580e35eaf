"""The proof that all tables say the same, and how it names what differs."""

import json

import pgtrigger
import pytest
from django.core.management import call_command
from django.db import transaction

from assistance.funds.enums import EntryKind
from assistance.funds.ledger import book, entry_of
from assistance.funds.reconcile import differences, reconcile
from assistance.models import AidRecord, Budget, Payment, SpendingTotal
from assistance.payments.enums import PaymentStatus
from benchmarks.ledger_play import prepare
from core import clock

pytestmark = pytest.mark.django_db


def end(line, status, *kinds, by):
    """Book a line and bring it to a status, as the flow of payments does."""
    for kind in (EntryKind.PAYMENT, *kinds):
        book([entry_of(line, kind, by=by, on=clock.today())])
    paid = {"paid_on": clock.today()} if status == PaymentStatus.PAID else {}
    Payment.objects.filter(pk=line.pk).update(status=PaymentStatus.LOCKED)
    if status != PaymentStatus.LOCKED:
        Payment.objects.filter(pk=line.pk).update(status=status, **paid)


@pytest.fixture
def lines(household, finance):
    """Three lines of a locked batch: one paid with its aid record, one failed, one on the way."""
    play = prepare(household, finance, lines=3)
    found = list(Payment.objects.select_related("batch").filter(pk__in=play.lines).order_by("pk"))
    with transaction.atomic():
        end(found[0], PaymentStatus.PAID, by=finance)
        end(found[1], PaymentStatus.FAILED, EntryKind.FAILED, by=finance)
        end(found[2], PaymentStatus.LOCKED, by=finance)
    facts = {"year": 2026, "project": "living", "source": "central", "department": "union"}
    AidRecord.objects.create(household=household, payment=found[0], amount=found[0].amount, **facts)
    return found


def found_by(name):
    """Return what one proof found: what, expected and found of each row."""
    finding = next(finding for finding in reconcile() if finding.name == name)
    assert finding.count == len(finding.differences)
    return [(d.key, d.what, d.expected, d.found) for d in finding.differences]


def test_all_agrees_and_says_how_much_was_held_against_each_other(lines, capsys):
    call_command("reconcile")
    printed = capsys.readouterr().out
    assert "发放明细等于台账：核对 3 行，相符。" in printed
    assert "全部相符" in printed


def test_a_budget_that_was_changed_by_hand_is_named(lines):
    budget = lines[0].batch.budget
    with pgtrigger.ignore("assistance.Budget:sums_by_entries"):
        Budget.objects.filter(pk=budget.pk).update(received=budget.received + 1, balance=budget.balance + 1)
    was = Budget.objects.get(pk=budget.pk)
    assert [(what, found) for _key, what, _expected, found in found_by("预算四项合计等于台账")] == [
        ("余额", f"{was.balance:,.2f}"),
        ("收入", f"{was.received:,.2f}"),
    ]


def test_a_total_that_was_changed_by_hand_is_named(lines):
    SpendingTotal.objects.update(lines=7)
    assert [row[1:] for row in found_by("支出汇总等于台账")] == [("户次", "2", "7")]


def test_a_line_that_differs_from_the_ledger_is_named(lines):
    with pgtrigger.ignore("assistance.Payment:frozen_payment"):
        Payment.objects.filter(pk=lines[0].pk).update(refunded="0.50")
    assert found_by("发放明细等于台账") == [(str(lines[0].pk), "追回金额", "0.50", "0.00")]
    assert [row[1] for row in found_by("已享受帮扶资金等于明细")] == ["已享受帮扶资金"]


def test_a_paid_line_without_its_record_is_named(lines):
    AidRecord.objects.all().delete()
    amount = f"{lines[0].amount:,.2f}"
    assert found_by("已享受帮扶资金等于明细") == [(str(lines[0].pk), "已享受帮扶资金", amount, "无")]


def test_the_command_ends_with_one_and_prints_json(lines, capsys):
    SpendingTotal.objects.update(lines=7)
    with pytest.raises(SystemExit) as ending:
        call_command("reconcile", "--json")
    assert ending.value.code == 1
    said = json.loads(capsys.readouterr().out)
    assert said["differences"] == 1
    proof = next(proof for proof in said["proofs"] if proof["count"])
    assert proof["differences"][0]["table"] == "assistance_spendingtotal"


def test_the_proofs_are_as_many_statements_however_many_lines(lines, django_assert_num_queries):
    with django_assert_num_queries(22):
        assert differences(reconcile()) == 0
