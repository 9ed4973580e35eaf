"""What a grievance was right about and what the rules found wrong is mended like what a verification found."""

import datetime

import pytest
from django.db import InternalError, transaction

from audits.actions.grievances.answering import answer_grievance
from audits.actions.grievances.appealing import appeal_grievance
from audits.actions.grievances.assigning import avoid_person, link_archive
from audits.actions.quality.waivers import waive_fault
from audits.actions.rectification import assign_rectification, report_done, verify_rectification
from audits.actions.rectification_origins import rectify_fault, rectify_faults, rectify_grievance
from audits.grievances.enums import Finding, GrievanceCategory, StepKind
from audits.models import FindingPaper, Rectification
from audits.verification.enums import Origin, RectificationStatus
from core import clock
from core.errors import Conflict, DomainError, NotAllowed
from organizations.enums import Role
from reports.verification.notice import notice_of
from tests.audits.verification.conftest import shown
from tests.reports.forms_case import words_of
from tests.support.factories import union, user_with
from tests.support.faults import fault_of
from tests.support.grievances import WHO, answered, assigned

pytestmark = pytest.mark.django_db
MONTH = datetime.timedelta(days=30)


@pytest.fixture
def second(db):
    return user_with(Role.REVIEWER, "532524", username="second", name="复审员")


@pytest.fixture
def grievance(officer, reviewer, household):
    """One that was found right in part, about an archive."""
    made = assigned(officer, reviewer)
    link_archive(made, by=reviewer, household=household)
    return answer_grievance(made, by=officer, finding=Finding.PARTLY, text="已更正，本月补发。")


@pytest.fixture
def of_grievance(grievance, reviewer, officer):
    return rectify_grievance(grievance, by=reviewer, due_on=clock.today() + MONTH, owner=officer, verifier=reviewer)


@pytest.fixture
def of_fault(household, officer, reviewer):
    return rectify_fault(
        fault_of(household), by=reviewer, due_on=clock.today() + MONTH, owner=officer, verifier=reviewer
    )


@pytest.mark.parametrize("told", [*WHO.values(), "139 8730-1234", "１３９８７３０１２３４", "何 春 生"])
def test_who_complained_is_not_told_in_what_is_sent_out(told, grievance, reviewer):
    for field in ("wrong", "to_do"):
        with pytest.raises(DomainError) as refused:
            rectify_grievance(grievance, by=reviewer, due_on=clock.today() + MONTH, **{field: f"请回复{told}。"})
        assert refused.value.field == field


def test_a_grievance_found_right_is_sent_out_once_and_names_nobody(of_grievance, grievance, reviewer, household):
    said = (of_grievance.origin, of_grievance.household, of_grievance.union, of_grievance.sender)
    assert said == (Origin.GRIEVANCE, household, household.union, grievance.union)
    assert rectify_grievance(grievance, by=reviewer, due_on=clock.today()) == of_grievance
    words = of_grievance.title + of_grievance.wrong + of_grievance.to_do
    assert (grievance.name in words, grievance.text in words, "资金发放" in words) == (False, False, True)
    assert grievance.steps.last().kind == StepKind.SENT


def test_only_what_was_right_and_is_not_being_appealed_is_sent_out(officer, reviewer):
    waiting = assigned(officer, reviewer)
    with pytest.raises(DomainError, match="属实"):
        rectify_grievance(waiting, by=reviewer, due_on=clock.today())
    right = answered(officer, reviewer)
    appeal_grievance(right, text="本月仍未到账。")
    with pytest.raises(DomainError, match="正在复查"):
        rectify_grievance(right, by=reviewer, due_on=clock.today())


def test_a_unit_outside_is_refused(grievance, reviewer):
    with pytest.raises(DomainError) as refusal:
        rectify_grievance(grievance, by=reviewer, due_on=clock.today(), union=union("532525"))
    assert refusal.value.field == "union"


def test_whom_a_grievance_is_about_has_no_part_in_what_comes_of_it(officer, reviewer, second):
    made = answered(officer, reviewer, category=GrievanceCategory.CONDUCT)
    found = rectify_grievance(made, by=reviewer, due_on=clock.today() + MONTH)
    appeal_grievance(made, text="不满意。")
    avoid_person(made, by=reviewer, person=second, reason="被反映人")
    assert [Rectification.objects.visible_to(user).count() for user in (reviewer, second)] == [1, 0]
    with pytest.raises(NotAllowed, match="回避"):
        assign_rectification(found, by=second, owner=officer, verifier=None, due_on=found.due_on)
    with pytest.raises(DomainError):
        assign_rectification(found, by=reviewer, owner=officer, verifier=second, due_on=found.due_on)


