"""The database's counting of campaigns: each table that a figure is made of, inserted, changed and deleted."""

import uuid

import pytest
from django.db import connection

from assistance.models import EffectJudgement
from audits.actions.campaigns import close_campaign
from audits.models import ClearConfirmation, ClearState
from core import clock
from households.enums import Status
from households.models import Difficulty, Household
from organizations.models import Union
from pairing.actions.visits import correct_visit, log_visit
from pairing.models import Visit
from tests.support.campaigns import DAY, kept, recounted, started
from tests.support.exits import checked
from tests.support.factories import DifficultyFactory, HouseholdFactory, MeasureFactory, TaskFactory, union
from tests.support.life import put
from tests.support.tasks import send, sent_task, walk

pytestmark = pytest.mark.django_db


@pytest.fixture
def target(household, provincial):
    """``household`` in a campaign of 红河州 that wants two visits at home."""
    return started(provincial, visits_wanted=2).targets.get(household=household)


def agree(target, **figures) -> None:
    """Hold the figures kept against some that are expected, and against a plain recount."""
    assert {name: kept(target)[name] for name in figures} == figures
    assert kept(target) == recounted(target)


def visit(household, by, days_ago=0, **facts):
    usual = {"on": clock.today() - days_ago * DAY, "method": "home", "met": "worker", "situation": "平稳。"}
    return log_visit(household, by=by, client_id=uuid.uuid4(), **(usual | facts))


def test_visits_of_the_wanted_kind_within_the_period_are_counted(target, household, officer):
    visit(household, officer, 3)
    agree(target, visits=1, visited=False)
    visit(household, officer)
    agree(target, visits=2, visited=True)
    for facts in ({"days_ago": 11}, {"method": "call"}, {"met": "nobody"}):
        visit(household, officer, **facts)
    agree(target, visits=2)


def test_a_visit_corrected_or_deleted_is_counted_anew(target, household, officer):
    made = visit(household, officer)
    facts = {"on": clock.today(), "method": "call", "met": "worker", "situation": "改为电话联系。"}
    correct_visit(made, by=officer, **facts)
    agree(target, visits=0)
    Visit.objects.filter(pk=made.pk).update(method="home")
    agree(target, visits=1)
    Visit.objects.filter(pk=made.pk).delete()
    agree(target, visits=0)


def test_a_visit_that_changes_its_household_counts_for_both(target, household, officer):
    other = HouseholdFactory()
    made = visit(household, officer)
    Visit.objects.filter(pk=made.pk).update(household=other)
    agree(target, visits=0)
    Visit.objects.filter(pk=made.pk).update(household=household)
    agree(target, visits=1)


def test_difficulties_and_measures_are_counted_by_their_days(target, household):
    found = DifficultyFactory(household=household, found_on=None)
    agree(target, difficulties=1)
    measure = MeasureFactory(difficulty=found)
    agree(target, difficulties=1, measures=1)
    Difficulty.objects.filter(pk=found.pk).update(found_on=clock.today() - 11 * DAY)
    agree(target, difficulties=0, measures=1)
    measure.planned_on = clock.today() - 11 * DAY
    measure.save(update_fields=["planned_on"])
    agree(target, measures=0)
    Difficulty.objects.filter(pk=found.pk).update(found_on=clock.today())
    measure.delete()
    found.delete()
    agree(target, difficulties=0, measures=0)


def test_each_measure_on_a_sent_list_is_one_task(target, household, officer):
    measure = MeasureFactory(difficulty__household=household)
    task = TaskFactory(measure=measure)
    agree(target, tasks=0)
    send(task.task_list, on=clock.today())
    task.refresh_from_db()
    agree(target, tasks=1)
    walk(task, "returned")
    sent_task(measure, on=clock.today())
    agree(target, tasks=1)


