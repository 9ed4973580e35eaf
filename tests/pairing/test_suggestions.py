"""结对建议: who is proposed, and pairing many at once, also by two officers at the same moment."""

import datetime

import pytest
from django.urls import reverse

from core.errors import DomainError, NotAllowed
from households.enums import GrantKind
from households.models import ArchiveGrant
from organizations.enums import Role
from pairing.actions.many import pair_many
from pairing.enums import PairingKind, Rank
from pairing.models import Pairing
from tests.support.factories import CadreFactory, HouseholdFactory, PairingFactory, union, user_with
from tests.support.races import at_once, one_before_the_other

pytestmark = pytest.mark.django_db
URL, DAY = "pairing_suggestions", datetime.date(2026, 3, 2)


def proposed(client, **query):
    rows = client.get(reverse(URL), query).context["rows"]
    return {row.household: [cadre.name for cadre in row.cadres] for row in rows}


def ticked(*pairs, day="2026-03-02"):
    chosen = {f"cadre-{household.archive_no}": cadre.pk for household, cadre in pairs}
    return chosen | {"pick": [household.archive_no for household, _cadre in pairs], "started_on": day}


def test_gaps_are_filled_from_the_county_by_language_and_load(as_user, officer, settings):
    settings.CADRE_MAX_HOUSEHOLDS = 2
    gap = HouseholdFactory(worker__ethnicity="彝族")
    PairingFactory(cadre__name="有一户")
    PairingFactory.create_batch(2, cadre=CadreFactory(name="已满"))
    CadreFactory(name="会彝语", languages=["yi"])
    CadreFactory(name="局长", rank=Rank.SECTION)
    CadreFactory(name="已离任", is_active=False)
    CadreFactory(name="昆明", union=union("530100"))
    assert proposed(as_user(officer)) == {gap: ["会彝语", "有一户"]}
    assert "同一工会，会说彝语，现有 0 户，上限 2 户" in as_user(officer).get(reverse(URL)).content.decode()


def test_leaders_are_proposed_for_households_without_one(as_user, officer):
    led = PairingFactory(kind=PairingKind.LEADER, cadre__rank=Rank.SECTION).household
    other = PairingFactory().household
    CadreFactory(name="局长", rank=Rank.SECTION)
    assert proposed(as_user(officer), kind="leader") == {other: ["局长"]}
    assert led.pairings.count() == 1


def test_an_officer_pairs_what_is_ticked_in_one_go(as_user, officer):
    gaps, cadre = HouseholdFactory.create_batch(3), CadreFactory(user=user_with(Role.CADRE))
    response = as_user(officer).post(reverse(URL), ticked(*((gap, cadre) for gap in gaps)), follow=True)
    assert "已结对 3 户。" in response.content.decode()
    assert response.context["rows"] == []
    assert {gap.pairings.get().unit for gap in gaps} == {cadre.unit}
    gaps[0].refresh_from_db()
    assert (gaps[0].cadre_names, gaps[0].pairings.get().home_due_on) == (cadre.name, DAY + datetime.timedelta(days=92))
    assert ArchiveGrant.objects.filter(user=cadre.user, kind=GrantKind.PAIRING).count() == 3


def test_what_somebody_paired_meanwhile_is_left_out_and_named(officer):
    taken, free, same, cadre = PairingFactory().household, HouseholdFactory(), HouseholdFactory(), CadreFactory()
    PairingFactory(household=same, cadre=cadre)
    done = pair_many({taken: cadre, free: cadre, same: cadre}, by=officer, started_on=DAY)
    assert ([p.household for p in done.pairings], done.stood, len(done.left_out)) == ([free], 1, 1)
    assert "该户已由" in done.left_out[0]


def test_households_beyond_the_ceiling_are_left_out(officer):
    first, second, cadre = HouseholdFactory(), HouseholdFactory(), CadreFactory(most_households=1)
    done = pair_many({first: cadre, second: cadre}, by=officer, started_on=DAY)
    assert (len(done.pairings), len(done.left_out)) == (1, 1)
    assert "上限 1 户" in done.left_out[0]


