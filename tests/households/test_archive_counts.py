"""The counts of archives that a trigger keeps: the same as counting the archives, whatever was written."""

from collections import Counter

import pytest

from core import folding
from households.actions import counts
from households.actions.counts import fold_counts
from households.counts import is_whole_for
from households.models import ArchiveCount, Household
from organizations.models import Union
from tests.support.factories import HouseholdFactory
from tests.support.life import put

pytestmark = pytest.mark.django_db


def kept(rows, *names):
    found = Counter()
    for *key, number in rows.order_by().values_list(*names, "number"):
        found[tuple(key)] += number
    return {key: number for key, number in found.items() if number}


def agree() -> bool:
    archives = Household.objects.all()
    clear = Counter((h.union_path[:12], h.status, h.clear_mask, not h.cadre_names) for h in archives)
    causes = Counter((h.union_path[:12], h.status, h.main_cause) for h in archives)
    by_clear = kept(ArchiveCount.objects.by_clear(), "place", "status", "clear_mask", "is_alone")
    return (by_clear, kept(ArchiveCount.objects.by_cause(), "place", "status", "main_cause")) == (clear, causes)


def test_they_follow_what_is_written_and_folding_changes_nothing(household, monkeypatch):
    HouseholdFactory()
    assert agree()
    put(household, "cancelled")
    Household.objects.filter(pk=household.pk).update(clear_mask=63, cadre_names="赵六", main_cause="disaster")
    Household.objects.filter(pk=household.pk).update(union=Union.objects.get(code="530100"))
    assert agree()
    monkeypatch.setattr(folding, "SPARE", -1000)
    rows = ArchiveCount.objects.count()
    assert fold_counts() == rows
    assert ArchiveCount.objects.count() == ArchiveCount.objects.values(*counts.ALIKE).distinct().count() < rows
    assert agree()


def test_they_serve_whole_regions_and_nobody_who_sees_single_archives(officer, cadre, provincial):
    assert [is_whole_for(user) for user in (provincial, officer, cadre)] == [True, True, False]
