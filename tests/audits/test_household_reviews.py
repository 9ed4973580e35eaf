"""From application to effect: each subject's guards, what the last decision changes, and what a refusal leaves."""

import pytest

from audits.actions.grounds import Ask
from audits.actions.household_reviews import (
    apply_for_cancel,
    apply_for_change,
    apply_for_entry,
    apply_for_exit,
    apply_for_relief,
    apply_for_return,
    apply_many,
)
from audits.actions.monitoring import plan_monitoring
from audits.models import HouseholdReview
from core import clock
from core.errors import DomainError, NotAllowed
from households.enums import Category, Level, RuleVersion, Status
from organizations.models import User
from reviews.actions.deciding import pass_many, pass_step, refuse_review, return_review
from reviews.actions.starting import resubmit_review, withdraw_review
from reviews.enums import Subject
from reviews.subjects import handler_of
from tests.support.exits import checked, decided, ready
from tests.support.factories import CadreFactory, HouseholdFactory, PairingFactory
from tests.support.life import put
from tests.support.reviews import Staff, bring_to

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff():
    return Staff.hire()


@pytest.fixture
def draft(staff):
    return ready(staff, status=Status.DRAFT, filed_on=None)


@pytest.fixture
def home(staff):
    return ready(staff)


def fresh(household):
    household.refresh_from_db()
    return household


def steps(household):
    return [(row.from_status, row.to_status) for row in household.status_changes.exclude(from_status="")]


def test_an_entry_after_relapse_drops_the_looks_that_were_planned(staff):
    left = put(HouseholdFactory(), Status.EXITED)
    plan_monitoring([left], on=clock.today())
    assert left.monitorings.planned().exists()
    decided(
        apply_for_entry(ready(staff, status=Status.DRAFT, filed_on=None, previous=left), by=staff.unit_officer), staff
    )
    assert not left.monitorings.planned().exists()


def test_an_entry_closes_the_draft_and_passed_puts_it_on_file_today(draft, staff):
    review = apply_for_entry(draft, by=staff.unit_officer, note="因病")
    assert fresh(draft).status == Status.UNDER_REVIEW
    decided(review, staff)
    assert (fresh(draft).status, draft.filed_on) == (Status.ON_FILE, clock.today())
    assert steps(draft) == [("draft", "under_review"), ("under_review", "on_file")]
    last = draft.status_changes.last()
    assert (last.review_no, last.by, last.cause) == (review.number, staff.prefecture_approver, "因病")
    assert HouseholdReview.objects.get().applied_at is not None


def test_an_entry_needs_every_starred_field_and_a_survey(draft, staff):
    draft.surveys.all().delete()
    with pytest.raises(DomainError, match="还没有家庭收支调查"):
        apply_for_entry(draft, by=staff.unit_officer)
    draft.housing = ""
    draft.save(update_fields=["housing"])
    with pytest.raises(DomainError, match="档案还缺：住房类型"):
        apply_for_entry(draft, by=staff.unit_officer)


def test_a_refused_entry_is_rejected_with_the_reason(draft, staff):
    review = bring_to(apply_for_entry(draft, by=staff.unit_officer), staff, 4)
    refuse_review(review, by=staff.unit_reviewer, opinion="收入高于标准")
    assert fresh(draft).status == Status.REJECTED
    assert draft.status_changes.last().cause == "收入高于标准"


def test_a_returned_entry_may_be_changed_and_is_handed_in_as_it_then_stands(draft, staff):
    review = bring_to(apply_for_entry(draft, by=staff.unit_officer), staff, 4)
    return_review(review, by=staff.unit_reviewer, to_step=review.procedure.steps.get(number=1), reason="核对类别")
    assert fresh(draft).status == Status.DRAFT
    draft.level = Level.COUNTY
    draft.save(update_fields=["level"])
    content, facts = handler_of(Subject.ENTRY).resubmission(review)
    resubmit_review(review, content=content, facts=facts, by=staff.unit_officer)
    assert (fresh(draft).status, draft.household_reviews.get().level) == (Status.UNDER_REVIEW, Level.COUNTY)
    assert ["建档标准", "区县级"] in content[1][1]


