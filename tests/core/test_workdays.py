"""Working days by the official calendar: holidays, make-up days, and years not yet published."""

import datetime

import pytest

from core.workdays import Due, add_workdays, is_workday, workdays_between


def day(text):
    return datetime.date.fromisoformat(text)


# The table of docs/algorithms/working-days.md.
@pytest.mark.parametrize(
    ("start", "count", "end"),
    [
        ("2026-03-02", 5, "2026-03-09"),  # an ordinary week
        ("2026-09-24", 5, "2026-10-09"),  # 中秋 25–27 Sep, 国庆 1–7 Oct
        ("2026-09-28", 5, "2026-10-10"),  # Saturday 10 Oct is worked
        ("2026-02-11", 5, "2026-02-25"),  # 春节 15–23 Feb, Saturday 14 Feb is worked
        ("2026-02-12", 5, "2026-02-26"),
        ("2026-03-06", 0, "2026-03-06"),
    ],
)
def test_days_are_counted_by_the_official_calendar(start, count, end):
    assert add_workdays(day(start), count) == Due(day(end))


def test_a_year_without_a_calendar_is_counted_by_weekdays_and_said_to_be_provisional():
    assert add_workdays(day("2028-01-03"), 5) == Due(day("2028-01-10"), provisional=True)


def test_a_count_that_runs_into_such_a_year_is_provisional():
    assert add_workdays(day("2027-12-30"), 5) == Due(day("2028-01-06"), provisional=True)


def test_a_negative_count_is_refused():
    with pytest.raises(ValueError, match="negative"):
        add_workdays(day("2026-03-02"), -1)


def test_make_up_days_are_worked():
    assert is_workday(day("2026-02-14"))
    assert not is_workday(day("2026-02-16"))


@pytest.mark.parametrize(("start", "count"), [("2026-01-05", 3), ("2026-02-11", 8), ("2026-09-24", 12)])
def test_counting_between_is_the_inverse_of_adding(start, count):
    end = add_workdays(day(start), count).day
    assert workdays_between(day(start), end) == count
    assert workdays_between(end, day(start)) == -count
