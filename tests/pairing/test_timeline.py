"""What pairing tells on the timeline of a household: pairings, visits, corrections."""

import datetime
import uuid

import pytest
from django.urls import reverse

from households.timeline import history_of
from pairing.actions.pairings import end_pairing
from pairing.actions.visits import correct_visit, log_visit
from pairing.enums import Met, VisitMethod
from pairing.timeline import pairings_and_visits
from tests.support.factories import PairingFactory

pytestmark = pytest.mark.django_db
DAY = datetime.date(2026, 3, 2)
FACTS = {"on": DAY, "method": VisitMethod.HOME, "met": Met.WORKER, "situation": "病情平稳"}


def entries_of(household):
    return pairings_and_visits(household, history_of(household))


def told(household, kind):
    entries = [entry for entry in entries_of(household) if entry.kind == kind]
    return [(entry.local.date(), entry.title, entry.text, entry.by) for entry in entries]


def test_a_visit_stands_on_its_day_with_who_made_it_and_leads_to_its_page(household, cadre):
    visit = log_visit(household, by=cadre, client_id=uuid.uuid4(), **FACTS)
    assert told(household, "visit") == [(DAY, "入户走访", "病情平稳", "帮扶干部甲")]
    entry = next(entry for entry in entries_of(household) if entry.kind == "visit")
    assert (entry.url, entry.has_time) == (reverse("visit", args=[household.archive_no, visit.pk]), False)


def test_a_correction_tells_what_it_was_and_what_it_is(household, cadre, officer):
    visit = log_visit(household, by=cadre, client_id=uuid.uuid4(), **FACTS)
    correct_visit(visit, by=officer, **FACTS | {"situation": "病情加重"})
    changed = [entry for entry in entries_of(household) if entry.changes]
    assert [(e.title, e.by_user, [change.after for change in e.changes]) for e in changed] == [
        ("更正 2026-03-02 的走访记录", officer.pk, ["病情加重"])
    ]
    assert "病情加重" in [text for _day, _title, text, _by in told(household, "visit")]


def test_the_beginning_and_the_end_of_a_pairing_are_told(household, officer):
    pairing = PairingFactory(household=household, started_on=datetime.date(2020, 5, 1))
    end_pairing(pairing, by=officer, on=DAY, reason="工作调动")
    name = pairing.cadre.name
    assert [entry[:3] for entry in told(household, "pairing")] == [
        (datetime.date(2020, 5, 1), f"结对帮扶责任人 {name}", str(pairing.unit or "")),
        (DAY, f"结束结对帮扶责任人 {name}", "工作调动"),
    ]


@pytest.mark.parametrize("count", [1, 3])
def test_it_costs_two_queries(household, cadre, count, django_assert_num_queries):
    for _visit in range(count):
        log_visit(household, by=cadre, client_id=uuid.uuid4(), **FACTS)
    with django_assert_num_queries(2):
        assert len(told(household, "visit")) == count