@pytest.mark.parametrize(("effect", "solved"), [("solved", 1), ("eased", 1), ("unsolved", 0)])
def test_what_a_department_solved_is_struck_off_by_a_judgement(target, household, officer, effect, solved):
    found = DifficultyFactory(household=household, found_on=clock.today())
    task = sent_task(MeasureFactory(difficulty=found))
    facts = {"family_effect": "solved", "cadre_effect": effect, "closes": True, "by": officer, "by_name": officer.name}
    EffectJudgement.objects.create(household=household, difficulty=found, visit=visit(household, officer), **facts)
    walk(task, "done", "arrived")
    agree(target, solved=0)
    Difficulty.objects.filter(pk=found.pk).update(closed_on=clock.today(), closed_reason="已解决")
    agree(target, solved=solved)
    Difficulty.objects.filter(pk=found.pk).update(closed_on=None, closed_reason="")
    agree(target, solved=0)


def test_struck_off_without_the_help_of_a_department_is_no_solution(target, household, officer):
    found = DifficultyFactory(household=household, found_on=clock.today())
    facts = {"family_effect": "solved", "cadre_effect": "solved", "closes": True, "by": officer, "by_name": "经办员"}
    Difficulty.objects.filter(pk=found.pk).update(closed_on=clock.today(), closed_reason="已解决")
    EffectJudgement.objects.create(household=household, difficulty=found, visit=visit(household, officer), **facts)
    agree(target, solved=0)


def test_the_six_follow_the_archive(target, household):
    Household.objects.filter(pk=household.pk).update(clear_mask=63)
    agree(target, clear_mask=63)
    Household.objects.filter(pk=household.pk).update(clear_mask=None)
    agree(target, clear_mask=0)


@pytest.mark.parametrize("kind", ["cadre", "county"])
def test_where_a_confirmation_is_wanted_the_six_count_while_it_holds(household, provincial, officer, kind):
    target = started(provincial, clear_by=kind).targets.get(household=household)
    Household.objects.filter(pk=household.pk).update(clear_mask=63)
    agree(target, clear_mask=0)
    facts = {"by": officer, "by_name": officer.name, "at": clock.now(), "mask": 63}
    ClearConfirmation.objects.create(household=household, kind=kind, **facts)
    agree(target, clear_mask=63)
    ClearState.objects.filter(pk=household.pk).update(facts_changed_at=clock.now())
    agree(target, clear_mask=0)


def test_who_passed_the_check_is_ready_and_who_left_has_exited(target, household, officer):
    checked(household, officer)
    agree(target)
    put(household, Status.TAPERING)
    household.status_changes.create(
        union_path=household.union_path, level="national", category="deep", from_status="on_file",
        to_status="tapering", on=clock.today(), at=clock.now(),
    )  # fmt: skip
    agree(target, ready=True, exited=True)


def test_an_archive_that_moves_takes_its_place_along(target, household):
    Household.objects.filter(pk=household.pk).update(union=union("532501"))
    agree(target, union_path=union("532501").path)


def test_of_a_closed_campaign_only_a_union_that_moves_is_followed(target, household, provincial, officer):
    close_campaign(target.campaign, by=provincial)
    before = kept(target)
    visit(household, officer)
    Household.objects.filter(pk=household.pk).update(clear_mask=63)
    assert kept(target) == before
    Union.objects.filter(pk=household.union_id).update(path="000100990001")
    assert kept(target) == before | {"union_path": "000100990001"}
    assert set(target.campaign.days.values_list("union_path", flat=True)) == {"000100990001"}


def place_of(target) -> str:
    """Return where the row lies in its table: elsewhere once it is written anew."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT ctid::text FROM audits_campaigntarget WHERE id = %s", [target.pk])
        return cursor.fetchone()[0]


def test_what_changes_no_figure_writes_no_row(target, household, officer):
    before = place_of(target)
    visit(household, officer, method="call")
    assert place_of(target) == before
    visit(household, officer)
    assert place_of(target) != before
