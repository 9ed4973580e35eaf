"""Result files as banks and offices spoil them: each fault is told by its row."""

from decimal import Decimal

import pytest

from assistance.bank.reading import NO_REASON, read_file
from core.errors import DomainError
from tests.support.bank import answered_sheet, answered_text, answers, file_line, layout_of

LINES = [file_line(1), file_line(2)]
ROWS = answers(LINES)


def read(content, **changed):
    return read_file(layout_of(**changed), "回盘.txt", content)


def faults(rows, **changed):
    return [(fault.row, fault.text) for fault in read(answered_text(rows, layout_of(**changed)), **changed).faults]


def with_first(at, words):
    return [[*ROWS[0][:at], words, *ROWS[0][at + 1 :]], ROWS[1]]


@pytest.mark.parametrize("encoding", ["gb18030", "gbk", "utf-8", "utf-8-sig"])
def test_any_usual_encoding_is_understood(encoding):
    found = read(answered_text(ROWS, layout_of(), encoding=encoding))
    assert ([row.number for row in found.rows], found.faults) == ([2, 3], ())


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "文件是空的，请重新选择。"),
        (b"\x00\x01\x02", "文件已损坏或不是文本文件，请从网银重新下载。"),
        (b"\xff\xff\xff", "文件已损坏，有无法识别的字符，请从网银重新下载。"),
        (b"PK\x03\x04broken", "工作簿已损坏，无法读取，请重新另存后再上传。"),
        (answered_sheet(ROWS)[:-300], "工作簿已损坏，无法读取，请重新另存后再上传。"),
        (answered_text([], layout_of()), "文件中没有明细行，请核对是否选错了文件。"),
    ],
)
def test_what_is_no_result_file_is_refused(content, message):
    with pytest.raises(DomainError) as caught:
        read(content)
    assert (caught.value.field, caught.value.message) == ("book", message)


def test_a_file_of_another_layout_is_refused():
    with pytest.raises(DomainError, match="没有“流水号”“金额”.*各列"):
        read("日期|余额\n2026-01-05|100\n".encode())


def test_a_row_that_breaks_off_is_told():
    whole = answered_text(ROWS, layout_of()).decode("gb18030")
    cut = whole[: whole.rindex("|成功")]
    found = read(cut.encode("gb18030"))
    message = "缺少“处理结果”“失败原因”“银行流水号”“入账日期”，这一行不完整，文件可能在传输中被截断"
    assert [(fault.row, fault.text) for fault in found.faults] == [(3, message)]


def test_rows_without_number_amount_or_outcome_are_told():
    assert faults(with_first(0, "赵小兰")) == [(2, "流水号“赵小兰”不是代发文件中的流水号")]
    assert faults(with_first(1, "一千五")) == [(2, "金额“一千五”无法识别")]
    assert faults(with_first(2, "")) == [(2, "没有处理结果，银行尚未处理完，请待全部处理后再下载回盘文件")]
    assert faults(with_first(5, "昨天"))[0][0] == 2


def test_a_word_that_says_neither_is_refused_and_never_taken_for_a_failure():
    message = "处理结果“处理中”既不是成功也不是失败，请核对文件或修改格式中的字样"
    assert faults(with_first(2, "处理中")) == faults(with_first(2, "处理中"), failed_words=[]) == [(2, message)]
    assert faults(with_first(2, "E0012"))[0][0] == 2


def test_without_words_of_failure_every_other_word_is_one():
    found = read(answered_text(with_first(2, "户名不符"), layout_of()), failed_words=[])
    assert [(row.outcome, row.reason) for row in found.rows] == [("failed", "户名不符"), ("paid", "")]
    found = read(answered_text(with_first(2, "失败"), layout_of()))
    assert found.rows[0].reason == NO_REASON


def test_numbers_that_a_spreadsheet_shortened_are_found():
    rows = [
        [700001, 1500, "成功", "", "", 20260105.0],
        ["'00000700002", "￥1,500.00元", "成功", "", "", "2026年1月5日"],
    ]
    found = read(answered_sheet(rows))
    assert [(row.place, row.amount) for row in found.rows] == [((7, 1), Decimal(1500)), ((7, 2), Decimal(1500))]
    assert {f"{row.paid_on}" for row in found.rows} == {"2026-01-05"}


def test_columns_are_found_by_their_number_without_a_head():
    columns = {"key": "1", "amount": "2", "outcome": "3"}
    content = "".join("|".join(row) + "\n" for row in ROWS).encode()
    found = read(content, has_head=False, result_columns=columns)
    assert [row.place for row in found.rows] == [(7, 1), (7, 2)]
