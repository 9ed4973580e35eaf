"""The year 2018 of 回头看 at one five-hundredth, played through the real actions: its figures are in proportion."""

import pytest
from django.core.management import CommandError, call_command

from audits.dynamics import Moves, moves_below, total
from audits.models import ExitCheck, HouseholdReview, Recheck
from core.spells import Spell
from households.enums import Category, Level, Status
from households.models import Household
from organizations.models import User
from reports.demo.campaign.plan import HOUSEHOLDS, YEAR, Plan
from reviews.enums import ReviewStatus
from reviews.models import Notice, Record
from tests.support.factories import HouseholdFactory, union

SMALL = HOUSEHOLDS // 500
FIGURES = "期初 142，新增 1，返困 0，脱困 17，注销 6，期末 120"


@pytest.fixture
def play(db, settings, tmp_path, capsys):
    """Return a function that plays the year by the command and returns the last line that it prints."""
    settings.APP_HOME, settings.DEMO_PASSWORD = tmp_path, ""

    def run(households: int = SMALL, **options) -> str:
        call_command("seed_demo", campaign="huitoukan-2018", households=households, **options)
        return capsys.readouterr().out.splitlines()[-1]

    return run


def test_the_plan_at_full_size_is_the_report():
    plan = Plan(HOUSEHOLDS)
    ways = [plan.way_of(place) for place in range(HOUSEHOLDS)]
    assert (ways.count("exit"), ways.count("cancel"), plan.new) == (8_474, 2_979, 671)


@pytest.mark.parametrize("households", [1, 10, 142, 999])
def test_a_plan_of_any_size_gives_each_archive_one_way(households):
    plan = Plan(households)
    ways = [plan.way_of(place) for place in range(households)]
    assert (ways.count("exit"), ways.count("cancel")) == (plan.exits, plan.cancellations)


def test_the_year_comes_out_in_proportion_through_reviews_alone(play):
    assert FIGURES in play()
    province = User.objects.get(username="hk-530000-0")
    moves = total(moves_below(union("530000"), Spell.year(YEAR), user=province).values())
    assert moves == Moves(opening=142, new=1, exited=17, cancelled=6)
    _every_change_was_reviewed()
    _the_campaign_is_closed()
    before = [model.objects.count() for model in (Household, Record, Notice, User, ExitCheck)]
    assert FIGURES in play()
    assert before == [model.objects.count() for model in (Household, Record, Notice, User, ExitCheck)]


def _every_change_was_reviewed() -> None:
    asked = HouseholdReview.objects.select_related("review")
    assert asked.count() == 17 + 6 + 1
    assert {one.review.status for one in asked} == {ReviewStatus.PASSED}
    assert not asked.filter(applied_at=None).exists()
    assert Household.objects.filter(status=Status.TAPERING).count() == 17
    decided = Record.objects.filter(step__kind="decide").values_list("review", "by")
    assert len(set(decided)) == len(decided) == 3 * 24


def _the_campaign_is_closed() -> None:
    campaign = Recheck.objects.get()
    outcomes = list(campaign.entries.values_list("outcome", flat=True))
    assert not campaign.is_open
    assert all(entry.review for entry in campaign.entries.exclude(outcome="keep").for_list())
    assert [outcomes.count(way) for way in ("keep", "exit", "cancel", "new", "")] == [119, 17, 6, 1, 0]
    assert set(Household.objects.values_list("level", flat=True)) == {Level.NATIONAL}
    former = {Category.LOW_INCOME, Category.NEAR_LOW_INCOME, Category.MISHAP_A}
    assert set(Household.objects.values_list("category", flat=True)) <= former


def test_it_is_played_in_a_home_of_its_own(play):
    HouseholdFactory()
    with pytest.raises(CommandError, match="已有 1 份其他档案"):
        play(10)


def test_without_a_number_it_is_asked_for(db, settings, tmp_path):
    settings.APP_HOME = tmp_path
    with pytest.raises(CommandError, match="--households"):
        call_command("seed_demo")
