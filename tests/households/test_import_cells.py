"""Reading cells: what offices type is forgiven, and what cannot be understood is refused in words."""

import datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import DomainError
from households.enums import Category, Cause, Relation
from households.importing import cells
from households.importing.people import KIN

FIRST_OF_JULY = datetime.date(2018, 7, 1)
DAYS = st.dates(datetime.date(1900, 1, 1), datetime.date(2100, 12, 31))


def wide(text: str) -> str:
    """Return text as a Chinese input method types it, in full width."""
    return "".join(chr(ord(character) + 0xFEE0) if "!" <= character <= "~" else character for character in text)


def refusal(reader, cell, column="建档日期") -> str:
    with pytest.raises(DomainError) as refused:
        reader(cell, column)
    return refused.value.message


def value_or_refusal(reader, cell, column):
    try:
        return reader(cell, column)
    except DomainError as error:
        return error.message


@pytest.mark.parametrize(
    "cell",
    [
        FIRST_OF_JULY,
        datetime.datetime(2018, 7, 1, 8, 30),  # noqa: DTZ001 -- a cell has no time zone
        43282.0,
        43282.5,
        "43282",
        20180701.0,
        "20180701",
        "2018年7月1日",
        "2018 年 7 月 1 日",
        "2018.7.1",
        "2018/7/1",
        "2018-07-01",
        "2018-07-01 00:00:00",
        "2018-07-01T00:00",
        " 2018年07月01号 ",
    ],
)
def test_a_day_is_read_however_it_is_written(cell):
    assert cells.day()(cell, "建档日期") == FIRST_OF_JULY


@given(DAYS)
def test_every_day_is_read_in_every_way_of_writing_it(day):
    plain = f"{day.year}-{day.month}-{day.day}"
    for written in (plain, f"{day.year}年{day.month}月{day.day}日", f"{day:%Y%m%d}", wide(plain)):
        assert cells.day()(written, "日期") == day


@given(st.dates(datetime.date(1927, 5, 18), datetime.date(2099, 12, 31)))
def test_every_serial_number_is_the_day_that_a_spreadsheet_shows(day):
    serial = (day - datetime.date(1899, 12, 30)).days
    assert cells.day()(float(serial), "日期") == day


@given(st.text(max_size=12))
def test_any_text_is_a_day_or_a_refusal_that_names_the_column(text):
    outcome = value_or_refusal(cells.day(), text, "建档日期")
    assert isinstance(outcome, datetime.date) or outcome.startswith("建档日期无法识别")


@pytest.mark.parametrize("cell", ["去年六月", "2018-02-30", "2018年7月", "18.7.1", 2018.0, True, "2018-13-01", 1e300])
def test_what_is_no_day_is_refused(cell):
    assert "建档日期无法识别" in refusal(cells.day(), cell)


def test_a_month_will_do_for_when_work_began():
    assert cells.day(month_will_do=True)("2009年7月", "参加工作时间") == datetime.date(2009, 7, 1)


def test_a_day_that_must_be_past_is_not_tomorrow():
    tomorrow = datetime.date.today() + datetime.timedelta(days=2)  # noqa: DTZ011 -- two days are beyond any zone
    assert refusal(cells.day(past=True), tomorrow) == "建档日期晚于今天，请核对"


@pytest.mark.parametrize(
    ("cell", "amount"),
    [
        (1500.0, "1500.00"),
        ("1500", "1500.00"),
        ("1,500元", "1500.00"),
        ("1,500.50", "1500.50"),
        ("¥1500", "1500.00"),
        (wide("1,500.00") + "元", "1500.00"),
        ("\uffe51500", "1500.00"),
        ("0元", "0.00"),
        (333.335, "333.34"),
        (0.1, "0.10"),
    ],
)
def test_an_amount_is_read_however_it_is_written(cell, amount):
    assert cells.amount()(cell, "金额") == Decimal(amount)


@given(st.decimals(0, 9_999_999, places=2))
def test_every_amount_is_read_with_and_without_separators_and_unit(amount):
    for written in (str(amount), f"{amount:,}", f"{amount:,}元", f"¥{amount}", wide(str(amount))):
        assert cells.amount()(written, "金额") == amount


