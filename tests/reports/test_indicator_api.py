"""Indicators by the API: how they are counted, and the figures of a union and day."""

import pytest

from reports.indicators.definitions import ALL
from tests.support.api import Program, errors_of, problem_of
from tests.support.factories import HouseholdFactory, union

pytestmark = pytest.mark.django_db

PATH = "/api/v1/indicators/"
VALUES = f"{PATH}values/"


def test_an_outsider_is_told_nothing_of_another_county(outsider, officer, household):
    stranger = Program(outsider)
    assert problem_of(stranger.get(VALUES, {"union": "532524"}))[0] == 404
    assert stranger.get(VALUES).json()["total"]["values"]["care"] == 0
    assert '"care":1,' in Program(officer).get(VALUES).content.decode()


def test_who_only_has_households_is_not_told(cadre):
    assert [problem_of(Program(cadre).get(path))[0] for path in (PATH, VALUES)] == [403, 403]


def test_every_indicator_is_explained_and_has_its_figure(officer):
    told = Program(officer).get(PATH).json()["results"]
    figures = Program(officer).get(VALUES).json()["total"]["values"]
    assert [one["code"] for one in told] == [one.code for one in ALL] == list(figures)
    assert all(one["name"] and one["unit"] and one["formula"] for one in told)


def test_figures_are_told_of_the_union_and_of_those_below(provincial, household):
    HouseholdFactory(union=union("530100"))
    said = Program(provincial).get(VALUES, {"since": "2026-01-01"}).json()
    below = {place["union"]: place["values"]["care"] for place in said["places"]}
    assert (said["total"]["union"], said["total"]["values"]["care"]) == ("530000", 2)
    assert (said["since"], below["532500"], below["530100"]) == ("2026-01-01", 1, 1)


def test_what_cannot_be_asked_is_named(officer):
    program = Program(officer)
    assert list(errors_of(program.get(VALUES, {"day": "2099-01-01"}))) == ["day"]
    assert list(errors_of(program.get(VALUES, {"since": "yesterday"}))) == ["since"]
    assert list(errors_of(program.get(VALUES, {"month": "1"}))) == ["month"]


def test_the_figures_cost_few_queries(officer, household, django_assert_max_num_queries):
    program = Program(officer)
    with django_assert_max_num_queries(14):
        program.get(VALUES)
