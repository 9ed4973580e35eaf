"""Registers read on from row to row: in every order and grouping each row comes once, whatever comes meanwhile."""

import datetime
from dataclasses import replace

import pytest

from core import clock
from core.errors import DomainError
from households.enums import Status
from households.models import Household
from organizations.enums import Role
from pairing.enums import Met
from reports.api.registers import read
from reports.catalogue import KINDS, kind_of
from reports.catalogue.query import Query
from reports.catalogue.readingon import Place
from tests.reports.test_catalogue import left
from tests.reports.test_line_registers import paid, visited
from tests.support.factories import HouseholdFactory, MeasureFactory, user_with
from tests.support.faults import fault_of
from tests.support.grievances import complained
from tests.support.tasks import sent_task

pytestmark = pytest.mark.django_db


@pytest.fixture
def lines(officer):
    """Make archives with gaps in what they are ordered by, and of each kind of lines some that stand side by side."""
    homes = [HouseholdFactory(filed_on=None) for _row in range(2)]
    homes += [HouseholdFactory(status=Status.TAPERING) for _row in range(3)]
    Household.objects.filter(pk__in=[home.pk for home in homes[:2]]).update(per_head=300)
    for home in homes:
        visited(home)
        visited(home, met=Met.NOBODY, visitor_name="帮扶干部乙")
        left(home, Status.TAPERING, clock.today())
        fault_of(home)
        sent_task(MeasureFactory(difficulty__household=home), on=clock.today())
        complained()
    paid(officer, user_with(Role.FINANCE, "532524", username="finance", name="财务员"), homes=3)


def read_on(query: Query, size: int = 2) -> list:
    """Read all rows, so many at a time, each time from the last one on."""
    rows, place = [], Place()
    while found := read(replace(query, place=place), size):
        rows += found
        place = Place(len(rows), found[-1].keys)
    return rows


def asked() -> list[tuple]:
    """Return registers with what is asked of them: each order alone, and each grouping with the last order."""
    found = []
    for kind in KINDS.values():
        found += [(kind, {"order": order}) for order in kind.orders]
        found += [(kind, {"group": group, "order": list(kind.orders)[-1]}) for group in kind.groupings]
    return found


@pytest.mark.usefixtures("lines")
def test_every_row_comes_once_in_every_order(officer):
    for kind, params in asked():
        query = Query.of(kind, officer, params)
        whole = [entry[:3] for entry in query.entries()]
        assert [entry[:3] for entry in read_on(query)] == whole, (kind.name, params)
        assert len(whole) > 2 or kind.name in {"causes", "dynamics", "pairings", "spending"}


@pytest.mark.usefixtures("lines")
def test_archives_of_a_past_day_are_read_on(registrar):
    asked = {"as_of": (clock.today() - datetime.timedelta(days=1)).isoformat(), "group": "level"}
    query = Query.of(kind_of("roster"), registrar, asked)
    assert [entry.cells for entry in read_on(query)] == list(query.rows())


def test_what_comes_meanwhile_moves_nothing(officer):
    kept = [HouseholdFactory() for _row in range(3)]
    query = Query.of(kind_of("roster"), officer, {"order": "number", "fields": "no,archive_no"})
    (first,) = read(replace(query, place=Place()), 1)
    HouseholdFactory(archive_no="1" + kept[0].archive_no[1:])
    following = read(replace(query, place=Place(1, first.keys)), 5)
    assert [entry.cells for entry in following] == [(2, kept[1].archive_no), (3, kept[2].archive_no)]


NO_KEYS = [
    *[("filed", keys) for keys in (("x", "y", "z"), ("1",), ("yesterday", "1"))],
    *[("place", ("0001", key, "1")) for key in ("a\x00b", "\ud800")],
    *[("income", (key, "0001", "1", "1")) for key in ("1e400000", "NaN")],
]


@pytest.mark.parametrize(("order", "keys"), NO_KEYS)
def test_keys_of_no_row_are_refused(order, keys, officer):
    query = Query.of(kind_of("roster"), officer, {"order": order})
    with pytest.raises(DomainError):
        list(replace(query, place=Place(1, keys)).entries())


@pytest.mark.parametrize("moment", ["0001-01-01T00:00:00", "2026-01-01T00:00:00", "9999-12-31T00:00:00-23:59"])
@pytest.mark.usefixtures("lines")
def test_moments_of_no_row_are_refused(moment, officer):
    query = Query.of(kind_of("grievances"), officer, {"order": "day"})
    (first,) = read(replace(query, place=Place()), 1)
    with pytest.raises(DomainError):
        list(replace(query, place=Place(1, (moment, *first.keys[1:]))).entries())
