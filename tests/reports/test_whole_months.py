"""Which whole months a spell has, for figures that are kept by month."""

import datetime

import pytest

from core.spells import Spell
from reports.indicators.money import whole_months

D = datetime.date


@pytest.mark.parametrize(
    ("first", "last", "whole"),
    [
        (D(2020, 1, 1), D(2020, 3, 31), Spell(D(2020, 1, 1), D(2020, 3, 31))),
        (D(2020, 1, 2), D(2020, 3, 30), Spell(D(2020, 2, 1), D(2020, 2, 29))),
        (D(2020, 1, 30), D(2020, 3, 31), Spell(D(2020, 2, 1), D(2020, 3, 31))),
        (D(2020, 1, 31), D(2020, 2, 29), Spell(D(2020, 2, 1), D(2020, 2, 29))),
        (D(2020, 1, 31), D(2020, 2, 28), None),
    ],
)
def test_a_spell_has_the_months_that_lie_in_it_whole(first, last, whole):
    assert whole_months(Spell(first, last)) == whole
