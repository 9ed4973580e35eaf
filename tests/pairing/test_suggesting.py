"""The worked table of docs/algorithms/pairing-suggestions.md, and what holds for any households and cadres."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pairing.suggesting import OFFERED, Gap, Helper, is_near, nearness, propose, understanding

# province 0001, prefecture 00010001, counties 000100010001 and …0002, a township of the first
COUNTY, OTHER, TOWN = "000100010001", "000100010002", "0001000100010001"
PREFECTURE = "00010001"
STAFF = {
    "甲": Helper(1, COUNTY, "汉族", (), load=2, ceiling=10),
    "乙": Helper(2, COUNTY, "彝族", (), load=3, ceiling=10),
    "丙": Helper(3, COUNTY, "汉族", ("yi",), load=8, ceiling=10),
    "丁": Helper(4, TOWN, "汉族", (), load=9, ceiling=10),
    "戊": Helper(5, PREFECTURE, "彝族", ("yi",), load=0, ceiling=10),
    "己": Helper(6, COUNTY, "哈尼族", ("hani",), load=10, ceiling=10),
    "庚": Helper(7, OTHER, "彝族", ("yi",), load=0, ceiling=10),
}
TABLE = [
    (Gap(1, COUNTY, "汉族"), "甲乙丙丁戊"),
    (Gap(1, COUNTY, "彝族"), "丙乙甲丁戊"),
    (Gap(1, COUNTY, "哈尼族"), "甲乙丙丁戊"),
    (Gap(1, TOWN, "彝族"), "丁丙乙甲戊"),
    (Gap(1, PREFECTURE, "彝族"), "戊庚丙乙甲"),
    (Gap(1, OTHER, "汉族"), "庚戊"),
]


@pytest.mark.parametrize(("gap", "expected"), TABLE)
def test_the_worked_table(gap, expected):
    names = {helper.key: name for name, helper in STAFF.items()}
    (proposal,) = propose([gap], list(STAFF.values()))
    assert "".join(names[helper.key] for helper in proposal.helpers) == expected


def test_what_is_proposed_counts_as_load_for_the_next():
    helpers = [Helper(1, COUNTY, load=0, ceiling=1), Helper(2, COUNTY, load=0, ceiling=2)]
    gaps = [Gap(number, COUNTY) for number in range(4)]
    first = [proposal.helpers[0].key if proposal.helpers else None for proposal in propose(gaps, helpers)]
    assert first == [1, 2, 2, None]


def test_families_with_a_language_of_their_own_choose_first():
    helpers = [Helper(1, COUNTY, languages=("yi",), ceiling=1), Helper(2, COUNTY, load=1, ceiling=2)]
    plain, yi = propose([Gap(1, COUNTY, "汉族"), Gap(2, COUNTY, "彝族")], helpers)
    assert (plain.helpers[0].key, yi.helpers[0].key) == (2, 1)


paths = st.sampled_from([COUNTY, OTHER, TOWN, PREFECTURE, "0001"])
ethnicities = st.sampled_from(["汉族", "彝族", "哈尼族", ""])
gap_lists = st.lists(
    st.builds(Gap, st.integers(1, 999), paths, ethnicities), unique_by=lambda gap: gap.key, max_size=12
)
languages = st.lists(st.sampled_from(["yi", "hani"]), unique=True).map(tuple)
helper = st.builds(Helper, st.integers(1, 999), paths, ethnicities, languages, st.integers(0, 4), st.integers(0, 4))
helper_lists = st.lists(helper, unique_by=lambda one: one.key, max_size=8)


@given(gap_lists, helper_lists)
def test_nobody_is_proposed_beyond_the_ceiling_or_from_afar(gaps, helpers):
    proposals = propose(gaps, helpers)
    assert [proposal.gap for proposal in proposals] == gaps
    known = {helper.key: helper for helper in helpers}
    for key, helper in known.items():
        taken = sum(1 for p in proposals if p.helpers and p.helpers[0].key == key)
        assert helper.load + taken <= max(helper.ceiling, helper.load)
    for proposal in proposals:
        assert len(proposal.helpers) <= OFFERED
        assert all(is_near(proposal.gap.path, helper.path) and helper.has_room for helper in proposal.helpers)


@given(st.builds(Gap, st.integers(), paths, ethnicities), helper)
def test_nearness_and_understanding_are_within_their_bounds(gap, helper):
    assert 1 <= nearness(gap, helper) <= min(len(gap.path), len(helper.path)) // 4
    assert understanding(gap, helper) in (0, 1, 2)
