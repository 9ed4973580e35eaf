"""The tab 审核, the pages of applications and of exit checks, and the evidence that deciders read."""

import uuid

import pytest
from django.urls import reverse

from audits.actions.household_reviews import apply_for_entry
from audits.enums import ExitItem
from audits.models import ExitCheck, ExitRule, HouseholdReview
from core import clock
from households.enums import Status
from organizations.enums import AccessVerb
from organizations.models import AccessLog
from reviews.actions.deciding import return_review
from tests.support.exits import checked, ready, survey
from tests.support.factories import HouseholdFactory
from tests.support.reviews import Staff, bring_to

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff():
    return Staff.hire()


@pytest.fixture
def home(staff):
    return ready(staff)


def url(name, household, *more):
    return reverse(name, args=[household.archive_no, *more])


def page(client, name, household, *more):
    return client.get(url(name, household, *more)).content.decode()


@pytest.mark.parametrize(
    ("status", "offered"),
    [
        (Status.DRAFT, ["提交入档申请"]),
        (Status.ON_FILE, ["申请脱困退出", "申请注销", "调整标准或类别", "申请解困认定"]),
        (Status.TAPERING, ["申请注销", "调整标准或类别", "申请恢复在档"]),
        (Status.EXITED, []),
    ],
)
def test_the_tab_offers_what_the_status_allows(status, offered, officer, as_user):
    answer = as_user(officer).get(url("household_reviews", HouseholdFactory(status=status)))
    assert [offer["label"] for offer in answer.context["offers"]] == offered


def test_applying_from_the_page_begins_a_review_that_the_tab_then_tells(home, staff, as_user):
    client = as_user(staff.unit_officer)
    answer = client.post(url("cancel_apply", home), {"cause": "transferred", "note": "调往省外"})
    assert answer.url == url("household_reviews", home)
    told = page(client, "household_reviews", home)
    assert "注销：调离" in told
    assert "可以申请" not in told


def test_what_a_rule_refuses_stands_on_the_form_which_comes_back_filled(home, staff, as_user):
    answer = as_user(staff.unit_officer).post(
        url("exit_apply", home), {"channel": "work", "taper_months": "3", "taper_aid": "医疗互助"}
    )
    told = answer.content.decode()
    assert "请先到户完成退出核查" in told
    assert 'value="医疗互助"' in told
    assert not HouseholdReview.objects.exists()


def test_a_link_may_propose_what_is_applied_for(home, staff, as_user):
    told = as_user(staff.unit_officer).get(url("cancel_apply", home), {"cause": "lost"}).content.decode()
    assert 'value="lost" class="form-check-input" required id="id_cause_5" checked' in told


def test_the_exit_check_begins_with_what_the_archive_knows_and_is_kept(home, staff, as_user):
    client = as_user(staff.unit_officer)
    told = page(client, "exit_check_record", home)
    assert "高出 100.00 元" in told
    assert "档案记载：自建房" in told
    facts = {f"{item}_finding": "yes" for item in ExitItem} | {f"{item}_evidence": "到户查看" for item in ExitItem}
    client.post(url("exit_check_record", home), facts | {"client_id": uuid.uuid4(), "on_day": clock.today()})
    assert "达到退出条件" in page(client, "exit_check", home, ExitCheck.objects.get().pk)


def test_an_item_left_out_is_said_beside_it_and_nothing_is_lost(home, staff, as_user):
    facts = {"client_id": uuid.uuid4(), "on_day": clock.today(), "food_evidence": "米面充足"}
    told = as_user(staff.unit_officer).post(url("exit_check_record", home), facts).content.decode()
    assert "米面充足" in told
    assert not ExitCheck.objects.exists()


def test_the_evidence_shows_the_check_and_the_papers_and_the_look_is_logged(home, staff, as_user):
    checked(home, staff.unit_officer)
    facts = {"channel": "work", "taper_months": "3"}
    as_user(staff.unit_officer).post(url("exit_apply", home), facts)
    review = bring_to(HouseholdReview.objects.get().review, staff, 4)
    told = as_user(staff.unit_reviewer).get(reverse("review_evidence", args=[review.pk])).content.decode()
    assert "就业安置，渐退期 3 个月" in told
    assert "高出 100.00 元" in told
    assert AccessLog.objects.filter(user=staff.unit_reviewer, verb=AccessVerb.VIEW, detail="审核依据").exists()
    assert as_user(staff.outsider).get(reverse("review_evidence", args=[review.pk])).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_tab_costs_the_same_for_any_number_of_checks(
    count, household, officer, as_user, django_assert_max_num_queries
):
    survey(household)
    for _number in range(count):
        checked(household, officer)
    client = as_user(officer)
    with django_assert_max_num_queries(12):
        assert client.get(url("household_reviews", household)).status_code == 200


def test_a_draft_is_discarded_from_the_page(officer, as_user):
    draft = HouseholdFactory(status=Status.DRAFT)
    asked = as_user(officer).post(url("household_discard", draft), {"cause": ""}, follow=True)
    assert "请写明作废原因。" in asked.content.decode()
    as_user(officer).post(url("household_discard", draft), {"cause": "重复录入"})
    draft.refresh_from_db()
    assert draft.status == Status.CANCELLED


def test_a_region_enters_its_own_rule(officer, as_user):
    facts = {"union": "532524", "valid_from": "2026-01-01", "multiple": "1.5", "months": "6", "survey_age": "12"}
    more = {"check_days": "60", "taper_months": "12", "monitor_months": "6，12", "source": "建工〔2026〕1 号"}
    assert as_user(officer).post(reverse("exit_rules"), facts | more).status_code == 302
    rule = ExitRule.objects.get(union__code="532524")
    assert (rule.monitor_months, rule.taper_months) == ([6, 12], 12)
    assert "建工〔2026〕1 号" in as_user(officer).get(reverse("exit_rules")).content.decode()


def test_a_returned_entry_leads_from_the_archive_to_the_review_and_back(staff, as_user):
    draft = ready(staff, status=Status.DRAFT, filed_on=None)
    review = apply_for_entry(draft, by=staff.unit_officer)
    step = review.procedure.steps.get(number=1)
    return_review(bring_to(review, staff, 4), by=staff.unit_reviewer, to_step=step, reason="致困原因没有写清")
    client = as_user(staff.unit_officer)
    assert url("household_reviews", draft) in page(client, "household", draft)
    told = page(client, "household_reviews", draft)
    assert "看退回原因，重新提交" in told
    answer = client.get(review.get_absolute_url())
    assert answer.context["subject_url"] == url("household", draft)
    assert "去办理" in answer.content.decode()