def test_closed_archives_and_cadres_who_left_are_left_out(officer):
    closed, open_one = HouseholdFactory(status="exited"), HouseholdFactory()
    done = pair_many({closed: CadreFactory(), open_one: CadreFactory(is_active=False)}, by=officer, started_on=DAY)
    assert [words.split("：")[1] for words in done.left_out][0] == "档案已脱困，不再结对。"
    assert (done.pairings, len(done.left_out)) == ([], 2)


def test_only_officers_above_the_archive_pair(outsider, reviewer, officer):
    gap, cadre = HouseholdFactory(), CadreFactory()
    for user in (outsider, reviewer):
        with pytest.raises(NotAllowed):
            pair_many({gap: cadre}, by=user, started_on=DAY)
    with pytest.raises(DomainError, match="不能晚于今天"):
        pair_many({gap: cadre}, by=officer, started_on=datetime.date(2999, 1, 1))
    assert not Pairing.objects.exists()


def test_outsiders_see_and_pair_nothing_of_another_prefecture(as_user, outsider, reviewer):
    gap, cadre = HouseholdFactory(), CadreFactory()
    assert proposed(as_user(outsider)) == {}
    as_user(outsider).post(reverse(URL), ticked((gap, cadre)))
    assert as_user(reviewer).post(reverse(URL), ticked((gap, cadre))).status_code == 403
    assert not gap.pairings.exists()


@pytest.mark.parametrize("far", [True, False])
def test_a_cadre_from_elsewhere_or_none_is_refused_in_words(as_user, provincial, far):
    gap, cadre = HouseholdFactory(), CadreFactory(union=union("530102"))
    data = ticked((gap, cadre)) if far else {"pick": [gap.archive_no], "started_on": "2026-03-02"}
    assert "没有可结对的干部" in as_user(provincial).post(reverse(URL), data).content.decode()
    assert "请先勾选" in as_user(provincial).post(reverse(URL), {"started_on": "2026-03-02"}).content.decode()
    assert not gap.pairings.exists()


@pytest.mark.parametrize("count", [1, 3])
def test_many_take_the_same_statements_as_one(officer, count, django_assert_num_queries):
    gaps, cadre = HouseholdFactory.create_batch(count), CadreFactory()
    assert officer.scope.roles
    with django_assert_num_queries(11):
        pair_many(dict.fromkeys(gaps, cadre), by=officer, started_on=DAY)


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_takes_the_same_queries_for_any_number(as_user, officer, count, django_assert_num_queries):
    HouseholdFactory.create_batch(count)
    CadreFactory.create_batch(count)
    client = as_user(officer)
    with django_assert_num_queries(7):
        assert len(proposed(client)) == count


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("reference")
def test_of_two_officers_who_pair_the_same_at_once_each_household_gets_one_cadre():
    gaps = HouseholdFactory.create_batch(6)
    officers = [user_with(Role.OFFICER), user_with(Role.OFFICER)]
    cadres = [CadreFactory(most_households=6), CadreFactory(most_households=6)]
    orders = [gaps, gaps[::-1]]

    def press(n):
        return lambda: pair_many(dict.fromkeys(orders[n], cadres[n]), by=officers[n], started_on=DAY)

    first, second = at_once(press(0), press(1))
    assert sorted([len(first.pairings), len(second.pairings)]) == [0, 6]
    assert sorted([len(first.left_out), len(second.left_out)]) == [0, 6]
    assert Pairing.objects.active().count() == 6


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("reference")
def test_two_officers_together_never_go_beyond_the_ceiling_of_a_cadre():
    (first, second), cadre = HouseholdFactory.create_batch(2), CadreFactory(most_households=1)
    officer = user_with(Role.OFFICER)
    later = one_before_the_other(
        lambda: pair_many({first: cadre}, by=officer, started_on=DAY),
        lambda: pair_many({second: cadre}, by=officer, started_on=DAY),
    )
    assert len(later.left_out) == 1
    assert cadre.pairings.count() == 1
