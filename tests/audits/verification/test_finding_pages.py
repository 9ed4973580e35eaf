"""The pages of findings: who sees what and when, two who decide blind, the union that contests, the third."""

import datetime

import pytest

from audits.actions.rectification import open_rectification
from audits.actions.verification.findings import decide_finding
from audits.models import OutsideHousehold, VerificationFinding
from audits.verification.closing import standing_of
from audits.verification.enums import FindingStatus, Outcome, PopulationClass, ProjectStatus, Round
from core import clock
from tests.audits.verification.conftest import POOR, shown
from tests.support.factories import union
from tests.support.verification import assessors, decided, in_the_field, judged, verification

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("found_once")]


def page(found):
    return f"/verification/{found.pk}/findings/"


def finding_of(found, archive):
    return found.findings.get(sample__unit__household=archive)


def test_another_prefecture_finds_nothing(as_user, found, overdue, outsider):
    client = as_user(outsider)
    assert client.get(overdue.get_absolute_url()).status_code == 404
    assert len(client.get(page(found)).context["rows"]) == len(client.get("/findings/").context["rows"]) == 0


def test_the_union_under_check_sees_a_finding_when_it_is_decided(as_user, found, overdue, archives, officer):
    client = as_user(officer)
    assert [one.pk for one, _name, _tick in client.get(page(found)).context["rows"]] == [overdue.pk]
    assert client.get(finding_of(found, archives[0]).get_absolute_url()).status_code == 404


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("", 4),
        ("proposed=correct", 1),
        ("proposed=none", 0),
        ("status=decided", 1),
        ("outcome=overdue", 1),
        ("outcome=wrong", 1),
        ("population_class=exited", 0),
        ("cause=达到退出标准仍在档", 1),
        ("cause=家庭人口", 0),  # proposed, and not yet decided
        ("waiting=mine", 3),
        ("waiting=contest", 0),
        ("union=532524", 4),
    ],
)
def test_the_list_is_narrowed_by_its_address(as_user, found, overdue, judges, query, count):
    response = as_user(judges[0]).get(f"{page(found)}?{query}")
    assert (len(response.context["rows"]), response.context["count"]) == (count, str(count))


def test_the_list_costs_the_same_for_one_and_four(as_user, found, judges, django_assert_num_queries):
    client = as_user(judges[0])
    for query in ("proposed=correct", ""):
        with django_assert_num_queries(9):
            client.get(f"{page(found)}?{query}")


def test_the_archive_stands_beside_what_was_found(as_user, found, archives, judges):
    response = as_user(judges[0]).get(finding_of(found, archives[3]).get_absolute_url())
    rows = {row.label: row for part in response.context["parts"] for row in part.rows}
    assert (rows["家庭人口"].archive, rows["家庭人口"].found, rows["家庭人口"].differs) == ("1 人", "2 人", True)
    assert (rows["工资性收入"].archive, rows["工资性收入"].found) == ("", "6,000.00")


def test_one_after_the_other_is_decided(as_user, found, judges):
    client, url = as_user(judges[0]), found.findings.for_list()[0].get_absolute_url()
    for left in (3, 2, 1, 0):
        finding = VerificationFinding.objects.get(pk=url.rstrip("/").split("/")[-1])
        said = client.post(f"{url}decide/?waiting=mine", {"outcome": finding.proposed})
        assert found.findings.filter(status=FindingStatus.PROPOSED).count() == left
        url = said["Location"].split("?")[0]


def test_the_second_does_not_see_what_the_first_said(as_user, found, archives, judges, third):
    finding = decide_finding(finding_of(found, archives[1]), by=judges[0], outcome=Outcome.CORRECT, words="暗语甲乙丙")
    url = finding.get_absolute_url()
    seen = ["暗语甲乙丙" in as_user(judge).get(url).content.decode() for judge in judges]
    decide_finding(finding, by=judges[1], outcome=Outcome.OVERDUE)
    seen += ["暗语甲乙丙" in as_user(judge).get(url).content.decode() for judge in (judges[1], third)]
    assert seen == [True, False, True, True]


def test_another_outcome_than_proposed_comes_back_without_words(as_user, found, archives, judges):
    finding = finding_of(found, archives[1])
    said = as_user(judges[0]).post(f"{finding.get_absolute_url()}decide/", {"outcome": Outcome.CORRECT})
    assert "与系统建议不同的认定，请写明理由。" in said.content.decode()
    assert said.context["forms"]["decide"]["outcome"].value() == Outcome.CORRECT


def test_many_are_decided_at_once_by_two(as_user, found, archives, judges):
    right, other = finding_of(found, archives[0]), finding_of(found, archives[1])
    for judge in judges:
        as_user(judge).post(f"{page(found)}decide/", {"finding": [right.pk, other.pk]})
    statuses = [VerificationFinding.objects.get(pk=one.pk).status for one in (right, other)]
    assert statuses == [FindingStatus.DECIDED, FindingStatus.PROPOSED]
    again = as_user(judges[0]).post(f"{page(found)}decide/", {"all": "1"}, follow=True)
    assert "没有认定" in again.content.decode()