@given(st.floats(allow_nan=True, allow_infinity=True))
def test_any_number_is_an_amount_of_two_places_or_a_refusal(number):
    outcome = value_or_refusal(cells.amount(), number, "金额")
    assert outcome.startswith("金额") if isinstance(outcome, str) else outcome.as_tuple().exponent == -2


@pytest.mark.parametrize("cell", ["约一千", "1500左右", "1,50", "一千", "nan", "1500-2000", True, "1.5万", "٣٣", "²"])
def test_what_is_no_amount_is_refused(cell):
    assert "本人月平均收入不是金额" in refusal(cells.amount(), cell, "本人月平均收入")


def test_an_amount_below_zero_or_beyond_the_column_is_refused():
    assert refusal(cells.amount(), "-5", "金额") == "金额不能是负数"
    assert refusal(cells.amount(digits=3), 1000.0, "金额") == "金额数值过大，请核对"


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("=1+1机械厂", "=1+1机械厂"),
        (19969467358.0, "19969467358"),
        ("  建水县\u3000", "建水县"),
        ("锡业\u200b公司", "锡业公司"),
    ],
)
def test_text_is_kept_and_a_number_has_no_decimal_point(cell, text):
    assert cells.text(60)(cell, "工作单位") == text


@pytest.mark.parametrize(
    ("cell", "name"), [("张  三", "张三"), ("阿依·木呷", "阿依·木呷"), ("李𬭚", "李𬭚"), ("John Smith", "John Smith")]
)
def test_a_name_loses_only_the_blanks_that_pad_it(cell, name):
    assert cells.name()(cell, "姓名") == name


def test_text_that_does_not_fit_is_refused():
    assert refusal(cells.text(3), "一二三四", "备注") == "备注超过 3 个字，请缩短"


@pytest.mark.parametrize("cell", ["532524197004218310", wide("532524197004218310"), "532524 19700421 8310"])
def test_an_identity_number_is_read_with_full_width_digits_and_blanks(cell):
    assert cells.identity(cell, "身份证号") == "532524197004218310"


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        (5.32501198e17, "科学计数"),
        (532524197004218310.0, "科学计数"),
        ("5.32501E+17", "科学计数"),
        ("532524197004218311", "校验位不正确"),
        ("53252419700421831", "18 位"),
    ],
)
def test_a_damaged_identity_number_is_refused_for_what_happened_to_it(cell, reason):
    assert reason in refusal(cells.identity, cell, "身份证号")


def test_a_card_number_that_was_rounded_is_refused():
    assert "银行卡号被表格软件改成科学计数" in refusal(cells.number_text(30), 6.228649668999159e18, "银行卡号")


def test_an_archive_number_has_fifteen_digits_as_text_or_as_a_number():
    assert cells.archive_no(532524201700001.0, "档案编号") == "532524201700001"
    assert "应为 15 位数字" in refusal(cells.archive_no, "53252420170001", "档案编号")


@pytest.mark.parametrize(("cell", "yes"), [("是", True), ("否", False), (True, True), ("√", True), (0.0, False)])
def test_yes_and_no(cell, yes):
    assert cells.yes_no(cell, "是否单亲") is yes


def test_a_word_of_a_list_is_read_with_either_brackets_and_by_its_everyday_names():
    assert cells.choice([("下（待）岗", "下（待）岗")])(wide("下（待）岗"), "工作状态") == "下（待）岗"
    assert cells.choice(Relation.choices, KIN)("女儿", "关系") == Relation.DAUGHTER
    assert "困难类别不在选项中：“特困户”" in refusal(cells.choice(Category.choices), "特困户", "困难类别")


def test_several_words_are_read_once_each_and_too_many_are_refused():
    reader = cells.several(Cause.choices, most=3, too_many="多于三项")
    assert reader("子女上学、下岗失业\uff0c子女上学", "次要致困原因") == [Cause.SCHOOLING, Cause.LAID_OFF]
    assert refusal(reader, "下岗失业、子女上学、无劳动能力、遭受意外事故", "次要致困原因") == "次要致困原因多于三项"
    assert "不在选项中：“穷”" in refusal(reader, "穷", "次要致困原因")


@pytest.mark.parametrize("cell", [None, "", "  ", "\u3000", "/", "——"])
def test_a_blank_or_struck_out_cell_says_nothing(cell):
    assert cells.is_blank(cell)
