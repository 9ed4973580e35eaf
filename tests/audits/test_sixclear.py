"""The six rules, one by one, with what each says."""

import datetime
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audits.sixclear import DifficultyFacts, Facts, check
from core import clock

TODAY = datetime.date(2026, 11, 23)
RECENT = datetime.date(2026, 11, 10)
CLEAR = Facts(
    survey_end=datetime.date(2026, 9, 30),
    basics_seen_on=RECENT,
    none_seen_on=RECENT,
    covered_years=frozenset(range(2017, 2026)),
    paired=True,
    last_home_on=RECENT,
    last_contact_on=RECENT,
)
DAYS = st.dates(min_value=datetime.date(2025, 1, 1), max_value=TODAY)


def test_a_household_with_everything_is_clear_in_all_six():
    result = check(CLEAR, TODAY)
    assert (result.mask, result.reasons) == (0b111111, ())
    assert result.due_on == datetime.date(2026, 12, 12)  # 31 days after the last contact, and one


@pytest.mark.parametrize(
    ("change", "mask", "code"),
    [
        ({"missing": ("住房类型",)}, 0b111110, "fields"),
        ({"survey_end": None}, 0b111110, "survey"),
        ({"survey_end": datetime.date(2025, 11, 23)}, 0b111110, "survey"),
        ({"basics_seen_on": None}, 0b111110, "basics_visit"),
        ({"basics_seen_on": datetime.date(2025, 11, 23)}, 0b111110, "basics_visit"),
        ({"covered_years": frozenset(range(2018, 2026))}, 0b111101, "years"),
        ({"none_seen_on": None}, 0b111011, "none_visit"),
        ({"difficulties": (DifficultyFacts(1, advised=False, planned=True),)}, 0b111011, "advice"),
        ({"difficulties": (DifficultyFacts(1, advised=True, planned=False),)}, 0b110111, "measure"),
        ({"open_deadlines": ((1, datetime.date(2026, 11, 22)),)}, 0b101111, "outcome"),
        ({"paired": False}, 0b011111, "pairing"),
        ({"last_home_on": datetime.date(2026, 8, 22)}, 0b011111, "home_visit"),
        ({"last_contact_on": datetime.date(2026, 10, 22)}, 0b011111, "contact"),
    ],
)
def test_each_gap_makes_its_item_unclear_and_nothing_else(change, mask, code):
    result = check(replace(CLEAR, **change), TODAY)
    assert result.mask == mask
    assert [reason.code for reason in result.reasons] == [code]


@pytest.mark.parametrize(
    "change",
    [
        {"survey_end": datetime.date(2025, 11, 24)},
        {"last_home_on": datetime.date(2026, 8, 23)},
        {"last_contact_on": datetime.date(2026, 10, 23)},
        {"open_deadlines": ((1, TODAY),)},
    ],
)
def test_on_its_last_day_an_interval_still_holds(change):
    assert check(replace(CLEAR, **change), TODAY).mask == 0b111111


@pytest.mark.parametrize(
    ("day", "later"),
    [
        (datetime.date(2024, 2, 29), datetime.date(2025, 2, 28)),
        (datetime.date(2025, 12, 31), datetime.date(2026, 12, 31)),
    ],
)
def test_a_year_later_is_the_same_day_or_the_months_last(day, later):
    assert clock.months_after(day, 12) == later


@given(
    survey=st.none() | DAYS,
    basics=st.none() | DAYS,
    none=st.none() | DAYS,
    home=st.none() | DAYS,
    deadline=st.dates(min_value=datetime.date(2026, 1, 1), max_value=datetime.date(2027, 12, 31)),
    ahead=st.integers(min_value=0, max_value=400),
)
def test_before_its_due_day_time_alone_changes_nothing(survey, basics, none, home, deadline, ahead):
    facts = replace(
        CLEAR,
        survey_end=survey,
        basics_seen_on=basics,
        none_seen_on=none,
        last_home_on=home,
        last_contact_on=home,
        open_deadlines=((1, deadline),),
    )
    now = check(facts, TODAY)
    assert now.due_on > TODAY
    later = min(TODAY + datetime.timedelta(days=ahead), now.due_on - datetime.timedelta(days=1))
    assert check(facts, later).mask == now.mask


def test_a_deadline_at_the_end_of_all_dates_turns_nothing():
    result = check(replace(CLEAR, open_deadlines=((1, datetime.date.max),)), TODAY)
    assert result.due_on <= datetime.date(2027, 1, 1)
