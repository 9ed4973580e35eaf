"""The page 动态管理 and the lists behind its numbers."""

import datetime

import pytest

from audits.dynamics import Moves
from audits.forms.dynamics import PeriodForm
from core import clock
from core.spells import Spell
from households.enums import Status
from tests.audits.test_dynamics import change, filed
from tests.support.factories import union

D = datetime.date
ASKED = {"start": "2018-01-01", "end": "2018-12-31"}
pytestmark = pytest.mark.django_db


def test_the_page_goes_down_and_its_numbers_lead_to_their_lists(as_user, provincial):
    exited = filed()
    filed(union=union("530100"))
    change(exited, Status.ON_FILE, Status.EXITED, D(2018, 5, 1))
    client = as_user(provincial)
    context = client.get("/dynamics/", ASKED).context
    assert context["total"] == Moves(opening=2, exited=1)
    assert {row.union.code: row.moves.exited for row in context["rows"]} == {"530100": 0, "532500": 1}
    page = client.get("/dynamics/archives/", {**ASKED, "union": "532500", "kind": "exited"})
    assert [row.household for row in page.context["page"]] == [exited]
    assert '<td data-label="变动">脱困退出</td>' in page.content.decode()
    below = client.get("/dynamics/", {**ASKED, "union": "532500"}).context["rows"]
    assert [row.union.code for row in below] == ["532524"]


@pytest.mark.parametrize(
    ("asked", "period"),
    [
        ({"start": "2018-04-01", "end": "2018-06-30"}, Spell.quarter(2018, 2)),
        ({"start": "2018-10-01", "end": "2018-12-31"}, Spell.quarter(2018, 4)),
        ({"end": "2018-06-30"}, Spell(D(2018, 1, 1), D(2018, 6, 30))),
        ({"start": "x"}, Spell.year(2026)),
        ({"start": "2019-01-01", "end": "2018-01-01"}, Spell.year(2026)),
    ],
)
def test_the_period_is_read_from_the_address(asked, period):
    with clock.at(D(2026, 7, 1)):
        assert PeriodForm(asked).period == period


def test_a_union_outside_the_scope_and_a_number_that_is_none_are_not_found(as_user, outsider):
    client = as_user(outsider)
    assert client.get("/dynamics/", {"union": "532524"}).status_code == 404
    assert client.get("/dynamics/archives/", {"union": "532524", "kind": "new"}).status_code == 404
    assert client.get("/dynamics/archives/", {"kind": "all"}).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_pages_cost_the_same_for_one_and_for_three(as_user, provincial, count, django_assert_num_queries):
    for _ in range(count):
        filed()
    client = as_user(provincial)
    client.get("/dynamics/", ASKED)
    with django_assert_num_queries(7):
        client.get("/dynamics/", ASKED)
    with django_assert_num_queries(6):
        client.get("/dynamics/archives/", {**ASKED, "kind": "opening"})
