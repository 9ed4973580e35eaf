"""Rows written quickly are those that XlsxWriter writes, whatever stands in them."""

import io
import zipfile
from decimal import Decimal

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from core.workbooks import WRITER_OPTIONS, safe
from reports.registers.data import Band, Column, Kind, Register
from reports.registers.quickrows import QuickRows, lines_of
from reports.registers.workbook import write_register

ODD = st.sampled_from(["<b>a</b>", "_x0041_", "a\x07b", " a", "a ", "a\n", "=1+1", "\t", "&amp;", "赵 小兰", ""])
ANY = st.text(st.characters(exclude_categories=["Cs", "Cn"]), max_size=6)
TEXTS = st.lists(st.lists(ODD | ANY, min_size=3, max_size=3), min_size=1, max_size=4)


def sheet_of(rows, *, quickly: bool) -> str:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, WRITER_OPTIONS) as book:
        sheet, look = book.add_worksheet(), book.add_format({"bold": True})
        sheet.write_string(0, 0, "表头", look)
        quick = QuickRows(sheet, [look] * 3)
        for number, cells in enumerate(rows, 1):
            if quickly:
                quick.write(number, cells)
                continue
            for column, cell in enumerate(cells):
                if cell:
                    sheet.write_string(number, column, safe(cell), look)
                else:
                    sheet.write_blank(number, column, None, look)
        sheet.write_string(len(rows) + 1, 2, "表尾", look)
    return zipfile.ZipFile(content).read("xl/worksheets/sheet1.xml").decode()


@given(rows=TEXTS)
def test_texts_stand_as_xlsxwriter_writes_them(rows):
    assert sheet_of(rows, quickly=True) == sheet_of(rows, quickly=False)


@pytest.mark.parametrize(
    ("words", "lines"), [("六个字的一行", 1), ("六个字的一行多", 2), ("twelve chars", 1), ("一\n二", 2), ("", 1)]
)
def test_a_text_stands_on_as_many_lines_as_its_column_needs(words, lines):
    assert lines_of(words, 6) == lines


def test_rows_of_long_texts_are_higher_and_plain_lists_have_filters():
    columns = (Column("序号", 9, Kind.COUNT), Column("缺少的材料", 26, Kind.TEXT))
    long = "个人申请书、身份证、户口簿"
    content = write_register(Register(title="表", number="", columns=columns, rows=iter([(1, "身份证"), (2, long)])))
    sheet = zipfile.ZipFile(io.BytesIO(content)).read("xl/worksheets/sheet1.xml").decode()
    assert '<row r="3"><c' in sheet
    assert '<row r="4" ht="29.0"><c' in sheet
    assert '<autoFilter ref="A2:B4"/>' in sheet


def test_amounts_counts_and_blanks_are_numbers_and_nothing():
    columns = (Column("序号", 9, Kind.COUNT), Column("姓名", 9), Column("金额", 9, Kind.MONEY, is_summed=True))
    rows = [Band("甲"), (1, "赵小兰", Decimal("1500.50")), Band("小　计", {2: Decimal("1500.50")}), (2, None, None)]
    content = write_register(Register(title="表", number="", columns=columns, rows=iter(rows), unit="户"))
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    read = book.get_sheet_by_index(0).to_python()
    assert read[2:6] == [
        ["甲", "", ""],
        [1.0, "赵小兰", 1500.5],
        ["小　计", "", 1500.5],
        [2.0, "", ""],
    ]
    assert read[6][2] == 1500.5


def test_what_would_spoil_the_file_is_text_as_well():
    register = Register(title="表", number="", columns=(Column("姓名", 9),), rows=iter([("<r>a</r>",), ("a\ufffe",)]))
    sheet = zipfile.ZipFile(io.BytesIO(write_register(register))).read("xl/worksheets/sheet1.xml").decode()
    assert "<t>&lt;r&gt;a&lt;/r&gt;</t>" in sheet
    assert "<t>a_xFFFE_</t>" in sheet