def test_a_withdrawn_entry_is_a_draft_again_and_may_be_applied_for_anew(draft, staff):
    withdraw_review(apply_for_entry(draft, by=staff.unit_officer), by=staff.unit_officer, reason="资料有误")
    assert fresh(draft).status == Status.DRAFT
    apply_for_entry(draft, by=staff.unit_officer)
    assert fresh(draft).status == Status.UNDER_REVIEW


def test_an_exit_tapers_as_long_as_the_rule_says(home, staff):
    checked(home, staff.unit_officer)
    facts = {"channel": "work", "taper_aid": "医疗互助", "by": staff.unit_officer}
    review = decided(apply_for_exit(home, **facts), staff)
    assert (fresh(home).status, home.taper_aid) == (Status.TAPERING, "医疗互助")
    assert home.taper_until == clock.months_after(clock.today(), 6)
    last = home.status_changes.last()
    assert (last.channel, last.review_no) == ("就业安置", review.number)


def test_an_exit_without_taper_leaves_at_once_and_plans_the_looks_after_it(home, staff):
    checked(home, staff.unit_officer)
    decided(apply_for_exit(home, channel="social", taper_months=0, by=staff.unit_officer), staff)
    assert fresh(home).status == Status.EXITED
    planned = [clock.months_after(clock.today(), months) for months in (3, 6, 12)]
    assert list(home.monitorings.values_list("due_on", flat=True)) == planned


def test_an_exit_needs_a_channel_and_a_check_that_is_passed(home, staff):
    apply = {"household": home, "by": staff.unit_officer}
    with pytest.raises(DomainError, match="请先到户完成退出核查"):
        apply_for_exit(**apply, channel="work")
    checked(home, staff.unit_officer, housing="no")
    with pytest.raises(DomainError, match="未达到退出条件"):
        apply_for_exit(**apply, channel="work")
    with pytest.raises(DomainError, match="请选择退出渠道"):
        apply_for_exit(**apply, channel="")


def test_a_cancellation_keeps_its_cause(home, staff):
    with pytest.raises(DomainError, match="请选择注销原因"):
        apply_for_cancel(home, cause="", by=staff.unit_officer)
    with pytest.raises(DomainError, match="请在说明中写明"):
        apply_for_cancel(home, cause="other", by=staff.unit_officer)
    decided(apply_for_cancel(home, cause="transferred", note="调往省外", by=staff.unit_officer), staff)
    assert (fresh(home).status, home.status_changes.last().cause) == (Status.CANCELLED, "调离：调往省外")


def test_a_change_sets_level_category_and_the_rule_version_that_follows(home, staff):
    facts = {"level": Level.PROVINCE, "category": Category.LOW_INCOME, "by": staff.unit_officer}
    decided(apply_for_change(home, **facts), staff)
    assert (fresh(home).status, home.level, home.category) == (Status.ON_FILE, Level.PROVINCE, Category.LOW_INCOME)
    assert home.rule_version == RuleVersion.A2016
    last = home.status_changes.last()
    assert (last.from_status, last.to_status, last.level) == ("on_file", "on_file", "province")
    assert last.cause == "建档标准由全国级调整为省级，困难类别由深度困难职工调整为低保户"


def test_a_change_into_what_it_is_already_is_refused(home, staff):
    with pytest.raises(DomainError, match="与现在相同"):
        apply_for_change(home, level=home.level, category=home.category, by=staff.unit_officer)


def test_relief_keeps_the_household_on_file(home, staff):
    checked(home, staff.unit_officer)
    decided(apply_for_relief(home, by=staff.unit_officer, note="重病，政府兜底"), staff)
    assert (fresh(home).status, home.relieved_on) == (Status.ON_FILE, clock.today())
    with pytest.raises(DomainError, match="已于 .* 认定解困"):
        apply_for_relief(home, by=staff.unit_officer)


def test_a_tapering_household_returns_with_a_reason(home, staff):
    put(home, Status.TAPERING, taper_until=clock.months_after(clock.today(), 3), taper_aid="医疗互助")
    with pytest.raises(DomainError, match="请写明恢复在档的原因"):
        apply_for_return(home, by=staff.unit_officer, note=" ")
    decided(apply_for_return(home, by=staff.unit_officer, note="再次失业"), staff)
    assert (fresh(home).status, home.taper_until, home.taper_aid) == (Status.ON_FILE, None, "")


