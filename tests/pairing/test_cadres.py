"""Cadres and helping units: the list, editing, accounts, leaving office, handing everything over."""

import pytest
from django.urls import reverse

from core.errors import DomainError
from households.models import Household
from organizations.actions.accounts import DEACTIVATION_GUARDS
from organizations.enums import Role
from pairing.actions import cadres as actions
from pairing.actions.pairings import pair_household
from pairing.handover import hand_over_first, open_pairings_of
from pairing.models import Cadre, HelpingUnit
from tests.support.factories import CadreFactory, HelpingUnitFactory, HouseholdFactory, PairingFactory, union, user_with

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(db):
    return CadreFactory(name="李建国")


def page_of(name, person):
    return reverse(name, args=[person.pk])


def test_the_list_counts_households_and_overdue_ones(as_user, officer, person):
    PairingFactory(cadre=person, home_due_on="2026-01-01", call_due_on="2999-01-01")
    PairingFactory(cadre=person, home_due_on="2999-01-01", call_due_on="2999-01-01")
    PairingFactory(cadre=person, ended_on="2026-01-01")
    CadreFactory(union=union("530100"))
    (shown,) = as_user(officer).get(reverse("cadres")).context["page"]
    assert (shown, shown.pairing_count, shown.overdue_count) == (person, 2, 1)


def test_the_list_is_narrowed(as_user, provincial, person):
    CadreFactory(name="王海燕", union=union("530100"))
    gone = CadreFactory(name="李退休", is_active=False)
    url = reverse("cadres")
    assert list(as_user(provincial).get(url, {"q": "李"}).context["page"]) == [person]
    assert set(as_user(provincial).get(url, {"q": "李", "left": "on"}).context["page"]) == {person, gone}
    assert list(as_user(provincial).get(url, {"union": "532500"}).context["page"]) == [person]


@pytest.mark.parametrize("count", [1, 3])
def test_lists_take_the_same_queries_for_any_number(as_user, officer, count, django_assert_num_queries):
    for person in CadreFactory.create_batch(count):
        PairingFactory(cadre=person)
    for _ in range(count):
        PairingFactory(cadre=person)
    client = as_user(officer)
    with django_assert_num_queries(5):
        client.get(reverse("cadres"))
    with django_assert_num_queries(5):
        client.get(reverse("helping_units"))
    with django_assert_num_queries(5):
        client.get(page_of("cadre", person))


def test_an_officer_registers_a_cadre(as_user, officer):
    data = {
        "union": union("532524").pk,
        "name": "李建国",
        "position": "科员",
        "rank": "staff",
        "phone": "138 8730 0002",
    }
    response = as_user(officer).post(reverse("cadre_create"), data)
    cadre = Cadre.objects.get()
    assert (response.url, cadre.phone) == (page_of("cadre", cadre), "13887300002")


def test_the_same_cadre_twice_is_refused_in_words(as_user, officer, person):
    data = {"union": person.union_id, "name": person.name, "phone": person.phone}
    assert "已有同名同电话的帮扶干部" in as_user(officer).post(reverse("cadre_create"), data).content.decode()


def test_a_cadre_is_not_put_into_a_union_of_others(as_user, officer):
    data = {"union": union("530100").pk, "name": "李建国"}
    as_user(officer).post(reverse("cadre_create"), data)
    assert not Cadre.objects.exists()


def test_an_edit_leaves_the_account_that_was_linked_meanwhile(officer, person):
    before, account = Cadre.objects.get(pk=person.pk), user_with(Role.CADRE)
    actions.link_account(person, by=officer, account=account)
    actions.edit_cadre(before, by=officer, facts={"name": "李建民"})
    person.refresh_from_db()
    assert (person.name, person.user) == ("李建民", account)


def test_a_new_name_shows_on_the_households(as_user, officer, household, person):
    pair_household(household, by=officer, cadre=person, started_on=household.filed_on)
    data = {"union": person.union_id, "name": "李建中", "unit": person.unit_id, "rank": "staff", "phone": person.phone}
    as_user(officer).post(page_of("cadre_edit", person), data)
    household.refresh_from_db()
    assert household.cadre_names == "李建中"


def test_an_account_brings_the_sight_of_the_households_and_takes_it(as_user, officer, household, person):
    pair_household(household, by=officer, cadre=person, started_on=household.filed_on)
    account = user_with(Role.CADRE, username="lijianguo")
    seen = Household.objects.visible_to(account)
    as_user(officer).post(page_of("cadre_account", person), {"user": account.pk})
    assert list(seen.all()) == [household]
    as_user(officer).post(page_of("cadre_account", person), {"user": ""})
    assert list(seen.all()) == []


