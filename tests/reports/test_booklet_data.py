"""What a booklet prints: every part, in words, masked for readers who may not have the numbers."""

import pytest
from django.utils import timezone

from audits.enums import ClearItem
from households.enums import Status
from households.models import Household, Member
from reports.booklet.loading import load_booklets, numbers_for, refresh_overtaken
from reports.booklet.render import render_body
from tests.reports.booklet_case import confirm, full_household, load
from tests.support.factories import HouseholdFactory, MemberFactory

pytestmark = pytest.mark.django_db
QUERIES = 16


@pytest.mark.parametrize("count", [1, 3])
def test_loading_takes_the_same_queries_for_one_household_and_for_three(officer, django_assert_num_queries, count):
    for _number in range(count):
        full_household(officer)
    households = Household.objects.visible_to(officer)
    refresh_overtaken(households)
    with django_assert_num_queries(QUERIES):
        booklets = load_booklets(households, in_full=numbers_for(officer))
    assert len(booklets) == count


def test_rendering_asks_the_database_nothing(officer, django_assert_num_queries):
    booklet = load(full_household(officer), officer)
    with django_assert_num_queries(0):
        assert render_body(booklet).pages == 8


def test_numbers_are_masked_for_nobody_in_particular_and_for_readers(officer, registrar):
    household = full_household(officer)
    worker = Member.objects.get(household=household, relation="self")
    for by in (None, registrar):
        booklet = load(household, by)
        assert booklet.masked
        assert booklet.worker.identity_no == worker.masked_identity_no
        assert booklet.worker.phone == "139****0001"
        assert booklet.archive.card_no == "*" * 15 + "8901"
        assert booklet.helpers[0].phone == "138****0002"


def test_a_phone_number_among_other_contacts_is_masked_too(officer):
    household = HouseholdFactory()
    MemberFactory(household=household, other_contact="妻子 13987301234")
    assert load(household).members[0].other_contact == "妻子 139****1234"


def test_the_officers_print_carries_full_numbers(officer):
    household = full_household(officer)
    booklet = load(household, officer)
    assert not booklet.masked
    assert booklet.worker.identity_no == Member.objects.get(household=household, relation="self").identity_no
    assert booklet.archive.card_no == "6223690912345678901"


def test_the_survey_shows_its_calculation_and_its_standard(officer):
    survey = load(full_household(officer)).survey
    assert survey.formula == "(15,600.00 − 5,700.00) ÷ 2 人 ÷ 12 个月 = 412.50 元/人·月"
    assert (survey.income_total, survey.rigid_total, survey.per_head) == ("15,600.00", "5,700.00", "412.50")
    assert (survey.standard, survey.standard_source) == ("700.00", "建水县 2025-07-01")
    assert "0.59 倍" in survey.comparison


def test_every_year_since_2017_is_listed_with_aid_or_an_explicit_none_or_left_blank(officer):
    booklet = load(full_household(officer))
    years = {year.year: year for year in booklet.aid}
    assert list(years) == [str(year) for year in range(2017, timezone.localdate().year + 1)]
    assert (years["2017"].rows, years["2017"].none_stated) == ((), "")
    assert years["2018"].none_stated.startswith("无")
    assert officer.name in years["2018"].none_stated
    assert [aid.amount for aid in years["2019"].rows] == ["3,000.00"]
    assert booklet.aid_total == "3,000.00"


def test_visits_stand_in_the_order_in_which_they_were_made(officer):
    visits = load(full_household(officer)).visits
    assert [visit.on for visit in visits] == ["2026-01-12", "2026-03-12"]
    assert "透析费用自付部分高" in visits[0].difficulties
    assert visits[0].visitor == "王建国"


def test_a_difficulty_shows_its_measures_and_whether_it_is_struck_off(officer):
    (difficulty,) = load(full_household(officer)).difficulties
    assert difficulty.closed == "未销号"
    (measure,) = difficulty.measures
    assert (measure.plan, measure.department, measure.deadline) == ("纳入大病保险二次报销", "医保", "2026-06-30")


def test_the_six_items_are_computed_before_they_are_printed(officer):
    rows = load(full_household(officer)).clear
    assert [row.name for row in rows] == [item.label for item in ClearItem]
    assert all(row.is_clear or row.reasons for row in rows)
    assert not rows[1].is_clear


def test_a_household_outside_care_has_no_six_items(officer):
    rows = load(full_household(officer, status=Status.DRAFT)).clear
    assert [row.is_clear for row in rows] == [None] * 6


def test_a_change_after_the_confirmation_makes_it_stale(officer):
    household = full_household(officer)
    confirm(household, officer, mask=0b111011)
    confirmed = load(household).confirmations[0]
    assert (confirmed.by_name, confirmed.result, confirmed.stale) == ("经办员", "第 3 项不清", "")
    MemberFactory(household=household, name="赵一诺")
    assert "有变动" in load(household).confirmations[0].stale


def test_an_empty_archive_has_blank_rows_to_fill_in_by_hand(household):
    booklet = load(household)
    assert (len(booklet.member_blanks), len(booklet.visit_blanks), len(booklet.difficulty_blanks)) == (5, 6, 6)
    assert len(booklet.survey.sides) == 6


def test_the_same_data_has_the_same_digest_and_a_changed_letter_another(officer):
    household = full_household(officer)
    before = load(household, officer)
    assert load(household, officer).digest == before.digest
    Household.objects.filter(pk=household.pk).update(cause_text="家庭收入低")
    assert load(household, officer).digest != before.digest
