"""How the rhythm is kept by union and by cadre, the lists behind the numbers, and what keeps the rows in step."""

import datetime

import pytest
from django.urls import reverse

from core import clock
from households.enums import Status
from organizations.unionrows import FILED_ITSELF, SUM, unions_below
from pairing.actions.handovers import hand_over_pairing
from pairing.actions.pairings import end_pairing, pair_household
from pairing.models import CareRhythm
from pairing.rhythmcounts import Rhythm, rhythm_below, rhythm_of_cadres
from tests.support.factories import CadreFactory, HouseholdFactory, PairingFactory, union
from tests.support.life import put

pytestmark = pytest.mark.django_db
LATER = datetime.date(2999, 1, 1)


def seen(days_ago, *, overdue=False, **facts):
    """Pair a household that was visited so many days ago (None: never)."""
    today = clock.today()
    last = None if days_ago is None else today - datetime.timedelta(days=days_ago)
    due = today - datetime.timedelta(days=1) if overdue else LATER
    return PairingFactory(last_home_on=last, home_due_on=due, call_due_on=LATER, **facts)


def behind(client, url, **query):
    return client.get(reverse(url), query).context["page"]


@pytest.fixture
def county(db):
    """Five households of two cadres: two overdue, one never visited, the middle of the others 50 days ago."""
    first, second = CadreFactory(name="李建国"), CadreFactory(name="王海燕")
    seen(10, cadre=first)
    seen(40, cadre=first)
    seen(100, cadre=first, overdue=True)
    seen(None, cadre=second, overdue=True)
    seen(50, cadre=second)
    return union("532524")


def test_a_county_is_counted(county, officer):
    *_rows, total = rhythm_below(county, [], user=officer)
    assert total.counts == Rhythm(households=5, overdue=2, never=1, days=50)
    assert (total.counts.kept, total.counts.percent, total.label) == (3, 60, SUM)


def test_rows_are_the_unions_below_the_own_and_the_sum(county, provincial):
    seen(7, household=HouseholdFactory(union=union("532500")))
    seen(9, household=HouseholdFactory(union=union("532525")))
    top = union("532500")
    rows = rhythm_below(top, unions_below(top), user=provincial)
    assert [(row.name, row.counts.households, row.counts.days) for row in rows] == [
        (FILED_ITSELF, 1, 7),
        ("建水县总工会", 5, 50),
        ("石屏县总工会", 1, 9),
        (SUM, 7, 40),
    ]


def test_cadres_are_counted_who_is_most_behind_first(county, officer):
    rows = [(row["cadre__name"], row["households"], row["overdue"]) for row in rhythm_of_cadres(county, user=officer)]
    assert rows == [("李建国", 3, 1), ("王海燕", 2, 1)]


@pytest.mark.parametrize("state", ["overdue", "kept", "never", "all"])
def test_each_number_opens_its_list(as_user, county, officer, state):
    counts = {"overdue": 2, "kept": 3, "never": 1, "all": 5}
    client = as_user(officer)
    assert len(behind(client, "visits_due", union="532524", state=state)) == counts[state]
    helper = CadreFactory(name="李建国", phone="13887300009")
    seen(3, cadre=helper)
    mine = behind(client, "visits_due", union="532524", state=state, helper=helper.pk)
    assert len(mine) == {"all": 1, "kept": 1}.get(state, 0)


def test_leaders_the_closed_and_the_ended_are_not_counted(officer):
    seen(1, kind="leader")
    seen(1, household=HouseholdFactory(status=Status.EXITED))
    seen(1, ended_on=clock.today())
    assert not CareRhythm.objects.exists()


def test_the_rows_follow_pairing_handing_over_ending_and_leaving(household, officer):
    first, second = CadreFactory(), CadreFactory()
    pairing = pair_household(household, by=officer, cadre=first, started_on=clock.today())
    assert CareRhythm.objects.get().cadre == first
    new = hand_over_pairing(pairing, by=officer, to=second, on=clock.today())
    assert (CareRhythm.objects.get().cadre, CareRhythm.objects.get().due_on) == (second, _due(new))
    end_pairing(new, by=officer, on=clock.today(), reason="调动")
    assert not CareRhythm.objects.exists()
    pair_household(household, by=officer, cadre=first, started_on=clock.today())
    put(household, Status.EXITED)
    assert not CareRhythm.objects.exists()


def _due(pairing):
    pairing.refresh_from_db()
    return min(pairing.home_due_on, pairing.call_due_on)


def test_the_rows_follow_an_archive_to_another_union(household, officer):
    seen(1, household=household)
    household.union = union("532525")
    household.save(update_fields=["union"])
    assert CareRhythm.objects.get().union_path == union("532525").path


def test_who_was_never_or_longest_ago_visited_comes_first(as_user, county, officer):
    page = behind(as_user(officer), "least_visited", union="532524")
    today = clock.today()
    assert [row.last_home_on and (today - row.last_home_on).days for row in page] == [None, 100, 50, 40, 10]


def test_the_outsider_counts_and_lists_nothing(as_user, county, outsider):
    client = as_user(outsider)
    assert client.get(reverse("rhythm_counts")).context["rows"][-1].counts == Rhythm()
    assert client.get(reverse("rhythm_counts"), {"union": "532524"}).status_code == 404
    assert behind(client, "least_visited") == []


def test_cadres_are_listed_from_the_county_down(as_user, county, officer, provincial):
    page = as_user(officer).get(reverse("rhythm_counts"), {"by": "cadre"})
    assert [row.name for row in page.context["cadres"]] == ["李建国", "王海燕"]
    assert (
        "请先在“按地区”中点到县" in as_user(provincial).get(reverse("rhythm_counts"), {"by": "cadre"}).content.decode()
    )


@pytest.mark.parametrize("count", [1, 3])
def test_the_pages_take_the_same_queries_for_any_number(as_user, officer, count, django_assert_num_queries):
    for number in range(count):
        seen(number)
    client = as_user(officer)
    with django_assert_num_queries(7):
        client.get(reverse("rhythm_counts"))
    with django_assert_num_queries(6):
        client.get(reverse("rhythm_counts"), {"by": "cadre"})
    with django_assert_num_queries(5):
        client.get(reverse("least_visited"))
