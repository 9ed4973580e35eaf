"""The drive of April to July 2020 and its verification at one two-hundredth, played through the real actions."""

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import override_settings

from assistance.models import EffectJudgement, Task, TaskAnswer, TaskList
from audits.campaigns.behind import figures_of
from audits.models import Campaign, HouseholdReview, Interview, Rectification, Verification, VerificationFinding
from audits.verification.checking import differences, prove_draw
from audits.verification.enums import FindingStatus, InterviewStatus, ProjectStatus, RectificationStatus, Round
from audits.verification.rateboard import rates_of
from audits.verification.rates import findings_behind, interviews_behind
from households.models import Difficulty
from organizations.models import User
from pairing.models import Visit
from reports.demo.huhuqing.plan import HOUSEHOLDS, Plan
from reports.demo.verification import plan as verifying
from reports.demo.verification.plan import FAULTS, OF, PUBLISHED, Part
from reviews.enums import ReviewStatus
from tests.support.factories import HouseholdFactory

SMALL = HOUSEHOLDS // 200
MODELS = (
    *(Visit, Difficulty, TaskList, Task, TaskAnswer, EffectJudgement, HouseholdReview, User),
    *(Interview, VerificationFinding, Rectification),
)


def play(households: int = SMALL) -> None:
    call_command("seed_demo", verification="huhuqing-2020", households=households, verbosity=0)


@pytest.fixture(scope="module")
def played(django_db_setup, django_db_blocker, tmp_path_factory):
    """The drive and its verification, once for all tests of this module."""
    home = tmp_path_factory.mktemp("drive")
    facts = {"APP_HOME": home, "DEMO_PASSWORD": "", "MEDIA_ROOT": home / "media", "EXPORT_ROOT": home / "exports"}
    with override_settings(**facts), django_db_blocker.unblock(), transaction.atomic():
        play()
        yield facts
        transaction.set_rollback(True)


@pytest.fixture
def verification(played, db):
    return Verification.objects.get()


def test_it_is_played_in_a_home_of_its_own(db, settings, tmp_path):
    settings.APP_HOME, settings.DEMO_PASSWORD = tmp_path, ""
    HouseholdFactory()
    with pytest.raises(CommandError, match="已有 1 份其他档案"):
        play(10)


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


def test_the_drive_comes_out_in_proportion(played, db):
    campaign = Campaign.objects.get()
    figures = figures_of(campaign, User.objects.get(username="hk-530000-0"))
    plan = Plan(SMALL)
    assert {name: getattr(figures, name) for name in plan.figures} == plan.figures
    assert figures.tasks == figures.measures
    assert not campaign.is_open
    assert Difficulty.objects.filter(closed_on__isnull=False).count() == plan.figures["solved"]
    assert EffectJudgement.objects.filter(closes=True).count() == plan.figures["solved"]
    assert set(TaskList.objects.values_list("status", flat=True)) == {"sent"}
    asked = HouseholdReview.objects.select_related("review")
    assert [one.review.status for one in asked] == [ReviewStatus.PASSED] * plan.figures["exited"]


def test_a_second_time_changes_nothing(played, db, settings):
    for name, value in played.items():
        setattr(settings, name, value)
    before = [model.objects.count() for model in MODELS]
    play()
    assert before == [model.objects.count() for model in MODELS]


def drawn(plan: verifying.Plan) -> list[Part]:
    """Make strata as they are drawn at full size: two large ones of which part is asked, two small ones whole."""
    parts = []
    for group, sizes in (("on_file", (3_300, 400, 15)), ("exited", (3_000, 385, 15)), ("not_filed", (650, 180, 20))):
        for place, size in enumerate(sizes):
            asked = size if size < verifying.LEAST else round(size * (0.9 if group == "not_filed" else 0.68))
            parts.append(Part(group, size, {f"{group}-{place}-{n}": n % 2 for n in range(asked)}))
    return parts


def test_the_plan_of_the_verification_comes_out_at_the_published_rates():
    plan = verifying.Plan(HOUSEHOLDS)
    lots = plan.lots(drawn(plan))
    found = {code: f"{100 * share:.2f}" for code, share in lots.shares.items()}
    wrong = {code: f"{100 * share:.2f}" for code, share in FAULTS.items()}
    assert found == wrong
    rest = {code: f"{100 - float(wrong[code]):.2f}" for code in ("coverage", "measures", "satisfaction")}
    assert {code: rest.get(code, wrong[code]) for code in PUBLISHED} == PUBLISHED


def test_no_household_shows_two_faults_and_each_is_of_its_class():
    lots = verifying.Plan(HOUSEHOLDS).lots(drawn(verifying.Plan(HOUSEHOLDS)))
    every = [*sum(lots.faults.values(), []), *lots.wrong_facts, *lots.doubted, *lots.overturned]
    assert len(every) == len(set(every))
    assert all(key.split("-")[0] in OF[code] for code, keys in lots.faults.items() for key in keys)


def test_the_verification_went_through_every_state(verification):
    assert verification.status == ProjectStatus.CLOSED
    assert verification.sample.exclude(left_reason="").count() == 1
    assert set(verification.interviews.values_list("round", flat=True)) == set(Round)
    ended = {InterviewStatus.AGREED, InterviewStatus.DROPPED}
    assert set(verification.interviews.values_list("status", flat=True)) == ended
    assert set(verification.findings.values_list("status", flat=True)) == {FindingStatus.DECIDED, FindingStatus.SETTLED}
    assert verification.findings.filter(contest__isnull=False).count() == 2
    mended = Rectification.objects.filter(finding__verification=verification)
    assert set(mended.values_list("status", flat=True)) == {RectificationStatus.VERIFIED, RectificationStatus.DONE}


def test_every_number_opens_a_list_of_that_length(verification):
    for line in rates_of(verification, verification.union):
        behind = interviews_behind if line.kind.by_answers else findings_behind
        if line.kind.unit == "户":
            counts = [behind(line.kind, verification, verification.union, hits=hits).count() for hits in (False, True)]
            assert counts == [line.rate.judged, line.rate.hits]


def test_the_draw_is_proved_and_nothing_changed_since(verification):
    assert prove_draw(verification).holds
    assert differences(verification) == []
