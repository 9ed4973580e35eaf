"""The API of verifications, faults, grievances and scores: what the pages tell, to whom they tell it."""

import datetime

import pytest

from audits.models import Verification, VerificationFinding
from audits.verification.enums import ProjectStatus
from core import clock
from organizations.enums import Role
from tests.support.api import Program, errors_of, problem_of
from tests.support.factories import HouseholdFactory, user_with
from tests.support.faults import fault_of
from tests.support.grievances import complained
from tests.support.scores import card_of, closed, opened

pytestmark = pytest.mark.django_db

FINDINGS, FAULTS, COUNTS = "/api/v1/findings/", "/api/v1/faults/", "/api/v1/grievances/counts/"
CARDS = "/api/v1/scores/"


def rates(rated) -> str:
    return f"/api/v1/verifications/{rated.pk}/rates/"


def test_rates_are_those_of_the_page(rated, provincial, as_user):
    said = Program(provincial).get(rates(rated), {"union": "532500"}).json()
    page = as_user(provincial).get(f"/verification/{rated.pk}/results/?union=532500").context
    for mine, line in zip(said["total"], page["total"].lines, strict=True):
        shown = None if line.rate is None else (round(line.rate.share, 6), round(line.rate.high, 6))
        assert (mine["rate"], mine["verdict"]) == (line.kind.code, line.verdict)
        assert shown == (None if mine["share"] is None else (mine["share"], mine["high"]))
    places = [f"union={row['union']}" + ("&own=1" if row["own"] else "") for row in said["places"]]
    assert places == [row.query for row in page["rows"]]
    assert (said["judged"], len(said["classes"])) == (page["judged"], len(page["classes"]))


def test_who_is_under_check_reads_rates_at_the_end_without_what_few_answered(rated, outsider):
    program = Program(outsider)
    assert problem_of(program.get(rates(rated)))[0] == 403
    Verification.objects.update(status=ProjectStatus.CLOSED)
    said = program.get(rates(rated)).json()
    lines = {line["rate"]: (line["share"], line["verdict"]) for line in said["total"]}
    assert (said["union"], lines["satisfaction"]) == ("530100", (None, "withheld"))
    assert problem_of(program.get(rates(rated), {"union": "532524"}))[0] == 404


def test_findings_are_read_by_whom_they_are_about_once_decided(rated, provincial, outsider):
    whole = Program(provincial).get(FINDINGS, {"verification": rated.pk}).json()["results"]
    mine = Program(outsider).get(FINDINGS, {"page_size": 200}).json()["results"]
    assert len(whole) == VerificationFinding.objects.count()
    assert {row["union"] for row in mine} == {"530100"}
    wrong = Program(provincial).get(FINDINGS, {"wrong": "yes", "union": "532500"}).json()["results"]
    assert [row["id"] for row in wrong] == [r["id"] for r in whole if r["is_wrong"] and r["union"].startswith("5325")]
    assert {"answers", "facts", "identity_no"}.isdisjoint(whole[0])
    assert list(errors_of(Program(outsider).get(FINDINGS, {"union": "532524"}))) == ["union"]


def test_faults_that_stand_are_read_unless_another_state_is_asked(officer, outsider, cadre, household):
    fault = fault_of(household)
    fault_of(HouseholdFactory(), "papers-none", gone_on=clock.today())
    fault_of(household, "worker-none", waived_until=clock.today() + datetime.timedelta(days=9))
    (row,) = Program(officer).get(FAULTS).json()["results"]
    assert (row["id"], row["archive"], row["rule"]) == (fault.pk, household.archive_no, "card-shape")
    assert Program(cadre).get(FAULTS).json()["results"] == [row]
    states = [Program(officer).get(FAULTS, {"state": state}).json()["results"] for state in ("waived", "gone")]
    assert [[row["rule"] for row in rows] for rows in states] == [["worker-none"], ["papers-none"]]
    assert Program(outsider).get(FAULTS).json()["results"] == []


def test_grievances_are_counted_as_far_as_they_may_be_seen(officer, outsider):
    complained()
    complained(is_anonymous=True)
    said = Program(officer).get(COUNTS).json()
    assert (said["total"]["counts"]["all"], said["total"]["days"]) == (2, None)
    assert [(row["label"], row["counts"]["received"]) for row in said["categories"]] == [("资金发放", 2)]
    assert Program(outsider).get(COUNTS).json()["total"] is None
    assert list(errors_of(Program(officer).get(COUNTS, {"year": "12"}))) == ["year"]


def test_places_of_scores_are_told_when_they_are_published(officer, outsider):
    by = user_with(Role.OFFICER, "532500", username="keeper", name="州经办")
    checker = user_with(Role.APPROVER, "532500", username="checker", name="州审批")
    found = opened(by)
    path = f"{CARDS}{card_of(found).pk}/"
    before = Program(officer).get(path).json()
    closed(found, by, checker, {"532524": "38"})
    after = Program(officer).get(path).json()
    assert (before["place"], after["place"], after["near_place"]) == (None, 1, 1)
    assert {mark["checked_score"] for mark in before["marks"]} == {None}
    assert "38.00" in {mark["checked_score"] for mark in after["marks"]}
    assert [row["union"] for row in Program(officer).get(CARDS).json()["results"]] == ["532524"]
    assert problem_of(Program(outsider).get(path))[0] == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_the_lists_cost_few_queries(officer, rows, django_assert_num_queries):
    program = Program(officer)
    for _row in range(rows):
        fault_of(HouseholdFactory())
    program.get(FAULTS)
    with django_assert_num_queries(5):
        program.get(FAULTS)
