"""How likely two records are of one person: the worked table of docs/algorithms/duplicates.md, and who is weighed."""

import pytest

from households.likeness import MOST_SHARING, THRESHOLD, WEIGHTS, Traits, alike_pairs, likeness
from tests.support.tables import table

PAGE = "duplicates.md"


@pytest.mark.parametrize("row", table(PAGE, "Weighed"))
def test_each_weighed_pair(row):
    one, other = (
        Traits(names=(row[f"{which}name"],), born=row[f"{which}born"], number=row[f"{which}number"])
        for which in ("", "other ")
    )
    assert f"{likeness(one, other):.1f}" == row["weight"]
    assert likeness(other, one) == likeness(one, other)
    assert (likeness(one, other) >= THRESHOLD) == (row["likely"] == "yes")


def test_the_weights_are_those_of_the_document():
    rows = [
        [float(row[level].replace("−", "-")) for level in ("same", "nearly", "other")]
        for row in table(PAGE, "Weights")[:8]
    ]
    assert rows == [list(weights) for weights in WEIGHTS.values()]


def test_the_parts_of_a_name_may_be_exchanged():
    straight, exchanged = Traits(names=("mary", "jones")), Traits(names=("jones", "mary"))
    assert likeness(straight, exchanged) == likeness(straight, straight) - 1


def test_only_who_shares_a_key_is_weighed_and_a_key_of_many_says_nothing():
    people = {n: Traits(names=("赵小兰",), born="19750501") for n in range(3)}
    assert [(one, other) for one, other, _weight in alike_pairs(people)] == [(0, 1), (0, 2), (1, 2)]
    crowd = {n: Traits(names=("赵小兰",), born="19750501") for n in range(MOST_SHARING + 1)}
    assert list(alike_pairs(crowd)) == []