def test_it_is_shown_by_a_paper_and_verified_by_another_and_the_grievance_says_so(of_grievance, officer, reviewer):
    done = report_done(of_grievance, by=officer, words="已补发。", papers=[shown()])
    assert verify_rectification(done, by=reviewer).status == RectificationStatus.VERIFIED
    assert of_grievance.grievance.steps.last().kind == StepKind.MENDED
    assert FindingPaper.objects.visible_to(officer).get().finding is None


def test_a_fault_is_mended_once_at_a_time_and_again_when_it_comes_back(of_fault, officer, reviewer, outsider):
    facts = {"by": reviewer, "due_on": clock.today() + MONTH}
    assert (rectify_fault(of_fault.fault, **facts), of_fault.origin) == (of_fault, Origin.FAULT)
    assert of_fault.title.startswith(of_fault.fault.title)
    with pytest.raises(NotAllowed):
        rectify_fault(of_fault.fault, **{**facts, "by": outsider})
    verify_rectification(report_done(of_fault, by=officer, words="已更正。", papers=[shown()]), by=reviewer)
    again = rectify_fault(of_fault.fault, **facts)
    with pytest.raises(InternalError), transaction.atomic():
        Rectification.objects.filter(pk=again.pk).update(fault=None)


def test_what_is_gone_or_waived_is_not_sent_out(household, reviewer):
    gone, waived = fault_of(household, gone_on=clock.today()), fault_of(household, "papers-none")
    with pytest.raises(Conflict):
        rectify_fault(gone, by=reviewer, due_on=clock.today())
    waive_fault(waived, by=reviewer, reason="已核对。", until=clock.today())
    with pytest.raises(DomainError, match="例外"):
        rectify_faults([waived], by=reviewer, due_on=clock.today())


def test_faults_are_ticked_and_sent_out_and_their_list_says_so(as_user, household, officer, reviewer):
    faults = [fault_of(household), fault_of(household, "papers-none", detail="没有附件")]
    client, keys = as_user(officer), [fault.pk for fault in faults]
    assert "列入的问题" in client.post("/quality/faults/rectify/", {"fault": keys}).content.decode()
    facts = {"fault": keys, "due_on": (clock.today() + MONTH).isoformat(), "verifier": reviewer.pk}
    told = client.post("/quality/faults/rectify/", facts, follow=True)
    assert (told.context["count"], Rectification.objects.filter(verifier=reviewer).count()) == ("2", 2)
    assert "整改：待整改" in client.get("/quality/faults/").content.decode()


def test_pages_of_all_origins_open(as_user, of_grievance, of_fault, officer, registrar, household):
    client = as_user(officer)
    for found in (of_grievance, of_fault):
        page = client.get(found.get_absolute_url()).content.decode()
        assert (found.came_of in page, "核查对象" in page) == (True, False)
        assert notice_of(found).opening.endswith("现通知整改。")
    assert len(client.get("/rectifications/?origin=grievance").context["page"]) == 1
    tab = client.get(f"/households/{household.archive_no}/reviews/").content.decode()
    assert [found.get_absolute_url() in tab for found in (of_grievance, of_fault)] == [True, True]
    assert "问题整改：下发整改" in client.get(f"/households/{household.archive_no}/timeline/").content.decode()


def test_a_grievance_found_right_leads_to_its_mending(as_user, grievance, reviewer):
    client, page = as_user(reviewer), f"{grievance.get_absolute_url()}rectify/"
    assert page in client.get(grievance.get_absolute_url()).content.decode()
    states = ("to_send", "sent")
    assert [len(client.get(f"/grievances/?state={state}").context["page"]) for state in states] == [1, 0]
    form = client.get(page).context["form"]
    facts = {**form.initial, "due_on": (clock.today() + MONTH).isoformat()}
    told = client.post(page, facts, follow=True).content.decode()
    assert "已下发整改" in told
    assert client.get(page).headers["Location"] == Rectification.objects.get().get_absolute_url()
    assert [len(client.get(f"/grievances/?state={state}").context["page"]) for state in states] == [0, 1]


def test_the_notice_of_no_household_names_none(as_user, officer, reviewer):
    found = rectify_grievance(answered(officer, reviewer), by=reviewer, due_on=clock.today() + MONTH)
    said = words_of(as_user(officer).get(f"{found.get_absolute_url()}notice/").getvalue())
    assert ("姓名" in said, "资金发放" in said, WHO["name"] in said) == (False, True, False)


def test_whom_it_names_sees_nothing_of_what_comes_of_it_whenever_that_one_came(officer, reviewer):
    made = answered(officer, reviewer, about="依香罕主任")
    out = rectify_grievance(made, by=reviewer, due_on=clock.today() + MONTH)
    since = user_with(Role.OFFICER, "532524", name="依香·罕")
    seen = [Rectification.objects.visible_to(user).filter(pk=out.pk).exists() for user in (officer, since)]
    assert seen == [True, False]
