"""Writing files to the bank and reading its answers, as pure text and cells."""

import io
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from assistance.bank.enums import RowOutcome
from assistance.bank.lines import line_key, place_of, total_of
from assistance.bank.reading import read_file
from assistance.bank.writing import rows_to_show, write_file
from core.errors import DomainError
from tests.support.bank import answered_sheet, answered_text, answers, file_line, layout_of

AMOUNTS = st.decimals(Decimal("0.01"), Decimal("99999999.99"), places=2)
LINES = st.lists(st.tuples(st.text(max_size=30), st.text(max_size=20), AMOUNTS), min_size=1, max_size=20)


@given(st.integers(1, 10**9), st.integers(1, 99_999))
def test_the_number_of_a_line_leads_back_to_it_even_without_its_zeros(batch, position):
    key = line_key(batch, position)
    assert place_of(key) == place_of(str(int(key))) == (batch, position)


@given(LINES, st.sampled_from(["|", ",", ";", "^", "tab"]), st.sampled_from(["gb18030", "utf-8"]))
def test_every_line_has_all_columns_whatever_names_hold(made, separator, encoding):
    layout = layout_of(separator=separator, encoding=encoding, total_at="none")
    lines = [file_line(n, name=name, branch=branch, amount=a) for n, (name, branch, a) in enumerate(made, 1)]
    rows = write_file(layout, lines).decode(encoding).split("\r\n")
    parted = [row.split("\t" if separator == "tab" else separator) for row in rows[1:-1]]
    assert [len(row) for row in parted] == [len(layout.columns)] * len(lines)
    assert [(row[0], Decimal(row[3])) for row in parted] == [(line.key, line.amount) for line in lines]


@given(st.lists(AMOUNTS, min_size=1, max_size=30), st.data())
def test_what_a_bank_answers_is_read_as_it_was_written(amounts, data):
    lines = [file_line(n, amount=amount) for n, amount in enumerate(amounts, 1)]
    failed = {f"k{line.key}": "账户已销户" for line in lines if data.draw(st.booleans())}
    rows = answers(lines, **failed)
    for content in (answered_text(rows, layout_of()), answered_sheet(rows)):
        found = read_file(layout_of(), "回盘.txt", content)
        assert found.faults == ()
        assert [(row.place[1], row.amount) for row in found.rows] == list(enumerate(amounts, 1))
        assert [row.outcome == RowOutcome.FAILED for row in found.rows] == [
            f"k{row.key}" in failed for row in found.rows
        ]


def test_a_text_file_is_as_its_layout_says():
    lines = [file_line(1), file_line(2, amount="0.10", branch="建水|支行", name="=赵")]
    assert write_file(layout_of(total_at="last"), lines).decode("gb18030").split("\r\n") == [
        "流水号|账号|户名|金额|开户银行|支行名称|用途",
        "00000700001|6222020000000000010|赵小兰|1500.00|中国工商银行|建水支行|",
        "00000700002|6222020000000000010|赵|0.10|中国工商银行|建水 支行|",
        "合计|2|1500.10",
        "",
    ]


def test_a_workbook_has_account_numbers_as_text_amounts_as_numbers_and_a_control_total():
    content = write_file(layout_of("general-xlsx"), [file_line(1), file_line(2, amount="0.10")])
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    rows = book.get_sheet_by_name("代发明细").to_python()
    assert [row[1:4] for row in rows[1:]] == [
        ["6222020000000000010", "赵小兰", 1500.0],
        ["6222020000000000010", "赵小兰", 0.1],
    ]
    assert book.get_sheet_by_name("控制总数").to_python() == [["笔数", "2"], ["总金额（元）", "1500.10"]]


@pytest.mark.parametrize("code", ["general-text", "general-xlsx"])
def test_the_same_lines_make_the_same_bytes(code):
    lines = [file_line(n) for n in range(1, 4)]
    assert write_file(layout_of(code), lines) == write_file(layout_of(code), lines)


def test_the_control_total_may_come_first():
    layout = layout_of(total_at="first", has_head=False)
    assert rows_to_show(layout, [file_line(1), file_line(2)])[0] == ["合计", "2", "3000.00"]
    assert total_of([]).amount == Decimal(0)


def test_a_name_that_the_encoding_lacks_is_named():
    with pytest.raises(DomainError, match="“𬱟小兰”.*GB18030"):
        write_file(layout_of(encoding="gbk"), [file_line(1, name="𬱟小兰")])
    assert write_file(layout_of(), [file_line(1, name="𬱟小兰")])
