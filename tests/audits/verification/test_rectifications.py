"""Mending what was found wrong: sent out once it is final, given to somebody, shown by a paper, verified by another."""

import datetime

import pytest
from django.db import IntegrityError, InternalError, transaction

from audits.actions.rectification import (
    assign_rectification,
    open_rectification,
    open_rectifications,
    report_done,
    return_rectification,
    verify_rectification,
)
from audits.actions.verification.findings import contest_finding, settle_finding
from audits.models import FindingPaper, Rectification
from audits.verification.enums import Outcome, RectificationStatus, RectificationStepKind
from core import clock
from core.errors import DomainError, NotAllowed
from households.enums import GrantKind
from households.models import ArchiveGrant
from organizations.enums import Role
from organizations.models import RoleAssignment, User
from tests.audits.verification.conftest import shown
from tests.support.verification import decided

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("found_once")]
MONTH = datetime.timedelta(days=30)


def test_it_says_what_is_wrong_and_what_is_to_be_done(sent, archives):
    assert (sent.household, sent.union, sent.status) == (archives[1], archives[1].union, RectificationStatus.OPEN)
    assert ("漏退：赵小兰" in sent.title, "退出标准" in sent.wrong, "退出核查" in sent.to_do) == (True, True, True)


def test_the_same_finding_is_sent_out_once(sent, overdue, later, provincial):
    assert open_rectification(overdue, by=provincial, due_on=later + MONTH) == sent
    assert [step.kind for step in sent.steps.all()] == [RectificationStepKind.OPENED]


def test_nothing_is_sent_out_while_it_can_be_contested(overdue, provincial, officer, judges, third, found):
    with pytest.raises(DomainError, match="申辩期到"):
        open_rectification(overdue, by=provincial, due_on=clock.today() + MONTH)
    contest_finding(overdue, by=officer, text="附流水。", papers=[shown()])
    with pytest.raises(DomainError, match="正在申辩"):
        open_rectification(overdue, by=provincial, due_on=clock.today() + MONTH)
    settle_finding(overdue, by=third, outcome=Outcome.OVERDUE, words="流水与收入无关。")
    assert open_rectification(overdue, by=judges[0], due_on=clock.today() + MONTH).wrong == "流水与收入无关。"


def test_a_contest_keeps_its_papers(overdue, officer):
    contested = contest_finding(overdue, by=officer, text="附流水。", papers=[shown("工资流水.jpg")])
    assert [paper.title for paper in contested.contest.papers.all()] == ["工资流水"]
    with pytest.raises(InternalError), transaction.atomic():
        FindingPaper.objects.update(title="别的")


def test_all_that_is_wrong_is_sent_out_at_once_and_the_rest_is_passed_over(found, judges, provincial):
    for finding in found.findings.all():
        last = decided(finding, judges)
    with clock.at(last.contest_until + datetime.timedelta(days=1)):
        sent = open_rectifications(found, by=provincial, due_on=clock.today() + MONTH)
        again = open_rectifications(found, by=provincial, due_on=clock.today() + MONTH)
    outcomes = {one.finding.outcome for one in sent}
    assert (outcomes, again) == ({Outcome.OVERDUE, Outcome.WRONGLY_FILED, Outcome.WRONG_FACTS}, [])


def test_it_is_reported_with_a_paper_and_verified_by_another(reported, officer, reviewer):
    assert report_done(reported, by=officer, words="again", papers=[]).done_words == "已办理脱困退出。"
    verified = verify_rectification(reported, by=reviewer, words="档案已脱困。")
    assert verify_rectification(verified, by=reviewer).verified_words == "档案已脱困。"
    assert verified.status == RectificationStatus.VERIFIED
    assert [step.papers.count() for step in verified.steps.all()] == [0, 1, 0]


def test_what_is_not_mended_goes_back_and_comes_again(reported, officer, reviewer):
    back = return_rectification(reported, by=reviewer, words="缺审批表。")
    assert return_rectification(back, by=reviewer, words="x").verified_words == "缺审批表。"
    again = report_done(back, by=officer, words="已补审批表。", papers=[shown(colour="red")])
    assert (again.status, FindingPaper.objects.count()) == (RectificationStatus.DONE, 2)


@pytest.mark.parametrize(("words", "with_paper", "field"), [("", True, "words"), ("已整改。", False, "papers")])
def test_a_report_needs_words_and_a_paper(sent, officer, words, with_paper, field):
    with pytest.raises(DomainError) as refusal:
        report_done(sent, by=officer, words=words, papers=[shown()] if with_paper else [])
    assert refusal.value.field == field


def test_nothing_is_reported_before_somebody_verifies(overdue, later, provincial, officer):
    sent = open_rectification(overdue, by=provincial, due_on=later, owner=officer)
    with pytest.raises(DomainError, match="还没有指定"):
        report_done(sent, by=officer, words="已整改。", papers=[shown()])


