"""Money has one rounding and one way of writing."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from core.forms import AmountField
from core.money import DIGITS, format_money, in_words, to_money


@pytest.mark.parametrize(
    ("value", "cents"), [("0.005", "0.01"), ("0.004", "0.00"), ("2.675", "2.68"), ("-0.005", "-0.01")]
)
def test_half_a_cent_goes_up(value, cents):
    assert to_money(value) == Decimal(cents)


def test_an_amount_is_written_with_separators():
    assert format_money(Decimal("12345.6")) == "12,345.60"
    assert format_money(None) == ""


@pytest.mark.parametrize("typed", ["1500", "1,500.00", "1，500元", "¥1500", "￥1500", "１５００", " 1500 元 "])
def test_an_amount_is_taken_as_offices_type_it(typed):
    assert AmountField().clean(typed) == Decimal("1500")


@pytest.mark.parametrize("typed", ["一千五", "15OO", "1e3x", "1e3", "1_000", "٣", "१००", "²", "-5", "1.999"])
def test_what_is_no_amount_is_refused_in_chinese(typed):
    with pytest.raises(ValidationError) as refusal:
        AmountField().clean(typed)
    assert refusal.value.messages


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("1409.50", "壹仟肆佰零玖元伍角整"),
        ("6007.14", "陆仟零柒元壹角肆分"),
        ("1680.32", "壹仟陆佰捌拾元零叁角贰分"),
        ("107000.53", "壹拾万柒仟元零伍角叁分"),
        ("16409.02", "壹万陆仟肆佰零玖元零贰分"),
        ("325.04", "叁佰贰拾伍元零肆分"),
        ("0", "零元整"),
        ("0.05", "伍分"),
        ("0.50", "伍角整"),
        ("10", "壹拾元整"),
        ("100", "壹佰元整"),
        ("100500", "壹拾万零伍佰元整"),
        ("20000000", "贰仟万元整"),
        ("100000005", "壹亿零伍元整"),
        ("100005000", "壹亿零伍仟元整"),
        ("1000100010001.01", "壹万亿零壹亿零壹万零壹元零壹分"),
        ("80154232", "捌仟零壹拾伍万肆仟贰佰叁拾贰元整"),
        ("-12.3", "负壹拾贰元叁角整"),
    ],
)
def test_an_amount_is_written_in_the_words_of_bank_papers(amount, words):
    assert in_words(amount) == words


def test_what_is_beyond_all_groups_is_refused():
    with pytest.raises(ValueError, match="too large"):
        in_words(10**16)


VALUES = {"拾": 10, "佰": 100, "仟": 1000, "万": 10**4, "亿": 10**8}


def read_words(words: str) -> Decimal:
    """Read an amount back from its words, by a way of its own."""
    total = group = digit = 0
    yuan = Decimal(0)
    for letter in words:
        if letter in DIGITS:
            digit = DIGITS.index(letter)
        elif letter in "拾佰仟":
            group, digit = group + digit * VALUES[letter], 0
        elif letter in "万亿":
            whole = total + group + digit
            total = whole * VALUES[letter] if letter == "亿" else total + (group + digit) * VALUES[letter]
            group = digit = 0
        elif letter == "元":
            yuan, group, digit = Decimal(total + group + digit), 0, 0
        elif letter in "角分":
            yuan, digit = yuan + Decimal(digit) / (10 if letter == "角" else 100), 0
    return yuan


@given(st.integers(min_value=0, max_value=10**13 - 1))
def test_the_words_of_an_amount_say_that_amount_and_no_other(cents):
    amount = Decimal(cents) / 100
    words = in_words(amount)
    assert read_words(words) == amount
    assert "零零" not in words
    assert words.endswith(("整", "分"))
