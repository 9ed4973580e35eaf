"""The counts of faults that triggers keep: the same as counting the faults, whatever was written."""

import datetime
from collections import Counter

import pytest

from audits.actions.quality.counts import fold_fault_counts
from audits.actions.quality.waivers import waive_fault
from audits.models import Fault, FaultCount
from audits.quality.board import board_of
from core import clock, folding
from organizations.unionrows import unions_below
from tests.support.factories import HouseholdFactory, union
from tests.support.faults import fault_of

pytestmark = pytest.mark.django_db


def agree() -> bool:
    kept: Counter = Counter()
    for place, rule, until, number in FaultCount.objects.values_list("place", "rule", "waived_until", "number"):
        kept[place, rule, until] += number
    faults = Fault.objects.found()
    found = Counter((fault.union_path[:12], fault.rule, fault.waived_until) for fault in faults)
    return +kept == found and min(kept.values(), default=0) >= 0


def test_they_follow_what_is_written_and_folding_changes_nothing(reviewer, monkeypatch):
    home, other = HouseholdFactory(), HouseholdFactory()
    faults = [fault_of(home), fault_of(home, "papers-none"), fault_of(other)]
    waive_fault(faults[0], by=reviewer, reason="已核对", until=clock.today())
    assert agree()
    other.union = union("530100")
    other.save(update_fields=["union"])
    Fault.objects.filter(rule="papers-none").update(gone_on=clock.today())
    assert agree()
    monkeypatch.setattr(folding, "SPARE", -1000)
    rows = FaultCount.objects.count()
    assert (fold_fault_counts(), FaultCount.objects.count()) == (rows, 2)
    Fault.objects.filter(household=other).delete()
    assert agree()


def test_the_board_above_counties_counts_a_waived_fault_again_when_its_day_is_over(provincial, reviewer):
    waive_fault(fault_of(HouseholdFactory()), by=reviewer, reason="已核对", until=clock.today())
    fault_of(HouseholdFactory(union=union("532500")))
    place = union("532500")
    for days, rows in ((0, {"本级直接建档": 1}), (1, {"本级直接建档": 1, "建水县总工会": 1})):
        with clock.at(clock.today() + datetime.timedelta(days=days)):
            board = board_of(provincial, place, unions_below(place))
        assert {row.name: sum(row.line.counts.values()) for row in board.places} == rows
