"""帮扶资金使用情况: what was spent by source, item and union, and the entries behind each number."""

import datetime

import pytest
from django.db import transaction
from django.urls import reverse
from python_calamine import CalamineWorkbook

from assistance.funds.enums import EntryKind
from assistance.funds.ledger import book, entry_of
from assistance.funds.spending import PartOfYear, entries_behind, spending_of
from assistance.models import Payment
from assistance.payments.enums import PaymentStatus
from benchmarks.ledger_play import prepare
from core import clock
from core.spells import Spell
from organizations.unionrows import unions_below
from tests.support.factories import union

pytestmark = pytest.mark.django_db
NOVEMBER = datetime.date(2026, 11, 20)


@pytest.fixture(autouse=True)
def _november():
    """Let it be November 2026."""
    with clock.at(NOVEMBER):
        yield


@pytest.fixture
def lines(household, finance):
    """Three lines of 100 yuan in all, booked in November: one stands, one failed, one was refunded in part."""
    play = prepare(household, finance, lines=3)
    found = list(Payment.objects.select_related("batch").filter(pk__in=play.lines).order_by("pk"))
    with transaction.atomic():
        book([entry_of(line, EntryKind.PAYMENT, by=finance, on=NOVEMBER) for line in found])
        book([entry_of(found[1], EntryKind.FAILED, by=finance, on=NOVEMBER)])
        book([entry_of(found[2], EntryKind.REFUND, by=finance, on=NOVEMBER, amount=1)])
        Payment.objects.filter(pk__in=play.lines).update(status=PaymentStatus.LOCKED)
        Payment.objects.filter(pk=found[1].pk).update(status=PaymentStatus.FAILED)
        paid = {"status": PaymentStatus.PAID, "paid_on": NOVEMBER, "refunded": 1}
        Payment.objects.filter(pk=found[2].pk).update(**paid)
    return found


def spent(user, code="530000", part=""):
    """Return what was spent in 2026 or a part of it as the user sees it."""
    place = union(code)
    return spending_of(place, PartOfYear(2026, part), user, unions_below(place))


def test_what_failed_and_what_came_back_is_not_spent(lines, provincial):
    found = spent(provincial)
    assert (found.total.lines, found.total.amount) == (2, lines[0].amount + lines[2].amount - 1)
    assert [(row.name, row.total) for row in found.items] == [("并发测试", found.total)]
    assert [(row.name, row.total) for row in found.places] == [("红河州总工会", found.total)]
    assert [source.label for source in found.sources] == ["中央财政专项"]


@pytest.mark.parametrize(("part", "lines_found"), [("", 2), ("q4", 2), ("m11", 2), ("q3", 0), ("m12", 0)])
def test_a_part_of_the_year_is_counted_by_the_day_of_booking(lines, provincial, part, lines_found):
    assert spent(provincial, part=part).total.lines == lines_found


@pytest.mark.parametrize(
    ("part", "days"),
    [
        ("", "2026-01-01 至 2026-12-31"),
        ("q1", "2026-01-01 至 2026-03-31"),
        ("q4", "2026-10-01 至 2026-12-31"),
        ("m02", "2026-02-01 至 2026-02-28"),
    ],
)
def test_a_part_begins_and_ends(part, days):
    assert str(PartOfYear(2026, part).days) == days


def test_the_entries_behind_a_number_add_up_to_it(lines, provincial):
    days, item = PartOfYear(2026, "q4").days, str(lines[0].batch.item_id)
    rows = entries_behind(union("532524"), days, provincial, item=item)[0:51]
    assert sum(-entry.amount for entry in rows) == spent(provincial).total.amount
    assert len(rows) == 5
    assert entries_behind(union("532524"), Spell.year(2026), provincial)[2:4] == rows[2:4]
    assert not entries_behind(union("532524"), Spell.year(2026), provincial, item="0")[0:51]


def test_another_prefecture_sees_nothing_of_it(lines, outsider, as_user):
    assert spent(outsider, "530100").total.lines == 0
    assert as_user(outsider).get(reverse("spending"), {"union": "532524"}).status_code == 404


def test_the_page_asks_as_often_for_any_number_of_lines(lines, provincial, as_user, django_assert_num_queries):
    client = as_user(provincial)
    with django_assert_num_queries(8):
        shown = client.get(reverse("spending")).content.decode()
    assert "并发测试" in shown
    assert "2 户次" in shown
    assert f"{reverse('fund_report', args=['usage'])}?union=530000&amp;year=2026" in shown


def test_a_number_leads_to_its_entries(lines, provincial, as_user, django_assert_num_queries):
    client = as_user(provincial)
    with django_assert_num_queries(8):
        shown = client.get(reverse("spending_behind"), {"union": "532524"}).content.decode()
    assert lines[0].household.archive_no in shown


def test_the_table_as_a_workbook_says_the_same(lines, provincial, as_user, tmp_path):
    file = tmp_path / "spending.xlsx"
    answer = as_user(provincial).get(reverse("spending_workbook"))
    file.write_bytes(b"".join(answer.streaming_content))
    rows = CalamineWorkbook.from_path(file).get_sheet_by_index(0).to_python()
    assert rows[0][0] == "云南省总工会2026 年帮扶资金使用情况表"
    total = spent(provincial).total
    assert [row[-2:] for row in rows if row[0] == "合计"] == [[total.lines, float(total.amount)]] * 2
