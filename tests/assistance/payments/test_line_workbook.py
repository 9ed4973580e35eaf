"""Lines from a workbook: good rows are kept, each fault is named by row and column, and the same file adds nothing."""

from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from assistance.actions.payments.workbooks import add_from_workbook
from assistance.ceilings.enums import Formula, Per, Stage
from assistance.models import Bill
from assistance.payments.linebook import (
    AMOUNT,
    BILL,
    BILL_TOTAL,
    CARD,
    IDENTITY,
    NAME,
    NUMBER,
    PAYEE,
    PERSON,
    STAGE,
    make_template,
    rows_of,
)
from core.errors import DomainError
from tests.support.factories import MemberFactory
from tests.support.linebooks import line_book as book
from tests.support.payments import batch_of, card_no, home, item_with

pytestmark = pytest.mark.django_db


def faults(result):
    return [(fault.row, fault.column) for fault in result.faults]


def test_rows_by_number_and_by_identity(officer):
    first, second = home(), home()
    batch, card = batch_of(officer), card_no()
    told = {NUMBER: first.archive_no, NAME: "赵小兰", AMOUNT: "800.5", PAYEE: "赵小兰", CARD: card}
    rows = book(told, {IDENTITY: second.head.identity_no, NAME: "赵小兰"})
    result = add_from_workbook(batch, rows, by=officer)
    lines = batch.payments.order_by("position")
    assert faults(result) == []
    assert [line.household for line in lines] == [first, second]
    assert [line.amount for line in lines] == [Decimal("800.50"), Decimal(1000)]
    assert [(line.card_no, line.own_account) for line in lines] == [(card, True), (second.card_no, False)]
    again = book(told, {IDENTITY: second.head.identity_no, NAME: "赵小兰"})
    result = add_from_workbook(batch, again, by=officer)
    assert (result.added, result.present) == ([], 2)


def test_every_fault_is_named_and_the_good_row_kept(officer):
    good, elsewhere = home(), home("530100")
    number = good.archive_no
    rows = book(
        {NUMBER: number, NAME: "赵小兰"},
        {NUMBER: elsewhere.archive_no, NAME: "赵小兰"},
        {NUMBER: home().archive_no, NAME: "别人"},
        {NUMBER: home().archive_no, NAME: "赵小兰", AMOUNT: "很多"},
        {NUMBER: home().archive_no, NAME: "赵小兰", PERSON: "外人"},
        {NUMBER: number, NAME: "赵小兰"},
        {NUMBER: home().archive_no, NAME: "赵小兰", BILL: "0001"},
        {NAME: "赵小兰"},
    )
    batch = batch_of(officer)
    result = add_from_workbook(batch, rows, by=officer)
    wrong = [(3, NUMBER), (4, NAME), (5, AMOUNT), (6, PERSON), (7, NAME), (8, BILL_TOTAL), (9, NUMBER)]
    assert faults(result) == wrong
    assert [line.household for line in result.added] == [good]


def test_a_person_and_the_stage(officer):
    household = home()
    child = MemberFactory(household=household, name="赵一鸣")
    batch = batch_of(officer, item=item_with(per=Per.PERSON))
    row = {NUMBER: household.archive_no, NAME: "赵小兰", PERSON: "赵一鸣", STAGE: "全日制高等教育"}
    add_from_workbook(batch, book(row), by=officer)
    line = batch.payments.get()
    assert (line.member, line.stage) == (child, Stage.COLLEGE)


def test_bills_are_registered_and_used_once(officer):
    first, second = home(), home()
    item = item_with(lines=[{"name": "自付", "formula": Formula.SHARE, "share": 50}], papers=["medical"])
    batch = batch_of(officer, item=item)
    told = {NAME: "赵小兰", BILL: "A-0001", BILL_TOTAL: 900}
    result = add_from_workbook(
        batch, book({NUMBER: first.archive_no} | told, {NUMBER: second.archive_no} | told), by=officer
    )
    assert faults(result) == [(3, BILL)]
    assert batch.payments.get().amount == Decimal(450)
    assert Bill.objects.get().payment == batch.payments.get()


def test_thirty_rows_take_as_many_queries_as_three(officer, django_assert_num_queries):
    for count in (3, 30):
        rows = book(
            *({NUMBER: home().archive_no, NAME: "赵小兰", BILL: f"{count}-{n}", BILL_TOTAL: 5} for n in range(count))
        )
        batch = batch_of(officer)
        with django_assert_num_queries(42):
            assert len(add_from_workbook(batch, rows, by=officer).added) == count


def test_the_template_is_read_and_what_is_none_refused(officer):
    batch = batch_of(officer)
    assert rows_of(SimpleUploadedFile("a.xlsx", make_template(batch))) == []
    with pytest.raises(DomainError, match="两列"):
        rows_of(book({"别的": 1}))
