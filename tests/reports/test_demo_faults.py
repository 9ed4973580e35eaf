"""Known faults planted in demo data: each is found by its rule, and noted so that pages tell it."""

import pytest
from django.core.management import call_command

from audits.models import Fault, PlantedFault
from audits.quality.catalogue import BY_CODE, RULES
from audits.quality.rules.patterns import FEWEST_OTHERS
from audits.quality.running import run_rules
from households.models import Household
from reports.demo.faults.planting import PLANTS, recall
from tests.support.once import made_once

HOUSEHOLDS = 250
# Shares need others to be compared with, which a register of some hundred does not have; money was paid to nobody.
NOT_HERE = {"visits-on-one-day", "visits-entered-at-once", "incomes-round", "paid-while-exited"}


@pytest.fixture(scope="module")
def planted(django_db_setup, django_db_blocker, tmp_path_factory):
    """A small register of demo data with a fault of each rule, over which all rules were run."""
    with made_once(django_db_blocker, tmp_path_factory.mktemp("home")):
        call_command("seed_demo", households=HOUSEHOLDS, faults=len(RULES), verbosity=0)
        run_rules()
        yield {one.rule.code: one for one in recall()}


def test_there_is_a_way_to_plant_for_each_rule():
    assert set(PLANTS) == set(BY_CODE)
    assert FEWEST_OTHERS == 20


@pytest.mark.django_db
def test_every_planted_fault_is_found(planted):
    missed = {code: one for code, one in planted.items() if one.found < one.planted or not one.planted}
    assert set(missed) <= NOT_HERE
    assert sum(one.planted for one in planted.values()) == PlantedFault.objects.count()


@pytest.mark.django_db
def test_demo_data_itself_lacks_things_and_holds_nothing_impossible(planted):
    clean = {"spouse-unmarried", "visit-copied", "child-too-old", "parent-too-young", "taper-without-end"}
    touched = PlantedFault.objects.values("household")
    assert not Fault.objects.standing().filter(rule__in=clean).exclude(household__in=touched).exists()


@pytest.mark.django_db
def test_most_demo_archives_have_papers_and_some_have_none(planted):
    every = Household.objects.exclude(pk__in=PlantedFault.objects.values("household"))
    assert 0.03 < every.filter(attachments=None).count() / every.count() < 0.2


@pytest.mark.django_db
def test_planting_again_adds_nothing_and_a_larger_number_the_rest(planted, capsys):
    before = PlantedFault.objects.count()
    call_command("seed_demo", faults=before)
    assert PlantedFault.objects.count() == before
    call_command("seed_demo", faults=before + 2)
    assert PlantedFault.objects.count() == before + 2
    assert Fault.objects.exists()
