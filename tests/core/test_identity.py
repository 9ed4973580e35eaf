"""Identity numbers, cards and masks."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import DomainError
from core.identity import birth_date_of, clean_identity_no, complete_identity_no, is_card_plausible, is_male
from core.masking import mask_card, mask_identity_no, mask_phone

TODAY = datetime.date(2026, 11, 23)
VALID = "11010519491231002X"  # the worked example of GB 11643-1999


@pytest.mark.parametrize(
    "typed", [VALID, "11010519491231002x", "１１０１０５１９４９１２３１００２Ｘ", " 110105 19491231 002X "]
)
def test_a_number_is_taken_as_offices_type_it(typed):
    assert clean_identity_no(typed, today=TODAY) == VALID


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("110105194912310021", "身份证号校验位不正确"),
        ("1.10105E+17", "身份证号被表格软件改成科学计数"),
        ("11010519491231002", "应为 18 位，实为 17 位"),
        ("110105194913310020", "出生日期不存在"),
        ("110105203001010020", "出生日期不存在"),
        ("", "应为 18 位，实为 0 位"),
    ],
)
def test_a_wrong_number_is_refused_with_its_reason(typed, words):
    with pytest.raises(DomainError, match="^[^a-z]*$") as refusal:
        clean_identity_no(typed, today=TODAY)
    assert words in refusal.value.message


def test_a_fifteen_digit_number_gets_century_and_check_digit():
    assert clean_identity_no("110105491231002", today=TODAY) == VALID


def test_the_address_code_is_never_judged():
    assert clean_identity_no(complete_identity_no("99999919800101001"), today=TODAY)


@given(
    st.dates(min_value=datetime.date(1900, 1, 1), max_value=TODAY),
    st.integers(min_value=0, max_value=999),
    st.integers(min_value=0, max_value=17),
    st.integers(min_value=1, max_value=9),
)
def test_any_single_wrong_digit_is_found(birth, sequence, place, shift):
    number = complete_identity_no(f"532524{birth:%Y%m%d}{sequence:03d}")
    assert clean_identity_no(number, today=TODAY) == number
    assert birth_date_of(number) == birth
    assert is_male(number) == bool(sequence % 2)
    digit = 10 if number[place] == "X" else int(number[place])
    wrong = number[:place] + str((digit + shift) % 10) + number[place + 1 :]
    if wrong != number:
        with pytest.raises(DomainError):
            clean_identity_no(wrong, today=TODAY)


def test_a_card_is_held_against_luhn():
    assert is_card_plausible("6222021234567890127") is False
    assert is_card_plausible("6222021234567890128") is True


def test_masks_keep_what_tells_people_apart_and_hide_the_rest():
    assert mask_identity_no(VALID) == "110105********002X"
    assert mask_phone("13987300001") == "139****0001"
    assert mask_card("6228649668999159207") == "***************9207"


@given(st.text(max_size=8))
def test_a_number_too_short_for_its_mask_is_hidden_whole(value):
    assert mask_identity_no(value) == "*" * len(value)