def test_a_union_contests_with_papers_and_a_third_settles(as_user, overdue, officer, third, judges):
    url = overdue.get_absolute_url()
    facts = {"text": "工资为两年合计。", "papers": [shown("流水.jpg")]}
    for _press in range(2):
        assert as_user(officer).post(f"{url}contest/", {**facts, "papers": [shown("流水.jpg")]}).status_code == 302
    assert "流水" in as_user(third).get(url).content.decode()
    standing = standing_of(overdue.verification)
    assert (standing.contested, standing.decided, standing.proposed, standing.total, standing.open) == (1, 0, 3, 4, 4)
    refused = as_user(judges[0]).post(f"{url}settle/", {"outcome": "correct", "words": "x"})
    assert "未参与认定和申辩的第三人" in refused.content.decode()
    as_user(third).post(f"{url}settle/", {"outcome": "correct", "words": "流水属实。"})
    settled = VerificationFinding.objects.get(pk=overdue.pk)
    assert (settled.status, settled.outcome, settled.papers.count()) == (FindingStatus.SETTLED, Outcome.CORRECT, 1)


def test_after_the_last_day_the_form_is_gone_and_refused(as_user, overdue, officer, later):
    url = overdue.get_absolute_url()
    told = as_user(officer).get(url)
    assert "contest" not in told.context["forms"]
    assert "已于" in as_user(officer).post(f"{url}contest/", {"text": "迟了"}).content.decode()


def test_what_is_ripe_is_sent_out_from_its_page_and_all_at_once(as_user, found, overdue, judges, provincial, later):
    client, facts = as_user(provincial), {"due_on": later.isoformat(), "verifier": ""}
    assert client.get(overdue.get_absolute_url()).context["may_send"] is True
    assert len(client.get(f"/verification/{found.pk}/rectify/").context["rows"]) == 1
    said = client.post(f"{overdue.get_absolute_url()}rectify/", {**facts, "wrong": "甲", "to_do": "乙", "owner": ""})
    assert said["Location"] == overdue.rectification.get_absolute_url()
    again = client.post(f"/verification/{found.pk}/rectify/", facts, follow=True)
    assert "没有可以下发的整改" in again.content.decode()


def test_a_verification_ends_when_nothing_is_open_and_says_what_is(as_user, found, overdue, judges, provincial):
    client, close = as_user(provincial), f"/verification/{found.pk}/close/"
    assert "还有 3 户没有最后结论" in client.get(page(found)).content.decode()
    assert "还有 3 户没有认定完毕" in client.post(close, follow=True).content.decode()
    last = [decided(finding, judges) for finding in found.findings.exclude(pk=overdue.pk)][-1]
    with clock.at(last.contest_until + datetime.timedelta(days=1)):
        client.post(close)
    found.refresh_from_db()
    assert found.status == ProjectStatus.CLOSED


def test_a_household_without_an_archive_is_decided_and_mended_too(as_user, provincial, judges, archives):
    only = {"name": "另一次核查", "classes": [PopulationClass.NOT_FILED]}
    only |= {"starts_on": clock.today(), "ends_on": clock.today()}
    field = verification(provincial, **only)
    facts = {"union": union("532524"), "name": "钱大海", "source": "民政低保边缘名单", "number": "MZ1"}
    OutsideHousehold.objects.create(verification=field, **facts)
    finding = judged(in_the_field(provincial, assessors(2), **only), provincial, said={"MZ1": POOR}).findings.get()
    assert "钱大海" in as_user(judges[0]).get(finding.get_absolute_url()).content.decode()
    until = decided(finding, judges).contest_until
    with clock.at(until + datetime.timedelta(days=1)):
        sent = open_rectification(finding, by=provincial, due_on=clock.today())
        page = as_user(provincial).get(sent.get_absolute_url())
    assert (sent.household, sent.title) == (None, "漏评：钱大海（MZ1）")
    assert [offer.url for offer in page.context["offers"]] == ["/households/new/"]


def test_where_a_second_visit_was_told_something_else_is_said(as_user, provincial, archives, judges, officer):
    field = in_the_field(
        provincial, assessors(2), name="另一次核查", blind_share="1", phone_share="0", allocation="census"
    )
    found = judged(field, provincial)
    second = found.interviews.filter(round=Round.BLIND).first()
    second.answers |= {"persons": "3"}
    second.save(update_fields=["answers"])
    finding = found.findings.get(sample=second.sample_id)
    context = as_user(judges[0]).get(finding.get_absolute_url()).context
    assert [(line.question.code, line.one, line.other) for line in context["apart"]] == [("persons", "1", "3")]
    decided(finding, judges)
    assert as_user(officer).get(finding.get_absolute_url()).context["interviews"] == []
