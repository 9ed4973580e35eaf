"""Reviews by the API: listed, shown, passed, returned and refused by the acts of the page."""

import pytest

from organizations.enums import AccessVerb
from organizations.models import AccessLog
from reviews.enums import ReviewStatus
from reviews.models import Record, Review
from tests.support.api import Program, errors_of, problem_of
from tests.support.reviews import begin, bring_to

pytestmark = pytest.mark.django_db

PATH = "/api/v1/reviews/"
ACTS = ["pass", "refuse", "return"]


@pytest.fixture
def decided(review, staff):
    """The review at its first decision."""
    steps = review.procedure.steps.filter(kind="decide").order_by("number")
    return bring_to(review, staff, steps[0].number)


@pytest.fixture
def where(decided):
    return f"{PATH}{decided.pk}/"


@pytest.fixture
def decider(decided, staff):
    return Program(staff.again(staff.at(decided)))


def first_of(review):
    return review.procedure.steps.get(number=1)


def test_an_outsider_finds_nothing(staff, decided, where, decider):
    stranger, seen = Program(staff.outsider), decider.get(where)["ETag"]
    assert problem_of(stranger.get(where))[0] == 404
    assert stranger.get(PATH).json() == {"next": None, "results": []}
    assert stranger.get(PATH, {"q": decided.subject_ref}).json()["results"] == []
    assert [problem_of(stranger.act(where, act, {}, seen=seen))[0] for act in ACTS] == [404] * 3
    assert Record.objects.filter(step=decided.step).count() == 0


def test_a_review_is_read_with_its_course(decider, decided, where):
    said = decider.get(where).json()
    assert (said["number"], said["subject_name"], said["union"]) == (decided.number, "入档", "532524-901")
    assert (said["step"]["id"], said["acts"]) == (decided.step_id, ["pass", "return", "refuse"])
    assert [record["step_name"] for record in said["records"]][0] == first_of(decided).name
    assert [step["number"] for step in said["steps"]] == list(range(1, len(said["steps"]) + 1))
    assert said["content"][0] == {
        "heading": "家庭",
        "rows": [{"label": "家庭人口", "value": "3"}, {"label": "主要致困原因", "value": "患重特大疾病"}],
    }
    assert AccessLog.objects.filter(verb=AccessVerb.VIEW, subject=decided.number).exists()


def test_a_step_is_passed_as_on_the_page(decider, decided, where):
    seen = decider.get(where)["ETag"]
    answers = [decider.act(where, "pass", {"opinion": "情况属实"}, seen=seen, key="one") for _time in range(2)]
    record = Record.objects.get(step=decided.step)
    assert [answer.status_code for answer in answers] == [200, 200]
    assert (record.opinion, record.by, answers[1].content) == ("情况属实", decider.token.user, answers[0].content)
    assert answers[0].json()["step"]["id"] != decided.step_id


def test_a_review_is_returned_with_a_reason(decider, decided, where):
    facts = {"to_step": first_of(decided).pk, "reason": "请附收入证明"}
    assert errors_of(decider.act(where, "return", {"to_step": facts["to_step"]})) == {"#/reason": "请填写退回原因。"}
    assert list(errors_of(decider.act(where, "return", facts | {"to_step": decided.step_id}))) == ["#/to_step"]
    said = decider.act(where, "return", facts).json()
    assert (said["status"], said["records"][-1]["opinion"]) == ("returned", "请附收入证明")


def test_a_review_is_refused_with_a_reason(decider, decided, where):
    assert errors_of(decider.act(where, "refuse", {})) == {"#/opinion": "请填写不同意的理由。"}
    assert decider.act(where, "refuse", {"opinion": "收入超标"}).json()["status"] == "refused"
    assert Review.objects.get(pk=decided.pk).status == ReviewStatus.REFUSED
    assert decider.get(where).json()["acts"] == []


def test_what_was_decided_meanwhile_is_not_decided_again(decider, decided, where):
    seen = decider.get(where)["ETag"]
    decider.act(where, "pass", {})
    assert problem_of(decider.act(where, "refuse", {"opinion": "收入超标"}, seen=seen))[0] == 412
    assert problem_of(decider.send(f"{where}pass/", {}))[0] == 428


def test_whose_turn_it_is_not_decides_nothing(staff, decided, where):
    reader = Program(staff.prefecture_registrar)
    assert reader.get(where).json()["acts"] == []
    assert [problem_of(reader.act(where, act, {"opinion": "同意"}))[0] for act in ACTS] == [403] * 3
    assert not Record.objects.filter(step=decided.step).exists()


def test_nobody_decides_twice(staff, decided, where, decider):
    decider.act(where, "pass", {})
    assert problem_of(decider.act(where, "pass", {}))[0] == 403


def test_the_list_is_narrowed_and_logged(staff, decided, decider):
    other = begin(staff, "532524202600002", "钱小梅")
    for query, count in [
        ({}, 2), ({"q": "532524202600002"}, 1), ({"q": "钱"}, 1), ({"subject": "entry"}, 2), ({"subject": "exit"}, 0),
        ({"kind": "decide"}, 1), ({"status": "open"}, 2), ({"status": "passed"}, 0), ({"late": "yes"}, 0),
        ({"waiting": "yes"}, 1), ({"union": "532524-901"}, 2),
    ]:  # fmt: skip
        assert len(decider.get(PATH, query).json()["results"]) == count, query
    assert list(errors_of(decider.get(PATH, {"waiting": "perhaps"}))) == ["waiting"]
    assert AccessLog.objects.filter(verb=AccessVerb.EXPORT, subject=other.number).exists()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_few_queries(staff, rows, django_assert_num_queries):
    for number in range(rows):
        begin(staff, f"53252420260000{number}")
    program = Program(staff.prefecture_registrar)
    with django_assert_num_queries(7):
        program.get(PATH)
