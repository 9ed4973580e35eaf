"""The workbooks that leave the system: the empty one to fill in, and the refused rows to correct."""

import datetime

import openpyxl
import pytest
from django.core.management import call_command

from households.codelists import ETHNICITY
from households.enums import Category
from households.importing.corrections import WAITS, write_corrections
from households.importing.layout import AID, ARCHIVES, LAYOUT, MEMBERS, REASONS, SHEETS
from households.importing.reading import read_source
from households.importing.runs import preview_file
from households.importing.template import make_template
from tests.support.workbooks import AID_ROW, MEMBER, SAMPLE, archive, of, write_workbook


@pytest.fixture
def template(tmp_path):
    path = tmp_path / "template.xlsx"
    path.write_bytes(make_template())
    return path


@pytest.fixture
def corrections(tmp_path, officer):
    """Return a function that writes the corrections of some rows and opens them."""

    def write(rows):
        source, out = write_workbook(tmp_path / "a.xlsx", rows, title_rows=2), tmp_path / "out.xlsx"
        write_corrections(source, preview_file(source, by=officer), out)
        return openpyxl.load_workbook(out)

    return write


def values(sheet) -> list[list[object]]:
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def test_the_template_has_the_six_sheets_with_the_columns_of_the_form(template):
    book = openpyxl.load_workbook(template)
    assert [name for name in book.sheetnames if name in SHEETS] == list(SHEETS)
    for sheet in SHEETS:
        heads = [str(head).removeprefix("*") for head in values(book[sheet])[0]]
        assert heads == [name for name in LAYOUT[sheet].split() if name != "序号"]


def test_the_template_offers_the_words_of_each_list(template):
    sheet = openpyxl.load_workbook(template)[ARCHIVES]
    rules = {str(rule.sqref).split("2")[0]: rule.formula1 for rule in sheet.data_validations.dataValidation}
    heads = {str(cell.value).removeprefix("*"): cell.column_letter for cell in sheet[1]}
    assert rules[heads["困难类别"]] == f'"{",".join(Category.labels)}"'
    assert rules[heads["民族"]] == f'"{",".join(word for word, _label in ETHNICITY)}"'
    assert sheet[f"{heads['建档单位']}1"].comment.text == "工会全称或编码，须在您的经办范围内"


def test_numbers_typed_into_the_template_stay_text(template):
    sheet = openpyxl.load_workbook(template)[ARCHIVES]
    formats = {str(cell.value): sheet.column_dimensions[cell.column_letter].number_format for cell in sheet[1]}
    assert {formats[name] for name in ("*档案编号", "*身份证号", "银行卡号", "手机号码")} == {"@"}


def test_a_filled_template_is_read_without_a_note(template, tmp_path):
    book = openpyxl.load_workbook(template)
    heads = [str(cell.value).removeprefix("*") for cell in book[ARCHIVES][1]]
    book[ARCHIVES].append([archive().get(head) for head in heads])
    book.save(tmp_path / "filled.xlsx")
    source = read_source(tmp_path / "filled.xlsx")
    assert (source.notes, source.cases[0].faults) == ([], [])


def test_refused_rows_come_back_in_their_layout_with_reasons_and_marks(corrections):
    rows = {
        ARCHIVES: [archive(1, 姓名=None, 微信号="w1"), archive(2)],
        MEMBERS: [of(MEMBER, 1), of(MEMBER, 2, 身份证号=None), of(MEMBER, 3)],
        AID: [of(AID_ROW, 2)],
    }
    book = corrections(rows)
    assert book.sheetnames == [ARCHIVES, MEMBERS, AID]
    heads, row = values(book[ARCHIVES])[2:]
    assert heads == [*LAYOUT[ARCHIVES].split(), "微信号", REASONS]
    assert (row[heads.index("微信号")], row[-1]) == ("w1", "姓名：姓名为空")
    marked = [cell.column_letter for cell in book[ARCHIVES][4] if cell.fill.fgColor.rgb == "FFF8D7DA"]
    assert marked == [book[ARCHIVES].cell(1, heads.index("姓名") + 1).column_letter]
    assert [(row[0], row[-1]) for row in values(book[MEMBERS])[3:]] == [
        ("532524201900901", WAITS),
        ("532524201900903", "档案编号：“困难职工档案”表中没有这个档案编号"),
    ]
    assert len(values(book[AID])) == 3


def test_text_that_looks_like_a_formula_leaves_as_text(corrections):
    words = ["=1+1机械厂", "+cmd", "-2+3", "@SUM(A1)"]
    book = corrections([archive(n, 姓名=None, 工作单位=word) for n, word in enumerate(words, 1)])
    place = LAYOUT[ARCHIVES].split().index("工作单位")
    cells = [row[place] for row in book[ARCHIVES].iter_rows(min_row=4)]
    assert [(cell.value, cell.data_type) for cell in cells] == [(word, "s") for word in words]


def test_dates_leave_as_dates_and_a_rounded_number_as_what_it_became(corrections):
    row = archive(建档日期=datetime.date(2019, 4, 19), 身份证号=532524197004218310, 姓名=None)
    heads, values_ = values(corrections([row])[ARCHIVES])[2:]
    cells = dict(zip(heads, values_, strict=True))
    assert cells["建档日期"] == datetime.datetime(2019, 4, 19)  # noqa: DTZ001 -- a cell has no time zone
    assert cells["身份证号"] == "5.325241970042183e+17"


def test_corrected_rows_load_again(tmp_path, provincial, capsys):
    out = tmp_path / "errors.xlsx"
    call_command("import_archives", str(SAMPLE), by="provincial", errors=out)
    book = openpyxl.load_workbook(out)
    heads = [cell.value for cell in book[ARCHIVES][4]]
    fixed = 0
    for row in book[ARCHIVES].iter_rows(min_row=5):
        if str(row[-1].value).startswith("姓名"):
            row[heads.index("姓名")].value = "普春东"
            fixed += 1
    book.save(out)
    report = preview_file(out, by=provincial)
    assert (fixed, report.counts()["new"], report.counts()["refused"]) == (1, 1, 9)
    assert report.notes == []
    assert report.refused[-1].reason == "此人已在另一份在档档案中：532524201700001，职工 薛琴思，建水县总工会"
