"""Keys of rows out of a request, however odd."""

import pytest

from core.keys import read_key, read_keys


@pytest.mark.parametrize("text", ["", "-1", "1.0", "²", "１", "٣", " 1", "1\n", "9" * 19, "9" * 5000, "\x00"])
def test_nonsense_is_no_key(text):
    assert read_key(text) is None


def test_keys_come_in_their_order():
    assert read_keys(["7", "x", "007", "9" * 18]) == [7, 7, int("9" * 18)]
