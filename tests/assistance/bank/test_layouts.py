"""What a layout may be: it can be written, and its results can be told apart."""

import pytest

from assistance.bank.layouts import check_layout, words_of
from core.errors import DomainError
from tests.support.bank import layout_of


def refusal(**changed):
    with pytest.raises(DomainError) as caught:
        check_layout(vars(layout_of(**changed)))
    return caught.value.field, caught.value.message


@pytest.mark.parametrize("code", ["general-text", "general-xlsx"])
def test_the_shipped_layouts_can_be_used(code):
    check_layout(vars(layout_of(code)))


def test_a_file_names_line_payee_account_and_amount():
    columns = [["账号", "card_no"], ["金额", "amount"]]
    assert refusal(columns=columns) == ("columns", "代发文件缺少“流水号（系统编号，对账用）”“户名”列。")


@pytest.mark.parametrize(
    ("more", "message"),
    [
        (["账号", "serial"], "列名不能重复。"),
        (["", "serial"], "每一列都要有列名，不超过 20 个字。"),
        (["又一金额", "amount"], "“金额”只能有一列。"),
        (["备注", "colour"], "没有“colour”这一内容，请从列表选择。"),
        (["序|号", "serial"], "列名“序|号”含有分隔符。"),
    ],
)
def test_columns_are_told_apart(more, message):
    assert refusal(columns=[*layout_of().columns, more]) == ("columns", message)


def test_blank_columns_may_stand_twice():
    columns = [*layout_of().columns, ["备用一", "blank"], ["备用二", "blank"]]
    check_layout(vars(layout_of(columns=columns)))


def test_a_result_says_which_line_how_much_and_what_came_of_it():
    message = "请填写回盘文件的“金额”“处理结果”列。"
    assert refusal(result_columns={"key": "流水号"}) == ("result_columns", message)


def test_without_a_head_result_columns_are_numbers():
    columns = {"key": "1", "amount": "4", "outcome": "5"}
    check_layout(vars(layout_of(result_columns=columns, has_head=False)))
    assert refusal(has_head=False)[0] == "result_columns"


def test_a_word_does_not_mean_both():
    assert refusal(failed_words=["成功"]) == ("failed_words", "“成功”不能同时表示成功和失败。")
    assert refusal(paid_words=[])[0] == "paid_words"


def test_a_heading_that_the_encoding_lacks_is_refused():
    assert refusal(columns=[*layout_of().columns, ["𬱟", "serial"]], encoding="gbk")[0] == "columns"


def test_words_are_parted_by_any_mark():
    assert words_of("成功、已入账，成功 00") == ["成功", "已入账", "00"]