def test_who_verifies_is_neither_owner_nor_who_reported(reported, officer, reviewer, provincial, judges):
    with pytest.raises(NotAllowed):
        verify_rectification(reported, by=officer)
    with pytest.raises(NotAllowed):
        verify_rectification(reported, by=judges[0])  # not the one who was named
    for change in ({"verifier": officer}, {"owner": reviewer}, {"done_by": reviewer}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Rectification.objects.filter(pk=reported.pk).update(**change)


def test_the_verifier_is_no_owner(sent, judges, provincial, officer):
    facts = {"owner": officer, "due_on": sent.due_on}
    with pytest.raises(DomainError) as refusal:
        assign_rectification(sent, by=provincial, verifier=officer, **facts)
    assert refusal.value.field == "verifier"
    assert assign_rectification(sent, by=provincial, verifier=judges[0], **facts).verifier == judges[0]


def test_who_reported_it_once_never_verifies_it(reported, officer, reviewer, judges, provincial):
    since = {"valid_from": clock.today() - MONTH, "expires_on": clock.today() + MONTH}
    RoleAssignment.objects.create(user=officer, role=Role.REVIEWER, union=officer.union, **since)
    back = return_rectification(reported, by=reviewer, words="缺审批表。")
    assign_rectification(back, by=provincial, owner=provincial, verifier=judges[0], due_on=back.due_on)
    again = report_done(back, by=provincial, words="已补审批表。", papers=[shown(colour="red")])
    with pytest.raises(DomainError) as refusal:
        assign_rectification(again, by=judges[0], owner=provincial, verifier=officer, due_on=back.due_on)
    assert refusal.value.field == "verifier"


def test_the_union_names_its_owner_and_nothing_else(sent, officer, reviewer, cadre, provincial, archives):
    with pytest.raises(DomainError, match="帮扶干部"):
        assign_rectification(sent, by=officer, owner=cadre, verifier=reviewer, due_on=sent.due_on)
    with pytest.raises(NotAllowed):
        assign_rectification(sent, by=officer, owner=officer, verifier=reviewer, due_on=sent.due_on + MONTH)
    named = assign_rectification(sent, by=officer, owner=provincial, verifier=reviewer, due_on=sent.due_on)
    assert (named.owner, named.steps.last().kind) == (provincial, RectificationStepKind.ASSIGNED)


def test_who_may_do_what(sent, outsider, reviewer, judges):
    facts = {"owner": None, "verifier": reviewer, "due_on": sent.due_on}
    for user in (outsider, reviewer):
        with pytest.raises(NotAllowed):
            assign_rectification(sent, by=user, **facts)
        with pytest.raises(NotAllowed):
            report_done(sent, by=user, words="x", papers=[shown()])
        with pytest.raises(NotAllowed):
            open_rectification(sent.finding, by=user, due_on=sent.due_on)


def test_a_cadre_has_it_as_long_as_the_household(sent, cadre, officer, reviewer, archives):
    grant = ArchiveGrant.objects.create(household=archives[1], user=cadre, kind=GrantKind.PAIRING)
    named = assign_rectification(sent, by=officer, owner=cadre, verifier=reviewer, due_on=sent.due_on)
    assert Rectification.objects.visible_to(cadre).get() == named
    grant.delete()
    assert not Rectification.objects.visible_to(cadre).exists()
    with pytest.raises(NotAllowed):
        report_done(named, by=cadre, words="已整改。", papers=[shown()])


def test_who_no_longer_checks_there_verifies_nothing(reported, reviewer):
    RoleAssignment.objects.filter(user=reviewer).update(role=Role.REGISTRAR)
    former = User.objects.get(pk=reviewer.pk)
    for act in (verify_rectification, return_rectification):
        with pytest.raises(NotAllowed):
            act(reported, by=former, words="请补。")


def test_who_sees_it(sent, officer, reviewer, outsider, provincial, registrar):
    seen = [Rectification.objects.visible_to(user).count() for user in (officer, registrar, provincial, outsider)]
    assert seen == [1, 1, 1, 0]
    assert (Rectification.objects.to_mend_by(officer).get(), Rectification.objects.to_mend_by(reviewer).count()) == (
        sent,
        0,
    )


@pytest.mark.parametrize("change", [{"status": RectificationStatus.OPEN}, {"status": RectificationStatus.VERIFIED}])
def test_the_database_keeps_its_way(reported, change):
    with pytest.raises((InternalError, IntegrityError)), transaction.atomic():
        Rectification.objects.filter(pk=reported.pk).update(**change)


def test_it_is_late_when_its_last_day_is_over(sent):
    assert not Rectification.objects.overdue().exists()
    with clock.at(sent.due_on + datetime.timedelta(days=1)):
        assert Rectification.objects.overdue().get().is_overdue
