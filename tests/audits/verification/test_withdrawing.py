"""What was sent out to be mended may be taken back until it is verified; it stays to be read, and holds nobody up."""

import datetime

import pytest
from django.db import IntegrityError, InternalError, transaction

from audits.actions.rectification import (
    assign_rectification,
    open_rectification,
    report_done,
    return_rectification,
    verify_rectification,
    withdraw_rectification,
)
from audits.actions.rectification_origins import rectify_fault, rectify_grievance
from audits.grievances.counts import SENT, TO_SEND, condition
from audits.models import Grievance, Rectification, VerificationFinding
from audits.scores.sources import SOURCES, Asked
from audits.verification.enums import RectificationStatus, RectificationStepKind
from audits.verification.mending import TOLD_FOR
from core import clock
from core.errors import Conflict, DomainError, NotAllowed
from reports.home import waiting_for
from tests.audits.verification.conftest import shown
from tests.reports.booklet_case import opened
from tests.reports.forms_case import words_of
from tests.support.factories import union
from tests.support.faults import fault_of
from tests.support.grievances import answered
from tests.support.races import one_before_the_other

pytestmark = pytest.mark.django_db
MONTH = datetime.timedelta(days=30)
WHY = "重复下发，以州总工会的为准。"


def out(household, officer, reviewer, **facts):
    """Send a fault out, with an owner and a verifier."""
    facts = {"due_on": clock.today() + MONTH, "owner": officer, "verifier": reviewer} | facts
    return rectify_fault(fault_of(household), by=reviewer, **facts)


@pytest.fixture
def of_fault(household, officer, reviewer):
    return out(household, officer, reviewer)


@pytest.fixture
def back(of_fault, reviewer):
    return withdraw_rectification(of_fault, by=reviewer, reason=f" {WHY} ")


def lines(user):
    return {line.label: line for line in waiting_for(user) if line.count and line.label.startswith("整改")}


def test_it_stays_with_who_took_it_back_and_why(back, reviewer):
    assert (back.status, back.withdrawn_by, back.withdrawn_words) == (RectificationStatus.WITHDRAWN, reviewer, WHY)
    assert withdraw_rectification(back, by=reviewer, reason="别的").withdrawn_words == WHY
    assert [(step.kind, step.words) for step in back.steps.all()][1:] == [(RectificationStepKind.WITHDRAWN, WHY)]
    with pytest.raises(InternalError), transaction.atomic():
        Rectification.objects.update(status=RectificationStatus.OPEN, withdrawn_words="")


def test_nothing_more_is_done_about_it(back, officer, reviewer):
    term = {"owner": officer, "verifier": None, "due_on": back.due_on}
    for act in (
        lambda: assign_rectification(back, by=reviewer, **term),
        lambda: report_done(back, by=officer, words="已更正。", papers=[shown()]),
        lambda: verify_rectification(back, by=reviewer),
        lambda: return_rectification(back, by=reviewer, words="缺材料。"),
    ):
        with pytest.raises(Conflict, match="撤回该项整改，不用再办理"):
            act()


def test_a_reason_is_needed_and_what_is_verified_stays(of_fault, officer, reviewer):
    with pytest.raises(DomainError) as refusal:
        withdraw_rectification(of_fault, by=reviewer, reason=" ")
    assert refusal.value.field == "reason"
    verify_rectification(report_done(of_fault, by=officer, words="已更正。", papers=[shown()]), by=reviewer)
    with pytest.raises(DomainError, match="已验收销号"):
        withdraw_rectification(of_fault, by=reviewer, reason=WHY)


def test_what_was_reported_since_is_looked_at_first(of_fault, officer, reviewer):
    report_done(of_fault, by=officer, words="已更正。", papers=[shown()])
    with pytest.raises(Conflict, match="待验收"):
        withdraw_rectification(of_fault, by=reviewer, reason=WHY, seen=RectificationStatus.OPEN)
    back = withdraw_rectification(of_fault, by=reviewer, reason=WHY, seen=RectificationStatus.DONE)
    assert (back.status, back.done_by) == (RectificationStatus.WITHDRAWN, officer)


def test_who_takes_it_back(sent, officer, reviewer, outsider, cadre, judges):
    Rectification.objects.update(owner=cadre)
    for user in (officer, reviewer, outsider, cadre):
        with pytest.raises(NotAllowed):
            withdraw_rectification(sent, by=user, reason=WHY)
    assert withdraw_rectification(sent, by=judges[0], reason=WHY).withdrawn_by == judges[0]


def test_who_is_to_mend_it_neither_takes_it_back_nor_prolongs_it(of_fault, officer, reviewer, as_user):
    later = of_fault.due_on + MONTH
    for act in (
        lambda: withdraw_rectification(of_fault, by=officer, reason=WHY),
        lambda: assign_rectification(of_fault, by=officer, owner=officer, verifier=reviewer, due_on=later),
    ):
        with pytest.raises(NotAllowed, match="责任人和报告人不能"):
            act()
    page = as_user(officer).get(of_fault.get_absolute_url()).content.decode()
    assert ("报告整改完成" in page, "撤回整改" in page) == (True, False)
    assert assign_rectification(of_fault, by=reviewer, owner=officer, verifier=reviewer, due_on=later).due_on == later


