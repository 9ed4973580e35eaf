"""Initials and sort keys of names."""

import pytest

from core.pinyin import initials, sort_key


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("赵小兰", "zxl"),
        ("欧阳小兰", "oyxl"),
        ("曾强", "zq"),
        ("单小兰", "sxl"),
        ("小单", "xd"),
        ("𬭚建国·买买提", "cjgmmt"),
        ("", ""),
    ],
)
def test_initials_are_what_a_clerk_types(name, letters):
    assert initials(name) == letters


def test_names_sort_as_a_name_list_does():
    assert sorted(["赵小兰", "曾强", "单小兰", "陈大"], key=sort_key) == ["陈大", "单小兰", "曾强", "赵小兰"]