@pytest.mark.parametrize("status", [Status.UNDER_REVIEW, Status.EXITED, Status.CANCELLED, Status.REJECTED])
def test_what_is_under_review_or_closed_is_not_applied_for(staff, status):
    with pytest.raises(DomainError, match="的档案可以申请"):
        apply_for_cancel(ready(staff, status=status), cause="died", by=staff.unit_officer)


def test_two_reviews_of_one_household_do_not_run(home, staff):
    apply_for_cancel(home, cause="died", by=staff.unit_officer)
    with pytest.raises(DomainError, match="注销审核.*正在办理"):
        apply_for_change(home, level=Level.COUNTY, category=home.category, by=staff.unit_officer)


def test_only_an_officer_above_the_archive_applies(home, staff):
    for stranger in (staff.outsider, staff.county_reviewer):
        with pytest.raises(NotAllowed):
            apply_for_cancel(home, cause="died", by=stranger)


def test_a_refusal_leaves_what_is_on_file_as_it_is(home, staff):
    review = bring_to(apply_for_cancel(home, cause="died", by=staff.unit_officer), staff, 4)
    refuse_review(review, by=staff.unit_reviewer, opinion="职工健在")
    assert fresh(home).status == Status.ON_FILE
    assert steps(home) == []


def test_who_filed_or_is_paired_with_the_household_does_not_decide(home, staff):
    PairingFactory(household=home, cadre=CadreFactory(user=staff.unit_reviewer))
    review = bring_to(apply_for_cancel(home, cause="died", by=staff.unit_officer), staff, 4)
    with pytest.raises(NotAllowed, match="结对帮扶人，须回避"):
        pass_step(review, by=staff.unit_reviewer)
    home.created_by = staff.unit_reviewer
    home.save(update_fields=["created_by"])
    home.pairings.all().delete()
    with pytest.raises(NotAllowed, match="由您录入，须回避"):
        pass_step(review, by=User.objects.get(pk=staff.unit_reviewer.pk))


def test_a_notice_says_nothing_personal(home, staff):
    review = apply_for_cancel(home, cause="died", by=staff.unit_officer)
    line = handler_of(Subject.CANCEL).notice_lines([review])[review.pk]
    assert line == {
        "单位": "建水县紫陶厂工会",
        "姓名": "赵小兰",
        "家庭人口": "1 人",
        "致困原因": "患重特大疾病",
        "拟定事项": "注销：职工死亡",
    }


def cancellations(staff, count):
    homes = [ready(staff) for _number in range(count)]
    asks = [Ask(home, {"cause": "not_qualified"}) for home in homes]
    applied = apply_many(Subject.CANCEL, asks, by=staff.unit_officer)
    return homes, [bring_to(review, staff, 9) for review in applied.reviews]


@pytest.mark.parametrize("count", [1, 3])
def test_many_are_carried_out_with_as_few_statements_as_one(staff, count, django_assert_num_queries):
    homes, reviews = cancellations(staff, count)
    approver = User.objects.get(pk=staff.prefecture_approver.pk)
    with django_assert_num_queries(25):
        assert len(pass_many(reviews, by=approver).done) == count
    assert {fresh(home).status for home in homes} == {Status.CANCELLED}


@pytest.mark.parametrize("count", [1, 3])
def test_many_are_applied_for_with_as_few_statements_as_one(staff, count, django_assert_num_queries):
    asks = [Ask(ready(staff), {"cause": "not_qualified"}) for _number in range(count)]
    officer = User.objects.get(pk=staff.unit_officer.pk)
    with django_assert_num_queries(27):
        assert len(apply_many(Subject.CANCEL, asks, by=officer).reviews) == count


def test_of_many_those_that_a_rule_refuses_are_told_apart(staff, home):
    closed = ready(staff, status=Status.EXITED)
    applied = apply_many(
        Subject.CANCEL, [Ask(home, {"cause": "lost"}), Ask(closed, {"cause": "lost"})], by=staff.unit_officer
    )
    assert ([review.subject_ref for review in applied.reviews], [h for h, _error in applied.refused]) == (
        [home.archive_no],
        [closed],
    )
