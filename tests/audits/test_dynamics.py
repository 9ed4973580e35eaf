"""动态管理: 期初 + 新增 + 返困 − 脱困 − 注销 = 期末; the worked table of docs/algorithms/dynamics.md."""

import datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from audits.dynamics import Kind, Moves, changes_behind, moves_below, total
from core.spells import Spell
from households.enums import Category, Level, Status
from households.models import Household, StatusChange
from tests.support.factories import HouseholdFactory, union

D = datetime.date
FILED, YEAR = D(2017, 5, 1), Spell.year(2018)
pytestmark = pytest.mark.django_db


def filed(on=FILED, **facts) -> Household:
    """Make an archive that an import brought in on file; the database writes the first row of its life."""
    return HouseholdFactory(**{"category": Category.LOW_INCOME, "rule_version": "A2016", "filed_on": on, **facts})


def change(household, was, to, on, category="low_income") -> None:
    """Add a row to an archive's life, as the actions do."""
    StatusChange.objects.create(
        household=household, union_path=household.union_path, level=Level.NATIONAL, category=category,
        from_status=was, to_status=to, on=on, at=datetime.datetime(2018, 1, 1, tzinfo=datetime.UTC),
    )  # fmt: skip


@pytest.fixture
def year_of_seven(db):
    """Return seven archives: kept, exited in two ways, cancelled, tapering and back, reclassed, new, relapsed."""
    filed()
    exited, tapering, gone, back, other = filed(), filed(), filed(), filed(), filed()
    change(exited, Status.ON_FILE, Status.EXITED, D(2018, 12, 31))
    change(tapering, Status.ON_FILE, Status.TAPERING, D(2018, 1, 1))
    change(tapering, Status.TAPERING, Status.EXITED, D(2018, 7, 1))
    change(gone, Status.ON_FILE, Status.CANCELLED, D(2018, 3, 1))
    change(back, Status.ON_FILE, Status.TAPERING, D(2017, 12, 31))
    change(back, Status.TAPERING, Status.ON_FILE, D(2018, 4, 1))
    change(other, Status.ON_FILE, Status.ON_FILE, D(2018, 6, 1), category="mishap_a")
    filed(D(2018, 8, 1))
    filed(D(2018, 9, 1), previous=exited, union=union("530100"))
    return exited


def whole(user, period=YEAR, code="530000") -> Moves:
    return total(moves_below(union(code), period, user=user).values())


def test_a_year_of_seven_archives(year_of_seven, provincial):
    assert whole(provincial) == Moves(opening=5, new=1, back=2, exited=2, cancelled=1)
    assert whole(provincial).closing == 5
    assert whole(provincial, Spell.year(2019)) == Moves(opening=5)
    assert whole(provincial, Spell.year(2017)) == Moves(new=6, exited=1)


def test_each_category_closes_with_what_was_put_into_it(year_of_seven, provincial):
    found = moves_below(union("530000"), YEAR, user=provincial)
    sums = {c: total(m for (_p, own), m in found.items() if own == c) for c in ("low_income", "mishap_a")}
    assert (sums["low_income"].reclassed, sums["mishap_a"].reclassed) == (-1, 1)
    assert (sums["low_income"].closing, sums["mishap_a"].closing) == (4, 1)


def test_the_list_behind_each_number_is_as_long_as_the_number(year_of_seven, provincial):
    counted = whole(provincial)
    for kind, number in counted.columns:
        rows = changes_behind(kind, union("530000"), YEAR, user=provincial)
        assert rows.values("household").distinct().count() == rows.count() == number, kind


def test_each_union_sees_its_own(year_of_seven, officer, outsider):
    assert whole(officer, code="532524") == Moves(opening=5, new=1, back=1, exited=2, cancelled=1)
    assert whole(outsider, code="532524") == Moves()
    assert whole(outsider, code="530100") == Moves(back=1)


STEPS = {
    Status.ON_FILE: [Status.TAPERING, Status.EXITED, Status.CANCELLED, Status.ON_FILE],
    Status.TAPERING: [Status.ON_FILE, Status.EXITED, Status.CANCELLED],
}
LIVES = st.lists(st.tuples(st.dates(D(2017, 1, 1), D(2019, 12, 31)), st.integers(0, 3)), max_size=5)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lives=st.lists(LIVES, max_size=4))
def test_whatever_happens_the_year_closes_with_what_is_on_file(lives, provincial):
    before = whole(provincial).closing
    standing = 0
    for life in lives:
        household, status = filed(D(2016, 1, 1)), Status.ON_FILE
        for day, way in sorted(life):
            if day.year > 2018 or status not in STEPS:
                break
            to = STEPS[status][way % len(STEPS[status])]
            change(household, status, to, day)
            status = to
        standing += status == Status.ON_FILE
    moves = whole(provincial)
    assert moves.closing == before + standing
    assert changes_behind(Kind.CLOSING, union("530000"), YEAR, user=provincial).count() == moves.closing