def test_a_grievance_says_that_it_is_taken_back_and_may_be_sent_out_anew(officer, reviewer):
    made = answered(officer, reviewer)
    out = rectify_grievance(made, by=reviewer, due_on=clock.today() + MONTH)
    assert Grievance.objects.get(condition(SENT))
    withdraw_rectification(out, by=officer, reason=WHY)
    assert (made.steps.last().get_kind_display(), made.steps.last().words) == ("撤回整改", WHY)
    assert Grievance.objects.get(condition(TO_SEND)).rectification is None
    assert rectify_grievance(made, by=reviewer, due_on=clock.today() + MONTH, union=union("532524")) != out


def test_what_it_comes_of_is_sent_out_anew_and_one_is_in_force(sent, overdue, later, provincial, as_user):
    back = withdraw_rectification(sent, by=provincial, reason=WHY)
    page = as_user(provincial).get(overdue.get_absolute_url()).content.decode()
    assert ("整改：已撤回" in page, f"{overdue.get_absolute_url()}rectify/" in page) == (True, True)
    assert VerificationFinding.objects.to_mend().get() == overdue
    again = open_rectification(overdue, by=provincial, due_on=later)
    assert (again == back, open_rectification(overdue, by=provincial, due_on=later)) == (False, again)
    with pytest.raises(IntegrityError), transaction.atomic():
        Rectification.objects.create(finding=overdue, **_as(again))


def _as(found):
    names = ("sender", "union", "title", "wrong", "to_do", "due_on", "opened_by")
    return {name: getattr(found, name) for name in names}


def test_a_fault_taken_back_is_sent_out_anew(back, reviewer):
    assert rectify_fault(back.fault, by=reviewer, due_on=clock.today()) != back


def test_it_counts_neither_as_late_nor_in_the_assessment(sent, provincial):
    place = sent.union.path
    asked = Asked((place,), sent.due_on, sent.due_on + MONTH, judge=place)
    with clock.at(sent.due_on + datetime.timedelta(days=1)):
        assert (Rectification.objects.overdue().get(), SOURCES["mended"].count(asked)[place].denominator) == (sent, 1)
        withdraw_rectification(sent, by=provincial, reason=WHY)
        assert not Rectification.objects.overdue() | Rectification.objects.unfinished()
        assert SOURCES["mended"].count(asked)[place].denominator == 0


def test_its_people_are_told_on_the_first_page_for_a_week(as_user, of_fault, officer, reviewer):
    assert "整改已被撤回" not in lines(officer)
    withdraw_rectification(of_fault, by=reviewer, reason=WHY)
    for user in (officer, reviewer):
        line = lines(user)["整改已被撤回"]
        assert as_user(user).get(line.url).context["count"] == str(line.count) == "1"
    with clock.at(clock.now() + TOLD_FOR + datetime.timedelta(minutes=1)):
        assert not lines(officer)


def test_where_nobody_was_named_the_officers_are_told(household, officer, reviewer, outsider):
    withdraw_rectification(out(household, officer, reviewer, owner=None), by=reviewer, reason=WHY)
    assert (set(lines(officer)), lines(outsider)) == ({"整改已被撤回"}, {})


def test_page_notice_and_archive_say_so(as_user, of_fault, officer, reviewer):
    page, client = of_fault.get_absolute_url(), as_user(reviewer)
    told = client.post(f"{page}withdraw/", {"reason": "", "seen": "open"}).content.decode()
    assert "撤回原因" in told
    told = client.post(f"{page}withdraw/", {"reason": WHY, "seen": "open"}, follow=True).content.decode()
    assert ("已撤回整改，责任人和验收人会在首页看到。" in told, WHY in told, f"{page}assign/" in told) == (
        True,
        True,
        False,
    )
    client = as_user(officer)
    notice = client.get(f"{page}notice/").getvalue()
    assert "本通知书于" in words_of(notice)
    assert len(opened(notice).pages) == 2  # the seal stands on the first one, the slip is the second
    home = f"/households/{of_fault.household.archive_no}/"
    assert "已撤回" in client.get(f"{home}reviews/").content.decode()
    assert "问题整改：撤回整改" in client.get(f"{home}timeline/").content.decode()


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("reference")
def test_a_report_that_comes_while_it_is_taken_back_is_refused(household, officer, reviewer):
    found = out(household, officer, reviewer)
    with pytest.raises(Conflict, match="不用再办理"):
        one_before_the_other(
            lambda: withdraw_rectification(found, by=reviewer, reason=WHY),
            lambda: report_done(found, by=officer, words="已更正。", papers=[shown()]),
        )
    assert Rectification.objects.get().done_at is None
