"""The tab 六清: computed, repaired, confirmed, checked, and stale again."""

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from audits.actions.clear import confirm_clear, refresh_clear, refresh_stale
from audits.enums import ConfirmationKind
from audits.models import ClearState
from core.errors import DomainError
from tests.support.factories import DifficultyFactory, HouseholdFactory
from tests.support.life import put


def address(household) -> str:
    return reverse("household_clear", args=[household.archive_no])


def test_a_fresh_archive_says_what_is_missing_and_where_to_repair_it(household, officer, as_user):
    page = as_user(officer).get(address(household)).content.decode()
    assert page.count("不清</span>") == 4
    assert "没有家庭收支调查。" in page
    assert reverse("visit_log", args=[household.archive_no]) in page


def test_a_reader_sees_what_is_missing_without_links_that_would_refuse_him(household, registrar, as_user):
    page = as_user(registrar).get(address(household)).content.decode()
    assert "没有家庭收支调查。" in page
    assert reverse("visit_log", args=[household.archive_no]) not in page


def test_a_whole_archive_is_clear_in_all_six(clear_household):
    refresh_clear([clear_household.pk])
    state = ClearState.objects.get(household=clear_household)
    assert (state.mask, state.reasons) == (0b111111, {})
    clear_household.refresh_from_db()
    assert clear_household.clear_mask == 0b111111


def test_a_change_of_facts_is_found_and_computed_again(clear_household):
    refresh_clear([clear_household.pk])
    assert refresh_stale() == 0
    DifficultyFactory(household=clear_household, advice="")
    assert refresh_stale() == 1
    assert ClearState.objects.get(household=clear_household).mask == 0b110011


def test_a_request_brings_up_to_date_what_it_changed_and_leaves_the_rest_to_others(household, officer, as_user):
    other = HouseholdFactory()
    refresh_clear([household.pk, other.pk])
    DifficultyFactory(household=other)
    said = {"need": "medical", "description": "透析费用高", "found_on": "2025-03-01"}
    assert as_user(officer).post(reverse("difficulty_add", args=[household.archive_no]), said).status_code == 302
    assert ClearState.objects.get(pk=household.pk).facts_changed_in
    assert list(ClearState.objects.overtaken_by_facts().values_list("pk", flat=True)) == [other.pk]


def test_a_closed_archive_has_no_six_items(clear_household):
    put(clear_household, "cancelled")
    refresh_clear([clear_household.pk])
    clear_household.refresh_from_db()
    assert clear_household.clear_mask is None


def test_the_number_of_queries_does_not_grow_with_the_households(django_assert_num_queries, household):
    one, three = [household.pk], [household.pk, HouseholdFactory().pk, HouseholdFactory().pk]
    with django_assert_num_queries(5):
        refresh_clear(one)
    with django_assert_num_queries(5):
        refresh_clear(three)


def test_cadre_confirms_county_checks_and_a_change_makes_both_stale(clear_household, cadre, reviewer, as_user):
    confirm = reverse("clear_confirm", args=[clear_household.archive_no, "cadre"])
    check = reverse("clear_confirm", args=[clear_household.archive_no, "county"])
    assert as_user(cadre).post(confirm).status_code == 302
    assert as_user(cadre).post(confirm).status_code == 302
    assert as_user(reviewer).post(check).status_code == 302
    made = clear_household.clear_confirmations.order_by("pk").values_list("kind", "by_name", "mask")
    assert list(made) == [("cadre", "帮扶干部甲", 63), ("county", "审核员", 63)]
    assert "确认后资料有变动" not in as_user(reviewer).get(address(clear_household)).content.decode()
    DifficultyFactory(household=clear_household)
    assert as_user(reviewer).get(address(clear_household)).content.decode().count("确认后资料有变动") == 2


def test_what_is_not_clear_cannot_be_confirmed(household, cadre):
    with pytest.raises(DomainError, match="还有 家庭基本情况清"):
        confirm_clear(household, by=cadre, kind=ConfirmationKind.CADRE)


def test_the_county_checks_only_what_a_cadre_has_confirmed(clear_household, reviewer):
    with pytest.raises(DomainError, match="帮扶干部还没有确认"):
        confirm_clear(clear_household, by=reviewer, kind=ConfirmationKind.COUNTY)


def test_outsider_404_reader_403_and_get_405(household, outsider, registrar, officer, as_user):
    confirm = reverse("clear_confirm", args=[household.archive_no, "cadre"])
    assert as_user(outsider).get(address(household)).status_code == 404
    assert as_user(outsider).post(confirm).status_code == 404
    assert as_user(registrar).get(address(household)).status_code == 200
    assert as_user(registrar).post(confirm).status_code == 403
    assert as_user(officer).get(confirm).status_code == 405


def test_the_database_keeps_confirmations_as_they_are(clear_household, cadre):
    confirm_clear(clear_household, by=cadre, kind=ConfirmationKind.CADRE)
    for change in (lambda rows: rows.update(by_name="他人"), lambda rows: rows.delete()):
        with pytest.raises(DatabaseError, match="append_only"), transaction.atomic():
            change(clear_household.clear_confirmations.all())
    assert clear_household.clear_confirmations.get().by_name == "帮扶干部甲"


def test_a_button_is_offered_only_when_pressing_it_would_do_something(clear_household, cadre, reviewer, as_user):
    confirm, check = (reverse("clear_confirm", args=[clear_household.archive_no, kind]) for kind in ("cadre", "county"))
    page = as_user(reviewer).get(address(clear_household)).content.decode()
    assert check not in page
    assert "请干部先确认" in page
    assert confirm in as_user(cadre).get(address(clear_household)).content.decode()
    as_user(cadre).post(confirm)
    assert confirm not in as_user(cadre).get(address(clear_household)).content.decode()
    assert check in as_user(reviewer).get(address(clear_household)).content.decode()