def test_only_free_accounts_of_cadres_in_the_region_are_offered(as_user, officer, reviewer, cadre, person):
    free = user_with(Role.CADRE, username="free")
    user_with(Role.CADRE, "530100", username="elsewhere")
    form = as_user(officer).get(page_of("cadre_account", person)).context["form"]
    assert list(form.fields["user"].queryset) == [free]


def test_one_account_is_one_person(officer, cadre, person):
    with pytest.raises(DomainError, match="该账号已关联帮扶干部 帮扶干部甲"):
        actions.link_account(person, by=officer, account=cadre)


def test_a_cadre_with_households_does_not_leave_and_is_led_to_handing_over(as_user, officer, cadre):
    response = as_user(officer).post(page_of("cadre_deactivate", cadre.cadre), follow=True)
    assert response.redirect_chain == [(page_of("cadre_hand_over", cadre.cadre), 302)]
    assert "还有 1 户结对，请先移交" in response.content.decode()
    with pytest.raises(DomainError, match="还有 1 户结对，请先移交"):
        actions.deactivate_cadre(cadre.cadre, by=officer)
    assert Cadre.objects.get().is_active


def test_a_cadre_without_households_leaves_and_comes_back(as_user, officer, person):
    for name, expected in (("cadre_deactivate", False), ("cadre_deactivate", False), ("cadre_reactivate", True)):
        as_user(officer).post(page_of(name, person))
        person.refresh_from_db()
        assert person.is_active is expected


def test_an_account_is_not_closed_while_its_person_has_households(cadre, officer):
    assert hand_over_first in DEACTIVATION_GUARDS
    assert open_pairings_of(cadre).count() == 1
    assert "还有 1 户结对" in hand_over_first(cadre)
    assert hand_over_first(officer) == ""


def test_helping_units_are_registered_and_renamed(as_user, officer):
    place = union("532524").pk
    as_user(officer).post(reverse("helping_unit_create"), {"union": place, "name": "教育体育局", "kind": "department"})
    unit = HelpingUnit.objects.get()
    as_user(officer).post(page_of("helping_unit_edit", unit), {"union": place, "name": "教体局", "kind": "department"})
    unit.refresh_from_db()
    assert (unit.name, unit.is_active) == ("教体局", False)


PAGES = ["cadre_edit", "cadre_account", "cadre_hand_over", "helping_unit_edit"]


@pytest.mark.parametrize("name", PAGES)
def test_only_officers_keep_cadres_and_units(as_user, officer, reviewer, outsider, person, name):
    url = reverse(name, args=[person.unit_id if name.startswith("helping") else person.pk])
    assert [as_user(user).get(url).status_code for user in (officer, reviewer, outsider)] == [200, 403, 404]


@pytest.mark.parametrize("name", ["cadre_deactivate", "cadre_reactivate"])
def test_leaving_office_is_a_post_of_officers(as_user, officer, reviewer, outsider, person, name):
    url = page_of(name, person)
    assert as_user(officer).get(url).status_code == 405
    assert [as_user(user).post(url).status_code for user in (reviewer, outsider)] == [403, 404]


@pytest.mark.parametrize("name", ["cadres", "helping_units", "cadre_create", "helping_unit_create"])
def test_lists_and_new_ones_by_role(as_user, officer, reviewer, cadre, sysadmin, name):
    reader = 200 if name in {"cadres", "helping_units"} else 403
    answers = [as_user(user).get(reverse(name)).status_code for user in (officer, reviewer, cadre, sysadmin)]
    assert answers == [200, reader, 403, 403]


def test_a_cadre_sees_the_own_page_only(as_user, cadre, person):
    assert as_user(cadre).get(page_of("cadre", cadre.cadre)).status_code == 200
    assert as_user(cadre).get(page_of("cadre", person)).status_code == 404


def test_a_household_of_another_region_is_not_shown_on_the_page_of_a_cadre(as_user, officer, person):
    PairingFactory(cadre=person, household=HouseholdFactory(union=union("530100")))
    assert list(as_user(officer).get(page_of("cadre", person)).context["page"]) == []


def test_units_no_longer_used_stay_in_the_list(as_user, officer):
    unit = HelpingUnitFactory(is_active=False)
    assert list(as_user(officer).get(reverse("helping_units")).context["page"]) == [unit]
