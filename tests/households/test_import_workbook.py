"""Finding the tables of a workbook, wherever they stand, and refusing files that are none."""

import zipfile

import pytest
import xlsxwriter

from core.errors import DomainError
from households.importing.layout import ARCHIVES, LAYOUT, MEMBERS, REASONS
from households.importing.reading import read_source
from households.importing.workbook import MAX_BYTES
from tests.support.workbooks import ARCHIVE, KEY, MEMBER, archive, of, write_workbook


@pytest.fixture
def path(tmp_path):
    return tmp_path / "archives.xlsx"


def refusal(path) -> str:
    with pytest.raises(DomainError) as refused:
        read_source(path)
    return refused.value.message


def grid(path, rows, sheet=ARCHIVES, merge=()):
    """Write rows of cells as they are, and merge the ranges."""
    with xlsxwriter.Workbook(str(path)) as book:
        page = book.add_worksheet(sheet)
        for place, cells in enumerate(rows):
            page.write_row(place, 0, cells)
        for area, words in merge:
            page.merge_range(area, words)
    return path


def test_columns_stand_in_any_order_and_heads_carry_stars_blanks_and_units(path):
    heads = [f"* {head}（必填） " if n % 2 else head for n, head in enumerate(reversed(LAYOUT[ARCHIVES].split()))]
    values = [ARCHIVE.get(head, "") for head in reversed(LAYOUT[ARCHIVES].split())]
    (case,) = read_source(grid(path, [heads, values])).cases
    assert (case.archive_no, case.head_name, case.faults) == (KEY, "薛琴思", [])


def test_title_rows_group_heads_totals_and_signatures_are_no_data(path):
    heads, values = list(ARCHIVE), list(ARCHIVE.values())
    rows = [
        ["红河州困难职工档案花名册"],
        ["填报单位：红河州总工会"],
        ["", "", "职工本人基本情况"],
        heads,
        values,
        [],
        heads,
        ["合计", "", "", 1],
        ["填表人：   审核人：  "],
        ["注：本表一式三份"],
    ]
    source = read_source(grid(path, rows))
    assert [(case.archive_no, case.row.number) for case in source.cases] == [(KEY, 5)]


def test_a_head_that_is_merged_with_the_row_above_is_read(path):
    heads, values = list(ARCHIVE), list(ARCHIVE.values())
    grid(path, [["", "建档", *[""] * 20], ["", *heads[1:]], values], merge=[("A1:A2", "档案编号")])
    assert read_source(path).cases[0].archive_no == KEY


def test_an_archive_number_merged_over_several_rows_counts_for_each(path):
    with xlsxwriter.Workbook(str(path)) as book:
        for sheet, listed in ((ARCHIVES, [ARCHIVE]), (MEMBERS, [MEMBER, MEMBER | {"姓名": "龚桂"}])):
            page = book.add_worksheet(sheet)
            page.write_row(0, 0, list(listed[0]))
            for place, row in enumerate(listed, 1):
                page.write_row(place, 0, list(row.values()))
        page.merge_range("A2:A3", KEY)
    source = read_source(path)
    assert [row["姓名"] for row in source.cases[0].rows(MEMBERS)] == ["朱勇华", "龚桂"]
    assert source.strays == []


def test_extra_columns_and_sheets_are_ignored_with_a_note(path):
    source = read_source(
        write_workbook(path, {ARCHIVES: [ARCHIVE | {"微信号": "abc", REASONS: "旧"}], "其他": [{"a": 1}]})
    )
    assert source.notes[0] == "工作表“其他”不在导入范围，未读取。"
    assert source.notes[-1] == "“困难职工档案”的“微信号”列不在导入范围，未读取。"
    assert not any(REASONS in note for note in source.notes)


def test_a_column_that_stands_twice_is_read_once(path):
    source = read_source(grid(path, [[*ARCHIVE, "姓名"], [*ARCHIVE.values(), "别人"]]))
    assert source.cases[0].head_name == "薛琴思"
    assert "“困难职工档案”的“姓名”列重复，只读取最左一列。" in source.notes


