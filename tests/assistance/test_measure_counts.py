"""需求与措施: difficulties, measures, lists and results are counted apart, and each number is the list behind it."""

import datetime

import pytest

from assistance.counts import Kind
from assistance.enums import TaskStatus
from assistance.models import Task
from tests.support.factories import DifficultyFactory, HouseholdFactory, MeasureFactory, TaskFactory, union
from tests.support.life import put
from tests.support.tasks import sent_task

pytestmark = pytest.mark.django_db
PAGE, BEHIND = "/measures/counts/", "/measures/counts/behind/"
DAY = datetime.date(2026, 3, 2)
# The worked table of docs/algorithms/measure-counts.md.
WORKED = {
    "difficulties": 4,
    "unplanned": 1,
    "planned": 3,
    "measures": 5,
    "listed": 4,
    "sent": 3,
    "answered": 2,
    "arrived": 1,
    "struck_off": 1,
}


def walk(measure, *further: TaskStatus) -> None:
    """Send a measure to an office and let the line go through further states."""
    line = sent_task(measure)
    for status in further:
        Task.objects.filter(pk=line.pk).update(status=status, answered_on=DAY)


@pytest.fixture
def county():
    """Four difficulties of 建水县 with five measures, as the worked table counts them."""
    household = HouseholdFactory()
    first, second, third, _none = DifficultyFactory.create_batch(4, household=household)
    walk(MeasureFactory(difficulty=first), TaskStatus.DONE, TaskStatus.ARRIVED)
    walk(MeasureFactory(difficulty=first), TaskStatus.REFUSED)
    walk(MeasureFactory(difficulty=second))
    TaskFactory(measure=MeasureFactory(difficulty=second))
    walk(MeasureFactory(difficulty=third), TaskStatus.REFUSED, TaskStatus.RETURNED)
    third.closed_on = DAY
    third.save(update_fields=["closed_on"])
    return household


def numbers(client, **query) -> dict[str, int]:
    """Return the row under the others."""
    return {kind.value: count for kind, count in client.get(PAGE, query).context["total"].columns}


def test_the_worked_table(as_user, officer, county):
    assert numbers(as_user(officer)) == WORKED


def test_every_number_leads_to_as_many_rows(as_user, registrar, county):
    client = as_user(registrar)
    for kind in Kind:
        behind = client.get(BEHIND, {"kind": kind.value, "union": "532524"})
        assert (kind, behind.context["count"], len(behind.context["page"])) == (
            kind,
            str(WORKED[kind]),
            WORKED[kind],
        )


def test_a_row_for_each_union_below_and_the_way_down(as_user, registrar, county):
    DifficultyFactory(household__union=union("532500"))
    page = as_user(registrar).get(PAGE)
    rows = {row.name: dict(row.columns)["difficulties"] for row in page.context["rows"]}
    assert rows == {"建水县总工会": 4, "本级直接建档": 1}
    assert numbers(as_user(registrar), union="532524") == WORKED


def test_what_was_filed_for_the_union_itself_has_a_list_of_its_own(as_user, registrar, county):
    own = DifficultyFactory(household__union=union("532500"))
    client = as_user(registrar)
    assert "union=532500&amp;kind=difficulties&amp;own=1" in client.get(PAGE).content.decode()
    behind = client.get(BEHIND, {"union": "532500", "kind": "difficulties", "own": "1"})
    assert list(behind.context["page"]) == [own]
    assert client.get(BEHIND, {"union": "532500", "kind": "measures", "own": "1"}).context["count"] == "0"


def test_archives_that_were_left_are_counted_when_asked(as_user, officer, county):
    put(county, "exited")
    assert set(numbers(as_user(officer)).values()) == {0}
    assert numbers(as_user(officer), all="1") == WORKED
    assert as_user(officer).get(BEHIND, {"kind": "arrived", "all": "1"}).context["count"] == "1"


def test_another_prefecture_counts_nothing_and_may_not_ask(as_user, outsider, county):
    client = as_user(outsider)
    assert set(numbers(client).values()) == {0}
    assert client.get(PAGE, {"union": "532524"}).status_code == 404
    assert client.get(BEHIND, {"union": "532524", "kind": "measures"}).status_code == 404


def test_nonsense_is_not_found_and_a_cadre_is_refused(as_user, officer, cadre):
    assert as_user(officer).get(BEHIND, {"kind": "nonsense"}).status_code == 404
    assert [as_user(cadre).get(page).status_code for page in (PAGE, BEHIND)] == [403, 403]


@pytest.mark.parametrize("count", [1, 3])
def test_pages_cost_the_same_for_any_number(as_user, officer, count, django_assert_num_queries):
    for _row in range(count):
        walk(MeasureFactory())
    client = as_user(officer)
    with django_assert_num_queries(8):
        client.get(PAGE)
    with django_assert_num_queries(7):
        client.get(BEHIND, {"kind": "difficulties"})
    with django_assert_num_queries(7):
        client.get(BEHIND, {"kind": "sent"})
