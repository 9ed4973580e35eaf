"""The drive of April to July 2020 at one two-hundredth, played through the real actions: in proportion."""

import pytest
from django.core.management import CommandError, call_command

from assistance.models import EffectJudgement, Task, TaskAnswer, TaskList
from audits.campaigns.behind import figures_of
from audits.models import Campaign, HouseholdReview
from households.models import Difficulty
from organizations.models import User
from pairing.models import Visit
from reports.demo.huhuqing.plan import HOUSEHOLDS, Plan
from reviews.enums import ReviewStatus
from tests.support.factories import HouseholdFactory

SMALL = HOUSEHOLDS // 200


@pytest.fixture
def drive(db, settings, tmp_path, capsys):
    """Return a function that plays the drive by the command and returns the last line that it prints."""
    settings.APP_HOME, settings.DEMO_PASSWORD = tmp_path, ""

    def run(households: int = SMALL, **options) -> str:
        call_command("seed_demo", campaign="huhuqing-2020", households=households, **options)
        return capsys.readouterr().out.splitlines()[-1]

    return run


@pytest.mark.parametrize("households", [1, 10, 142, 999, HOUSEHOLDS])
def test_a_plan_of_any_size_comes_out_at_its_figures(households):
    plan = Plan(households)
    numbers = [number for lot in plan.lots for number in lot.difficulties]
    assert numbers == list(range(plan.figures["difficulties"]))
    assert sum(lot.visits for lot in plan.lots) == plan.figures["visits"]
    assert sum(map(plan.measures_of, numbers)) == plan.figures["measures"]
    assert sum(map(plan.is_solved, numbers)) == plan.figures["solved"]
    assert sum(lot.exits for lot in plan.lots) == plan.figures["exited"]


def test_the_plan_at_full_size_is_the_report():
    plan = Plan(HOUSEHOLDS)
    assert list(plan.figures.values()) == [7_115, 21_000, 5_037, 5_909, 4_815, 3_400]
    assert sum(lot.national for lot in plan.lots) == 6_043


def test_the_drive_comes_out_in_proportion_and_a_second_time_changes_nothing(drive):
    said = drive()
    province = User.objects.get(username="hk-530000-0")
    campaign = Campaign.objects.get()
    figures = figures_of(campaign, province)
    plan = Plan(SMALL)
    assert {name: getattr(figures, name) for name in plan.figures} == plan.figures
    assert figures.tasks == figures.measures
    assert not campaign.is_open
    _everything_went_its_way(plan)
    models = (Visit, Difficulty, TaskList, Task, TaskAnswer, EffectJudgement, HouseholdReview, User)
    before = [model.objects.count() for model in models]
    assert drive().partition("。用时")[0] == said.partition("。用时")[0]
    assert before == [model.objects.count() for model in models]


def _everything_went_its_way(plan: Plan) -> None:
    assert Difficulty.objects.filter(closed_on__isnull=False).count() == plan.figures["solved"]
    assert EffectJudgement.objects.filter(closes=True).count() == plan.figures["solved"]
    assert set(TaskList.objects.values_list("status", flat=True)) == {"sent"}
    asked = HouseholdReview.objects.select_related("review")
    assert [one.review.status for one in asked] == [ReviewStatus.PASSED] * plan.figures["exited"]


def test_it_is_played_in_a_home_of_its_own(drive):
    HouseholdFactory()
    with pytest.raises(CommandError, match="已有 1 份其他档案"):
        drive(10)
