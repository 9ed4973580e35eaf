"""Asking how an application stands: the state in words, and nothing else of the archive."""

import pytest

from households.actions.applications import issue_query_code
from households.enums import Status
from households.standing import TELLERS, WORDS, application_status, tells_standing
from tests.support.factories import HouseholdFactory

pytestmark = pytest.mark.django_db
WRONG = "档案编号或查询码不正确，请核对。"
LIMIT = 10


@pytest.fixture
def ask(stranger):
    return lambda number, code: stranger.post("/apply/status/", {"archive_no": number, "code": code})


@pytest.mark.parametrize("status", Status)
def test_every_status_has_words(status, ask):
    household = HouseholdFactory(status=status)
    page = ask(household.archive_no, issue_query_code(household))
    assert page.context["standing"] == WORDS[status]


def test_nothing_else_is_told(household, ask):
    page = ask(household.archive_no, issue_query_code(household)).content.decode()
    person = household.members.get()
    told = (person.name, person.identity_no, person.phone, household.address, household.union.name, "疾病", "深度困难")
    assert not [secret for secret in told if secret in page]


def test_the_code_may_be_typed_in_small_letters_without_dashes(household, ask):
    code = issue_query_code(household).replace("-", "").lower()
    assert ask(f" {household.archive_no} ", f" {code} ").context["standing"]


def test_every_wrong_pair_is_told_in_one_way(household, ask):
    other = HouseholdFactory()
    code = issue_query_code(household)
    issue_query_code(other)
    pairs = [
        (household.archive_no, "WRNG-CODE"),
        (other.archive_no, code),
        ("532524209999999", code),
        ("x", code),
        ("'--", code),
        (household.archive_no, "\x00'"),
    ]
    for number, typed in pairs:
        page = ask(number, typed)
        assert page.context["standing"] is None
        assert page.context["form"].non_field_errors() in ([WRONG], [])


def test_after_some_guesses_the_right_code_waits_too(household, ask):
    code = issue_query_code(household)
    for _try in range(LIMIT):
        ask(household.archive_no, "WRNG-CODE")
    page = ask(household.archive_no, code)
    assert page.context["standing"] is None
    assert "15 分钟后再试" in page.content.decode()


def test_asking_rightly_is_never_too_often(household, ask):
    code = issue_query_code(household)
    assert all(ask(household.archive_no, code).context["standing"] for _time in range(LIMIT * 4))


@pytest.mark.parametrize("right", [True, False])
def test_right_and_wrong_cost_the_same_questions_until_the_comparison(
    household, ask, right, django_assert_max_num_queries
):
    code = issue_query_code(household)
    with django_assert_max_num_queries(6):
        ask(household.archive_no if right else "532524209999999", code)


def test_what_knows_better_speaks_first(household):
    told = tells_standing(lambda household: "审核中：县级公示")
    try:
        assert application_status(household) == "审核中：县级公示"
    finally:
        TELLERS.remove(told)


def test_a_teller_that_knows_nothing_leaves_it_to_the_status(household):
    told = tells_standing(lambda household: "")
    try:
        assert application_status(household) == WORDS[Status.ON_FILE]
    finally:
        TELLERS.remove(told)