def test_a_sheet_that_is_not_there_is_noted(path):
    assert "没有“家庭成员”工作表，这部分未导入。" in read_source(write_workbook(path, [ARCHIVE])).notes


def test_sheets_are_known_by_their_short_names(path):
    source = read_source(write_workbook(path, {"档案": [ARCHIVE], "成员": [MEMBER]}))
    assert len(source.cases[0].rows(MEMBERS)) == 1


def test_missing_columns_of_all_sheets_are_named_at_once(path):
    rows = [["档案编号", "姓名", "性别", "民族"], [KEY, "薛琴思", "女", "汉族"]]
    with xlsxwriter.Workbook(str(path)) as book:
        for sheet, listed in ((ARCHIVES, rows), (MEMBERS, [["档案编号", "姓名", "性别"]])):
            page = book.add_worksheet(sheet)
            for place, cells in enumerate(listed):
                page.write_row(place, 0, cells)
    assert refusal(path) == (
        "“困难职工档案”缺少必需的列：建档标准、困难类别、建档单位、建档日期、主要致困原因、身份证号；“家庭成员”缺少必需的列：关系。请核对表头或使用空白模板。"
    )


def test_a_workbook_without_archives_is_named_so(path):
    assert refusal(write_workbook(path, {MEMBERS: [MEMBER]})) == (
        "工作簿中没有“困难职工档案”工作表，请核对文件或使用空白模板。"
    )
    assert "没有档案行" in refusal(grid(path, [list(ARCHIVE)]))
    assert "缺少必需的列：档案编号" in refusal(grid(path, [["随便"]]))
    assert "缺少必需的列：档案编号" in refusal(grid(path, []))


def test_rows_of_no_household_of_the_workbook_wait(path):
    source = read_source(
        write_workbook(path, {ARCHIVES: [archive(1)], MEMBERS: [of(MEMBER, 2), MEMBER | {"档案编号": ""}]})
    )
    assert [(stray.row, stray.reason) for stray in source.strays] == [
        (2, "“困难职工档案”表中没有这个档案编号"),
        (3, "档案编号为空"),
    ]


def test_all_faults_of_a_row_are_found_in_one_pass(path):
    (case,) = read_source(
        write_workbook(path, [archive(1, 姓名=" ", 困难类别="特困户", 建档日期="去年", 家庭人口="多")])
    ).cases
    assert [fault.column for fault in case.faults] == ["困难类别", "姓名", "家庭人口", "建档日期"]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "文件是空的"),
        (b"hello", "不是 Excel 工作簿"),
        (b"%PDF-1.7 ...", "不是 Excel 工作簿"),
        (b"PK\x03\x04 broken", "已损坏"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "旧格式"),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "打开密码"),
        (b"PK\x03\x04" + b"\0" * MAX_BYTES, "超过 30 MB"),
    ],
    ids=["empty", "text", "pdf", "broken", "xls", "encrypted", "huge"],
)
def test_a_file_that_is_no_workbook_gets_one_clear_sentence(path, content, message):
    path.write_bytes(content)
    assert message in refusal(path)


def test_a_zip_that_is_no_workbook_or_a_broken_one_is_refused(path):
    with zipfile.ZipFile(path, "w") as archive_file:
        archive_file.writestr("a.txt", "a")
    assert "不是 Excel 工作簿" in refusal(path)
    with zipfile.ZipFile(path, "w") as archive_file:
        archive_file.writestr("xl/workbook.xml", "<workbook")
    assert "已损坏" in refusal(path)


def test_a_cell_far_out_is_refused_before_the_memory_is_gone(path):
    with xlsxwriter.Workbook(str(path)) as book:
        book.add_worksheet(ARCHIVES).write(1_000_000, 0, "x")
    assert "超出 100 列或 99,999 行" in refusal(path)
