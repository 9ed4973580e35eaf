"""The application form: the fields of the archive, the promise, and opinions as far as the entry review has come."""

import re

import pytest
from django.urls import reverse

from households.models import Member
from organizations.enums import AccessVerb
from organizations.models import AccessLog
from reports.forms.application import load_application
from reports.forms.printing import print_form
from reports.forms.render import render_form
from reviews.actions.deciding import return_review
from tests.reports.booklet_case import embedded_fonts, full_household, opened, text_of
from tests.reports.forms_case import printed, words_of
from tests.support.reviews import Staff, begin, bring_to

pytestmark = pytest.mark.django_db
QUERIES, WITH_A_REVIEW = 5, 7


@pytest.fixture
def household(officer):
    return full_household(officer)


@pytest.fixture
def staff():
    return Staff.hire()


@pytest.fixture
def url(household):
    return reverse("application_form", args=[household.archive_no])


def test_before_any_review_the_boxes_are_blank_to_be_signed_on_paper(household, officer):
    form = load_application(household, by=officer)
    assert [opinion.heading[:3] for opinion in form.opinions] == ["基层工", "县级总", "州（市"]
    assert {opinion.by for opinion in form.opinions} == {""}
    assert printed(form, officer).count("□符合□不符合") == 3


def test_an_opinion_stands_in_its_box_with_name_and_day(household, officer, staff):
    bring_to(begin(staff, ref=household.archive_no), staff, 5)
    first, second, third = load_application(household, by=officer).opinions
    assert (first.said, first.by) == ("经审核，该家庭 ■符合 □不符合 困难职工建档认定条件。", "厂审核")
    assert re.fullmatch(r"\d{4}年\d{1,2}月\d{1,2}日", first.on)
    assert (second.by, third.by) == ("", "")


def test_a_return_empties_the_boxes_that_are_to_be_filled_again(household, officer, staff):
    review = bring_to(begin(staff, ref=household.archive_no), staff, 7)
    first = review.procedure.steps.get(number=2)
    return_review(review, by=staff.county_reviewer, to_step=first, reason="收入证明不全")
    assert {opinion.by for opinion in load_application(household, by=officer).opinions} == {""}


def test_it_takes_a_fixed_number_of_queries(household, officer, staff, django_assert_num_queries):
    households = type(household).objects.select_related("union").visible_to(officer)
    found = households.get(pk=household.pk)
    with django_assert_num_queries(QUERIES):
        load_application(found, by=officer)
    begin(staff, ref=household.archive_no)
    found = households.all().get(pk=household.pk)
    with django_assert_num_queries(WITH_A_REVIEW):
        load_application(found, by=officer)


def test_rendering_asks_the_database_nothing_and_fills_two_sides(household, officer, django_assert_num_queries):
    form = load_application(household, by=officer)
    with django_assert_num_queries(0):
        assert render_form(form).pages == 2


def test_words_figures_and_foot_can_be_searched_and_fonts_are_embedded(household, officer):
    pdf = print_form(load_application(household, by=officer), by=officer)
    words = words_of(pdf)
    for word in ("困难职工申请（申报）表", "赵一鸣", "412.50元/人·月", "申请人签字（指模）", "一式三份", "第2页共2页"):
        assert word in words
    assert words.count(f"档案编号：{household.archive_no}打印时间") == 2
    assert embedded_fonts(opened(pdf))


def test_numbers_are_full_for_the_officer_and_masked_for_a_registrar(household, officer, registrar):
    worker = Member.objects.get(household=household, relation="self")
    assert worker.identity_no in printed(load_application(household, by=officer), officer)
    masked = printed(load_application(household, by=registrar), registrar)
    assert worker.identity_no not in masked
    assert worker.masked_identity_no in masked


def test_it_opens_in_the_browser_and_leaves_a_line(as_user, officer, url, household):
    response = as_user(officer).get(url)
    assert response["Content-Type"] == "application/pdf"
    assert "困难职工申请" in text_of(response.getvalue())
    line = AccessLog.objects.get(verb=AccessVerb.PRINT)
    assert (line.user, line.subject) == (officer, household.archive_no)
    assert line.detail == "困难职工申请（申报）表（完整号码）"


def test_for_an_outsider_there_is_no_such_form(as_user, outsider, url):
    assert as_user(outsider).get(url).status_code == 404
    assert not AccessLog.objects.filter(verb=AccessVerb.PRINT).exists()


def test_an_unprintable_character_is_explained(as_user, officer, url, household):
    household.cause_text = "\U000f5d6a"
    household.save(update_fields=["cause_text"])
    response = as_user(officer).get(url)
    assert response.status_code == 400
    assert "《困难职工申请（申报）表》未打印" in response.content.decode()
