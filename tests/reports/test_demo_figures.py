"""What seed_demo writes beside the facts is what the real actions and calculators make of them."""

import datetime

import pytest
from django.db.models import Sum
from django.utils import timezone

from assistance.models import AidRecord, AidYearNone, Measure
from audits.actions.clear import refresh_clear
from audits.models import ClearState
from households.clearmask import ALL_CLEAR
from households.enums import IN_CARE, Status
from households.income import formula_of, standard_for
from households.models import Difficulty, Household, IncomeSurvey
from households.summaries import refresh_summary
from pairing.actions.pairings import sync_grants
from pairing.actions.rhythm import refresh_rhythm
from pairing.models import Pairing, Visit
from reports.demo.accounts import ensure_accounts
from reports.demo.seeding import seed_households
from tests.support.once import made_once

pytestmark = pytest.mark.django_db
SIZE = 120
SUMMARIES = ("head_name", "head_sort", "work_unit", "cadre_names", "per_head", "clear_mask", "search", "union_path")
RHYTHM = ("last_home_on", "last_call_on", "home_due_on", "call_due_on")
STATE = ("mask", "reasons", "due_on")


@pytest.fixture(scope="module")
def seeded(django_db_setup, django_db_blocker, tmp_path_factory):
    with made_once(django_db_blocker, tmp_path_factory.mktemp("home")):
        ensure_accounts()
        seed_households(SIZE, seed=1)
        yield


def shown() -> dict[str, list]:
    """Return everything that is computed, as the database has it."""
    states, pairings = ClearState.objects.order_by("pk"), Pairing.objects.order_by("pk")
    return {
        "summaries": list(Household.objects.order_by("pk").values_list("pk", *SUMMARIES)),
        "rhythm": list(pairings.values_list("pk", *RHYTHM)),
        "states": list(states.values_list("pk", *STATE)),
        "grants": list(Household.objects.order_by("pk").values_list("grants__user", flat=True)),
    }


def test_computing_everything_anew_changes_nothing(seeded):
    before, ids = shown(), list(Household.objects.values_list("pk", flat=True))
    for household in Household.objects.defer("search"):
        refresh_summary(household)
    refresh_rhythm(ids)
    sync_grants(ids)
    refresh_clear(ids)
    assert shown() == before


def test_every_archive_has_the_path_of_its_union(seeded):
    assert all(h.union_path == h.union.path for h in Household.objects.select_related("union").defer("search"))


def test_no_state_is_stale_and_only_archives_in_care_have_a_mask(seeded):
    assert not ClearState.objects.stale(timezone.localdate()).exists()
    assert ClearState.objects.count() == SIZE
    assert set(Household.objects.filter(clear_mask=None).values_list("status", flat=True)) == {Status.EXITED}
    assert not Household.objects.exclude(status__in=IN_CARE).filter(clear_mask__isnull=False).exists()


def test_figures_and_standards_are_those_of_the_calculator(seeded):
    surveys = IncomeSurvey.objects.select_related("household__union").prefetch_related("lines")
    for survey in surveys:
        standard = standard_for(survey.household.union, survey.period_end)
        assert (survey.per_head, survey.standard) == (formula_of(survey).amount, standard.amount)
        assert survey.persons == survey.household.persons
    assert surveys.count() > SIZE


def test_every_kind_of_page_has_something_to_show(seeded):
    masks = Household.objects.in_care()
    assert 0 < masks.filter(clear_mask=ALL_CLEAR).count() < masks.count()
    today = timezone.localdate()
    due = Pairing.objects.active().responsible().in_care().with_due()
    assert min(due.overdue().count(), due.due_soon().count()) > 5
    assert masks.filter(cadre_names="").exists()
    assert Measure.objects.filter(deadline__lt=today, outcome="").exists()
    assert Difficulty.objects.open().exists()
    assert AidYearNone.objects.exists()
    assert AidRecord.objects.aggregate(total=Sum("amount"))["total"] > 0


def test_no_visit_lies_in_the_future_or_before_its_archive(seeded):
    visits = list(Visit.objects.select_related("household").defer("household__search"))
    assert all(v.household.filed_on <= v.on <= timezone.localdate() for v in visits)
    assert 2 < len(visits) / SIZE < 4
    assert min(v.household.filed_on for v in visits) > datetime.date(2015, 12, 31)
