"""Sharing a sample out with each one's part in sight, and taking interviews in, one or many."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audits.actions.verification.fieldwork import assign_sample, save_answers, submit_interview
from audits.actions.verification.projects import draw_sample
from audits.models import Interview, Verification
from audits.verification.enums import InterviewStatus, ProjectStatus, Round
from organizations.enums import Role
from organizations.models import AccessLog
from tests.support.factories import HouseholdFactory, user_with
from tests.support.races import at_once
from tests.support.verification import SEED, agency, answers_of, assessors, in_the_field, verification

pytestmark = pytest.mark.django_db


def browser(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def to(name: str, found: Verification, *more: int) -> str:
    return reverse(name, args=[found.pk, *more])


@pytest.fixture
def drawn(provincial):
    HouseholdFactory.create_batch(12)
    return draw_sample(verification(provincial, margin="0.2"), by=provincial, seed=SEED)


@pytest.fixture
def running(provincial):
    HouseholdFactory.create_batch(4)
    return in_the_field(provincial, assessors(2), margin="0.35", blind_share="0.5")


def handed_in(found, count=2):
    every = list(found.interviews.filter(round=Round.FIRST).order_by("pk")[:count])
    for one in every:
        submit_interview(one, by=one.assessor, raw=answers_of(one), version=one.version)
    return every


def test_the_preview_is_what_each_gets(drawn, provincial):
    people = assessors(3)
    client, said = (
        browser(provincial),
        {"assessors": [one.pk for one in people], "blind_share": "20", "phone_share": "10"},
    )
    shown = client.get(to("verification_portions", drawn), said).context["portions"]
    client.post(to("verification_assign", drawn), said)
    drawn.refresh_from_db()
    assert (drawn.status, drawn.blind_share) == (ProjectStatus.RUNNING, Decimal("0.2"))
    for portion in shown:
        mine = drawn.interviews.filter(assessor=portion.assessor)
        assert dict(portion.cells) == {str(one.label): mine.filter(round=one).count() for one in Round}


def test_only_assessors_of_the_agency_there_are_offered(drawn, provincial):
    mine = assessors(1)
    assessors(1, code="530100")
    other = user_with(Role.ASSESSOR, "530000")
    type(other).objects.filter(pk=other.pk).update(agency=agency("另一家"))
    form = browser(provincial).get(to("verification_assign", drawn)).context["form"]
    assert list(form.fields["assessors"].queryset) == mine


def test_one_alone_cannot_ask_twice_and_is_told(drawn, provincial):
    (alone,) = assessors(1)
    said = {"assessors": [alone.pk], "blind_share": "5", "phone_share": "0"}
    answer = browser(provincial).post(to("verification_assign", drawn), said)
    assert "至少选两名核查员" in str(answer.context["form"].errors["assessors"])
    assert not drawn.interviews.exists()
    assert browser(provincial).post(to("verification_assign", drawn), said | {"blind_share": "0"}).status_code == 302


def test_a_second_press_shares_out_nothing(drawn, provincial):
    people = assessors(2)
    said = {"assessors": [one.pk for one in people], "blind_share": "0", "phone_share": "0"}
    for _press in range(2):
        browser(provincial).post(to("verification_assign", drawn), said)
    assert drawn.interviews.count() == drawn.sample.count()


@pytest.mark.django_db(transaction=True)
def test_two_who_share_out_at_once_share_out_once(reference):
    by, people = user_with(Role.OFFICER, "530000"), assessors(2)
    HouseholdFactory.create_batch(3)
    found = draw_sample(verification(by), by=by, seed=SEED)
    at_once(*[lambda: assign_sample(found, by=by, assessors=people, blind_share=0, phone_share=0)] * 2)
    assert found.interviews.count() == found.sample.count()


def test_the_ticked_ones_are_agreed_at_once(running, provincial):
    every = handed_in(running)
    client = browser(provincial)
    assert "认可问卷（2 份）" in client.get(running.get_absolute_url()).content.decode()
    client.post(to("interviews_agree", running), {"interview": [one.pk for one in every]})
    assert running.interviews.filter(status=InterviewStatus.AGREED, agreed_by=provincial).count() == 2
    again = client.post(to("interviews_agree", running), {"interview": [every[0].pk]}, follow=True)
    assert "没有认可" in again.content.decode()


def test_one_that_is_not_handed_in_is_not_agreed(running, provincial):
    one = running.interviews.order_by("pk")[0]
    page = browser(provincial).post(to("interviews_agree", running), {"interview": [one.pk]}, follow=True)
    assert "提交以后才能退回或认可" in page.content.decode()


@pytest.mark.parametrize(
    ("reason", "status"), [("收入没有填写。", InterviewStatus.RETURNED), (" ", InterviewStatus.SUBMITTED)]
)
def test_one_goes_back_with_a_reason(running, provincial, reason, status):
    (one,) = handed_in(running, 1)
    browser(provincial).post(to("interview_send_back", running, one.pk), {"reason": reason})
    one.refresh_from_db()
    assert (one.status, one.return_reason) == (status, reason.strip())


def test_the_list_narrows_and_counts_by_assessor(running, provincial):
    handed_in(running)
    client = browser(provincial)
    every = client.get(to("verification_interviews", running)).context
    assert sum(row.total for row in every["people"]) == running.interviews.count()
    found = client.get(to("verification_interviews", running), {"state": "submitted", "round": "first"}).context["page"]
    assert {one.status for one in found} == {InterviewStatus.SUBMITTED}
    who = every["people"][0].key
    shown = client.get(to("verification_interviews", running), {"assessor": who}).context["page"]
    assert {one.assessor.username for one in shown} == {who}


@pytest.mark.parametrize(
    ("role", "code", "status"),
    [(Role.OFFICER, "532524", 403), (Role.REVIEWER, "530000", 200), (Role.ASSESSOR, "530000", 404)],
)
def test_who_reads_the_list(running, role, code, status):
    assert browser(user_with(role, code)).get(to("verification_interviews", running)).status_code == status


@pytest.mark.parametrize("name", ["interviews_agree", "verification_assign"])
def test_who_only_reads_takes_nothing_in(running, name):
    one = handed_in(running, 1)[0]
    answer = browser(user_with(Role.REVIEWER, "530000")).post(to(name, running), {"interview": [one.pk]})
    assert (answer.status_code, Interview.objects.get(pk=one.pk).status) == (403, InterviewStatus.SUBMITTED)


def test_the_list_asks_as_often_for_three_as_for_one(provincial):
    people, client, counts = assessors(1), browser(provincial), []
    for name, more in (("甲", 1), ("乙", 2)):
        HouseholdFactory.create_batch(more)
        found = in_the_field(provincial, people, name=name, blind_share="0", phone_share="0")
        with CaptureQueriesContext(connection) as queries:
            page = client.get(to("verification_interviews", found)).context["page"]
        counts.append((len(page), len(queries)))
    assert counts == [(1, 8), (3, 8)]


def test_one_is_read_beside_the_archive_and_leads_to_the_next(running, provincial):
    first, second = handed_in(running)
    client = browser(provincial)
    page = client.get(to("interview_read", running, first.pk))
    assert (page.context["next"], [part.title for part in page.context["parts"]][0]) == (second, "身份与家庭")
    assert AccessLog.objects.filter(user=provincial, subject=first.sample.unit.key).exists()
    assert first.sample.unit.household.members.workers().get().identity_no not in page.content.decode()
    assert client.post(to("interview_agree", running, first.pk)).url == to("interview_read", running, second.pk)
    assert client.post(to("interview_agree", running, second.pk)).url == to("verification_interviews", running)


def test_one_of_another_verification_is_not_found_here(running, provincial):
    other = verification(provincial, name="另一次")
    one = running.interviews.order_by("pk")[0]
    assert browser(provincial).get(to("interview_read", other, one.pk)).status_code == 404


def test_a_draft_is_read_as_far_as_it_can_be(running, provincial):
    one = running.interviews.filter(round=Round.FIRST).first()
    save_answers(one, by=one.assessor, raw={"met": "yes", "persons": "三", "amount_wages": "1e30"}, version=0)
    save_answers(one, by=one.assessor, raw={"met": "yes", "persons": "2", "amount_wages": "一千"}, version=1)
    response = browser(provincial).get(to("interview_read", running, one.pk))
    rows = {row.label: row.found for part in response.context["parts"] for row in part.rows}
    assert (rows["家庭人口"], "工资性收入" in rows) == ("2 人", False)
