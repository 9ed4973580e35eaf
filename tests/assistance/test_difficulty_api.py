"""Difficulties by the API: listed, shown, recorded by the form and the action of the page."""

import datetime

import pytest

from core import clock
from households.models import Difficulty
from organizations.enums import AccessVerb, Role
from organizations.models import AccessLog
from tests.support.api import Program, errors_of, problem_of
from tests.support.factories import DifficultyFactory, HouseholdFactory, union, user_with

pytestmark = pytest.mark.django_db

PATH = "/api/v1/difficulties/"


@pytest.fixture
def program(officer):
    return Program(officer)


def facts(household, **more):
    """Return what records a difficulty."""
    told = {"need": "medical", "description": "医药费自付部分高", "found_on": "2026-01-05"}
    return {"archive": household.archive_no, **told, **more}


def test_an_outsider_finds_nothing(outsider, difficulty, household):
    stranger = Program(outsider)
    assert problem_of(stranger.get(f"{PATH}{difficulty.pk}/"))[0] == 404
    assert stranger.get(PATH).json() == {"next": None, "results": []}
    assert stranger.get(PATH, {"archive": household.archive_no}).json()["results"] == []
    assert problem_of(stranger.send(PATH, facts(household)))[0] == 404
    assert Difficulty.objects.count() == 1


def test_a_difficulty_is_recorded_as_on_the_page(program, household, officer):
    answer = program.send(PATH, facts(household, advice="协助报销"))
    made = Difficulty.objects.get()
    said = answer.json()
    assert (answer.status_code, answer["Location"]) == (201, f"{PATH}{made.pk}/")
    assert (made.created_by, made.number, made.found_on) == (officer, 1, datetime.date(2026, 1, 5))
    assert (said["archive"], said["need_name"], said["advice"]) == (household.archive_no, "医疗", "协助报销")
    assert (said["is_open"], program.get(answer["Location"]).json()) == (True, said)


def test_sent_again_it_is_the_same_difficulty(program, household):
    answers = [program.send(PATH, facts(household), key=key) for key in ("one", "one", "two")]
    assert [answer.status_code for answer in answers] == [201, 201, 201]
    assert Difficulty.objects.count() == 1


def test_what_is_wrong_is_said_in_the_words_of_the_page(program, household):
    late = clock.today() + datetime.timedelta(days=1)
    assert errors_of(program.send(PATH, facts(household, found_on=f"{late}"))) == {
        "#/found_on": "发现日期不能晚于今天。"
    }
    assert errors_of(program.send(PATH, facts(household, description=""))) == {"#/description": "请填写问题描述。"}
    assert list(errors_of(program.send(PATH, facts(household, number=3)))) == ["#/number"]
    assert not Difficulty.objects.exists()


def test_a_cadre_records_for_the_own_household_alone(cadre, household):
    assert Program(cadre).send(PATH, facts(household)).status_code == 201
    assert problem_of(Program(cadre).send(PATH, facts(HouseholdFactory())))[0] == 404


def test_who_only_reads_records_nothing(registrar, household):
    assert problem_of(Program(registrar).send(PATH, facts(household)))[0] == 403
    assert not Difficulty.objects.exists()


def test_a_closed_archive_takes_no_more(program, closed):
    assert problem_of(program.send(PATH, facts(closed)))[0] == 403


def test_the_token_needs_the_scope(officer, household):
    assert problem_of(Program(officer, "difficulties:read").send(PATH, facts(household)))[0] == 403
    assert problem_of(Program(officer, "visits:read").get(PATH))[0] == 403


def test_the_list_is_narrowed_and_logged(program, household):
    other = DifficultyFactory(need="housing", found_on=datetime.date(2026, 3, 1)).household
    DifficultyFactory(household=household, closed_on=clock.today(), closed_reason="已报销")
    for query, count in [
        ({}, 2), ({"archive": household.archive_no}, 1), ({"need": "housing"}, 1), ({"open": "yes"}, 1),
        ({"open": "no"}, 1), ({"since": "2026-02-01"}, 1), ({"until": "2026-02-01"}, 1), ({"union": "532524"}, 2),
    ]:  # fmt: skip
        assert len(program.get(PATH, query).json()["results"]) == count
    assert list(errors_of(program.get(PATH, {"need": "luxury"}))) == ["need"]
    assert AccessLog.objects.filter(verb=AccessVerb.EXPORT, subject=other.archive_no).exists()


def test_a_county_sees_its_own(provincial):
    DifficultyFactory(household=HouseholdFactory(union=union("530100")))
    assert len(Program(provincial).get(PATH).json()["results"]) == 1
    assert Program(user_with(Role.REVIEWER, "532524")).get(PATH).json()["results"] == []


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_few_queries(program, rows, django_assert_num_queries):
    DifficultyFactory.create_batch(rows)
    with django_assert_num_queries(6):
        program.get(PATH)
