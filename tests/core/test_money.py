"""Money has one rounding and one way of writing."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from core.forms import AmountField
from core.money import format_money, to_money


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


@pytest.mark.parametrize("typed", ["一千五", "15OO", "1e3x", "-5", "1.999"])
def test_what_is_no_amount_is_refused_in_chinese(typed):
    with pytest.raises(ValidationError) as refusal:
        AmountField().clean(typed)
    assert refusal.value.messages
