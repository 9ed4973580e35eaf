"""Shares have one rounding and one way of writing."""

from decimal import Decimal

import pytest

from core.shares import percent, percent_reached, share_words


@pytest.mark.parametrize(
    ("part", "whole", "share"),
    [(1, 2000, "0.1"), (3, 2000, "0.2"), (1999, 2000, "100.0"), (2, 3, "66.7"), (0, 7, "0.0")],
)
def test_half_a_tenth_goes_up(part, whole, share):
    assert str(percent(part, whole)) == share


@pytest.mark.parametrize(("part", "whole", "share"), [(2, 3, "66.6"), (1999, 2000, "99.9"), (1, 1, "100.0")])
def test_what_is_reached_is_cut_so_that_all_means_all(part, whole, share):
    assert str(percent_reached(part, whole)) == share


def test_there_is_no_share_of_nothing_nor_of_what_is_not_known():
    assert [percent(1, 0), percent(None, 5), percent(5, None), percent_reached(1, 0)] == [None] * 4
    assert percent(Decimal("-5.00"), Decimal("-10.00")) is None


def test_a_share_is_written_with_its_sign():
    assert (share_words(percent(1, 8)), share_words(None), share_words(None, none="")) == ("12.5%", "—", "")
