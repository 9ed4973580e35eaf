"""An application for entry rests on what the rules find as it is handed in, and deciders read that line by line."""

import datetime
from decimal import Decimal

import pytest
from django.urls import reverse

from audits.actions.grounds import Ask
from audits.actions.household_reviews import apply_for_change, apply_for_entry, apply_many
from core import clock
from core.errors import DomainError
from households.actions.eligibility import check_eligibility, flag_veto, override_veto
from households.eligibility.checks import vetoes_in_force
from households.enums import Category, Level, LineKind, Status
from households.models import EligibilityCheck, IncomeLine, LivingStandard
from organizations.models import User
from reviews.actions.deciding import return_review
from reviews.acts import ACTS
from reviews.enums import Subject
from tests.support.exits import checked, ready
from tests.support.reviews import Staff, bring_to

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff():
    return Staff.hire()


@pytest.fixture
def draft(staff):
    return ready(staff, status=Status.DRAFT, filed_on=None)


def earn(household, amount: int) -> None:
    IncomeLine.objects.create(survey=household.surveys.get(), kind=LineKind.WAGES, amount=Decimal(amount))


def veto(household, by):
    rule = vetoes_in_force(household, clock.today())[0]
    return flag_veto(household, by=by, rule=rule, evidence="车管所查询")


def test_the_check_is_made_within_the_application(draft, staff):
    asked = apply_for_entry(draft, by=staff.unit_officer).household_review
    check = EligibilityCheck.objects.get()
    assert (asked.eligibility, check.survey, check.by) == (check, draft.surveys.get(), staff.unit_officer)


def test_a_failed_check_refuses_in_its_own_words_and_is_kept(draft, staff):
    earn(draft, 60000)
    with pytest.raises(DomainError, match=r"认定测算不通过.*每人每月 5,000 元.*700 元.*不符合困难职工认定条件"):
        apply_for_entry(draft, by=staff.unit_officer)
    assert not EligibilityCheck.objects.get().passed


def test_a_former_check_of_other_figures_does_not_carry_an_entry(draft, staff):
    with clock.at(clock.today() - datetime.timedelta(days=1)):
        assert check_eligibility(draft, by=staff.unit_officer).passed
    earn(draft, 60000)
    with pytest.raises(DomainError, match="不符合困难职工认定条件"):
        apply_for_entry(draft, by=staff.unit_officer)


def test_a_veto_refuses_by_its_name_until_it_is_overridden(draft, staff):
    found = veto(draft, staff.unit_officer)
    with pytest.raises(DomainError, match=found.label):
        apply_for_entry(draft, by=staff.unit_officer)
    override_veto(found, by=staff.unit_reviewer, reason="因工伤报废")
    assert apply_for_entry(draft, by=staff.unit_officer).household_review.eligibility.passed


def test_what_is_missing_is_named_and_linked(draft, staff, as_user):
    LivingStandard.objects.all().delete()
    with pytest.raises(DomainError, match="没有登记低保标准"):
        apply_for_entry(draft, by=staff.unit_officer)
    told = as_user(staff.unit_officer).get(reverse("entry_apply", args=[draft.archive_no])).content.decode()
    assert f'没有登记低保标准，请先登记低保标准，再做认定测算。 <a href="{reverse("standards")}">' in told


def test_an_archive_of_the_old_rules_stays_as_it_is(staff):
    old = ready(staff, status=Status.DRAFT, filed_on=None, category=Category.LOW_INCOME, rule_version="A2016")
    earn(old, 60000)
    assert apply_for_entry(old, by=staff.unit_officer).household_review.eligibility is None


def test_handing_in_again_checks_anew(draft, staff):
    review = bring_to(apply_for_entry(draft, by=staff.unit_officer), staff, 4)
    return_review(review, by=staff.unit_reviewer, to_step=review.procedure.steps.get(number=1), reason="核对收入")
    earn(draft, 6000)
    form = type("Form", (), {"cleaned_data": {"opinion": ""}})
    ACTS["resubmit"].do(review, form, staff.unit_officer)
    latest = EligibilityCheck.objects.order_by("-id").first()
    assert EligibilityCheck.objects.count() == 2
    assert draft.household_reviews.get().eligibility == latest
    assert review.submissions.order_by("-round").first().facts["eligibility_id"] == latest.pk


def test_the_page_of_a_returned_entry_says_what_still_bars_it(draft, staff, as_user):
    review = bring_to(apply_for_entry(draft, by=staff.unit_officer), staff, 4)
    return_review(review, by=staff.unit_reviewer, to_step=review.procedure.steps.get(number=1), reason="核对收入")
    earn(draft, 60000)
    answer = as_user(staff.unit_officer).get(review.get_absolute_url())
    assert answer.status_code == 200
    assert "不符合困难职工认定条件" in answer.content.decode()
    assert EligibilityCheck.objects.count() == 1


def test_a_change_rests_on_the_rules_too(staff):
    home = ready(staff)
    with pytest.raises(DomainError, match="认定测算符合的类别是“深度困难职工”"):
        apply_for_change(home, level=home.level, category=Category.RELATIVE, by=staff.unit_officer)
    asked = apply_for_change(home, level=Level.COUNTY, category=Category.DEEP, by=staff.unit_officer).household_review
    assert asked.eligibility.passed


def test_deciders_read_every_line_and_that_it_comes_out_again(draft, staff, as_user):
    review = bring_to(apply_for_entry(draft, by=staff.unit_officer), staff, 4)
    told = as_user(staff.unit_reviewer).get(reverse("review_evidence", args=[review.pk])).content.decode()
    assert all(line["text"] in told for line in EligibilityCheck.objects.get().lines)
    assert "按当时数据重算一致" in told


def test_deciders_read_the_income_test_of_an_exit_line_by_line(staff, as_user):
    home = ready(staff)
    check = checked(home, staff.unit_officer)
    told = as_user(staff.unit_officer).get(reverse("exit_check", args=[home.archive_no, check.pk])).content.decode()
    assert "每人每月 800.00 元 ≥ 700.00 元 × 1 = 700.00 元。" in told
    assert "连续 12 个月达到。" in told
    assert "按当时数据重算一致。" in told


@pytest.mark.parametrize("count", [1, 3])
def test_many_are_checked_with_as_few_statements_as_one(staff, count, django_assert_num_queries):
    asks = [Ask(ready(staff, status=Status.DRAFT, filed_on=None)) for _number in range(count)]
    officer = User.objects.get(pk=staff.unit_officer.pk)
    with django_assert_num_queries(49):
        assert len(apply_many(Subject.ENTRY, asks, by=officer).reviews) == count
