"""Statistics: events, the sums of their months, what marks them stale, and that all ways of reading agree."""

import datetime
import re

import pytest

from core import clock
from core.spells import Spell
from households.enums import Status
from households.models import Difficulty, Household
from pairing.models import Visit
from reports.indicators.behind import Asked, rows_behind
from reports.indicators.board import board_of
from reports.indicators.codes import Code
from reports.indicators.counting import Tally, tally
from reports.indicators.definitions import EVENTS, FILE, INDICATORS
from reports.indicators.months import keep_months
from reports.indicators.standing import keep_day, keep_standing
from reports.models import DailyFigure, MonthFigure, StaleMonth
from tests.audits.test_dynamics import change, filed, year_of_seven  # noqa: F401 -- the worked year
from tests.support.factories import DifficultyFactory, MeasureFactory, union
from tests.support.source import ROOT

D = datetime.date
YEAR = Spell(D(2018, 1, 1), D(2018, 12, 31))
PARTS = (YEAR, Spell(D(2018, 3, 2), D(2018, 9, 15)), Spell(D(2017, 5, 1), D(2018, 4, 30)))
TABLE = (ROOT / "docs/algorithms/indicators.md").read_text(encoding="utf-8")
pytestmark = pytest.mark.django_db


def visit(household: Household, on: datetime.date, method: str = "home", met: str = "worker") -> Visit:
    return Visit.objects.create(household=household, on=on, method=method, met=met, visitor_name="李", situation="好")


def numbers(found: Tally) -> dict[str, int]:
    flows = {str(code): found.flow(code) for code in Code if found.flow(code)}
    return {"opening": found.opening(), "on_file": found.stock(), **flows}


@pytest.fixture
def busy_year(year_of_seven):  # noqa: F811 -- the fixture of that name
    """Add visits, calls, difficulties and measures of two counties to the worked year."""
    households = list(Household.objects.order_by("pk"))
    for number, one in enumerate(households):
        visit(one, D(2018, 3, 1 + number))
        visit(one, D(2018, 9, 15), "call")
        visit(one, D(2018, 9, 16), "home", "nobody")
        found = DifficultyFactory(household=one, found_on=D(2018, 4, 30))
        MeasureFactory(difficulty=found, planned_on=D(2018, 5, 1 + number))
    return households


def test_a_year_counts_as_the_table_of_dynamics_does(busy_year, provincial):
    assert numbers(tally(union("530000"), YEAR, provincial)) == {
        **{"opening": 5, "on_file": 5, "new": 1, "back": 2, "exited": 2, "cancelled": 1, "put_in": 1, "taken_out": 1},
        **{"home_visit": 8, "call": 8, "need": 8, "measure": 8},
    }


@pytest.mark.parametrize("code", ["530000", "532500", "532524"])
@pytest.mark.parametrize("spell", PARTS, ids=str)
def test_sums_of_months_and_events_give_the_same(busy_year, provincial, code, spell):
    place = union(code)
    read = tally(place, spell, provincial)
    keep_months()
    kept = tally(place, spell, provincial)
    assert MonthFigure.objects.exists()
    assert numbers(kept) == numbers(read)
    below = {path: numbers(found) for path, found in read.below().items()}
    assert {path: numbers(found) for path, found in kept.below().items()} == below


@pytest.mark.parametrize("spell", PARTS, ids=str)
def test_every_number_has_a_list_of_that_length(busy_year, provincial, spell):
    province = union("530000")
    figures = board_of(province, spell, provincial).figures
    for indicator in INDICATORS.values():
        if indicator.behind in (EVENTS, FILE):
            rows = rows_behind(Asked(indicator, province, spell), provincial)
            assert rows.count() == indicator.measure(figures), indicator.code


def test_what_is_written_later_is_counted_at_once_and_kept_later(busy_year, provincial):
    keep_months()  # counts each source from its beginning, and leaves the marks
    keep_months()
    assert not StaleMonth.objects.exists()
    late = visit(busy_year[0], D(2018, 3, 9))
    Visit.objects.filter(household=busy_year[1], method="home").update(on=D(2018, 12, 1))
    Difficulty.objects.filter(household=busy_year[2]).update(closed_on=D(2018, 7, 1))
    assert StaleMonth.objects.filter(source="visit").exists()
    before = numbers(tally(union("530000"), YEAR, provincial))
    assert (before["home_visit"], before["struck_off"]) == (9, 1)
    assert keep_months() > 0
    assert keep_months() == 0
    assert numbers(tally(union("530000"), YEAR, provincial)) == before
    late.delete()
    assert numbers(tally(union("530000"), YEAR, provincial))["home_visit"] == 8


def test_an_archive_that_moves_takes_its_past_along(busy_year, provincial):
    keep_months()
    keep_months()
    moved = busy_year[0]
    moved.union = union("530100")
    moved.save(update_fields=["union"])
    kunming, honghe = (tally(union(code), YEAR, provincial) for code in ("530100", "532500"))
    assert (kunming.flow(Code.HOME_VISIT), honghe.flow(Code.HOME_VISIT)) == (2, 6)
    assert (kunming.stock(), honghe.stock()) == (2, 3)


def test_a_past_day_shows_the_last_snapshot_and_says_of_when(busy_year, provincial):
    province = union("530000")
    assert board_of(province, YEAR, provincial).figures.now("care") is None
    assert keep_day(D(2018, 12, 30)) == 1 + 2 + 2
    found = board_of(province, YEAR, provincial)
    assert (found.standing.day, found.figures.now("care")) == (D(2018, 12, 30), 8)
    keep_day(D(2018, 12, 30))
    assert DailyFigure.objects.count() == 5
    assert board_of(union("532524"), YEAR, provincial).figures.now("care") == 7


@pytest.mark.parametrize(("hour", "kept"), [(1, True), (5, True), (6, False), (23, False)])
def test_yesterday_is_kept_only_at_night(hour, kept, provincial):
    filed()
    with clock.at(clock.now().replace(hour=0) - datetime.timedelta(hours=8) + datetime.timedelta(hours=hour)):
        assert bool(keep_standing()) == kept
        assert keep_standing() == 0
        assert DailyFigure.objects.exists() == kept


def test_every_indicator_is_written_out():
    rows = re.findall(r"^\| `(\w+)` \| (.+?) \| (.+?) \| (.+?) \| (.+?) \|$", TABLE, re.MULTILINE)
    wanted = [(one.code, one.name, one.unit, one.formula, one.source or "of the two") for one in INDICATORS.values()]
    assert rows == wanted


def test_an_exit_and_a_relapse_of_one_archive_are_both_counted(provincial):
    one = filed()
    change(one, Status.ON_FILE, Status.TAPERING, D(2018, 2, 1))
    change(one, Status.TAPERING, Status.ON_FILE, D(2018, 2, 20))
    found = numbers(tally(union("530000"), YEAR, provincial))
    assert found == {"opening": 1, "on_file": 1, "back": 1, "exited": 1}
