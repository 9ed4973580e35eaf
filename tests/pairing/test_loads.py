"""How many households one cadre may help: leaders one, others up to a ceiling beyond which it is asked."""

import datetime

import pytest
from django.urls import reverse

from core.errors import DomainError
from pairing.actions.pairings import pair_household
from pairing.enums import PairingKind, Rank
from tests.support.factories import CadreFactory, HouseholdFactory, PairingFactory

pytestmark = pytest.mark.django_db
DAY = datetime.date(2026, 3, 2)


@pytest.fixture
def pair(officer):
    """Pair a new household with a cadre."""
    return lambda cadre, **facts: pair_household(HouseholdFactory(), by=officer, cadre=cadre, started_on=DAY, **facts)


@pytest.fixture(autouse=True)
def _small_ceiling(settings):
    settings.CADRE_MAX_HOUSEHOLDS = 2


def test_a_cadre_with_enough_households_is_asked_about(pair):
    cadre = CadreFactory(name="李建国")
    pair(cadre), pair(cadre)
    with pytest.raises(DomainError, match="李建国 已结对 2 户，上限 2 户.*仍然结对") as refusal:
        pair(cadre)
    assert refusal.value.field == "even_if_full"
    pair(cadre, even_if_full=True)
    assert cadre.pairings.count() == 3


def test_the_ceiling_of_a_cadres_own_row_counts(pair):
    cadre = CadreFactory(most_households=3)
    for _ in range(3):
        pair(cadre)
    with pytest.raises(DomainError, match="上限 3 户"):
        pair(cadre)


def test_pairings_that_ended_leave_room(pair):
    cadre = CadreFactory()
    PairingFactory.create_batch(2, cadre=cadre, ended_on=DAY)
    assert pair(cadre).cadre == cadre


@pytest.mark.parametrize("kind", PairingKind)
def test_a_leader_helps_one_household_whatever_is_ticked(pair, kind):
    leader = CadreFactory(rank=Rank.DIVISION)
    pair(leader, kind=kind)
    with pytest.raises(DomainError, match="领导一对一") as refusal:
        pair(leader, kind=kind, even_if_full=True)
    assert refusal.value.field == "cadre"


def test_a_leader_whose_row_says_so_helps_more(pair):
    leader = CadreFactory(rank=Rank.BUREAU, most_households=2)
    pair(leader), pair(leader)
    assert leader.pairings.count() == 2


def test_who_leads_without_a_rank_may_help_others_beside(pair):
    cadre = CadreFactory()
    pair(cadre), pair(cadre, kind=PairingKind.LEADER)
    with pytest.raises(DomainError, match="领导一对一"):
        pair(cadre, kind=PairingKind.LEADER)


def test_the_form_asks_before_it_pairs_beyond_the_ceiling(as_user, officer, household):
    cadre = CadreFactory(most_households=0)
    url = reverse("pair_household", args=[household.archive_no])
    data = {"cadre": cadre.pk, "kind": "responsible", "started_on": "2026-03-02"}
    assert "上限 0 户" in as_user(officer).post(url, data).content.decode()
    as_user(officer).post(url, data | {"even_if_full": "on"})
    assert household.pairings.get().cadre == cadre


def test_the_list_shows_the_load_and_finds_who_is_full(as_user, officer):
    full, idle = CadreFactory(name="满额"), CadreFactory(name="空闲")
    PairingFactory.create_batch(2, cadre=full)
    client, url = as_user(officer), reverse("cadres")
    assert "2/2" in client.get(url).content.decode()
    found = {load: list(client.get(url, {"load": load}).context["page"]) for load in ("some", "none", "full")}
    assert found == {"some": [full], "none": [idle], "full": [full]}


def test_the_form_of_a_cadre_keeps_rank_languages_and_ceiling(as_user, officer):
    cadre = CadreFactory(name="普文华")
    data = {"union": cadre.union_id, "name": cadre.name, "unit": cadre.unit_id, "rank": "section", "ethnicity": "彝族"}
    data |= {"languages": ["yi", "hani"], "most_households": "4", "position": "局长", "phone": cadre.phone}
    as_user(officer).post(reverse("cadre_edit", args=[cadre.pk]), data)
    cadre.refresh_from_db()
    assert (cadre.rank, cadre.ethnicity, cadre.languages, cadre.ceiling) == ("section", "彝族", ["yi", "hani"], 4)
    page = as_user(officer).get(reverse("cadre", args=[cadre.pk])).content.decode()
    assert "彝语、哈尼语" in page
    assert "科级" in page


def test_the_form_of_a_unit_keeps_kind_and_contact(as_user, officer):
    unit = CadreFactory().unit
    data = {"union": unit.union_id, "name": unit.name, "kind": "enterprise", "is_active": "on"}
    as_user(officer).post(
        reverse("helping_unit_edit", args=[unit.pk]), data | {"contact_name": "王芳", "phone": "１５４ 0000 0002"}
    )
    unit.refresh_from_db()
    assert (unit.kind, unit.contact_name, unit.phone) == ("enterprise", "王芳", "15400000002")
    page = as_user(officer).get(reverse("helping_units"), {"kind": "enterprise"}).context["page"]
    assert list(page) == [unit]
