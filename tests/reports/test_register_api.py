"""Registers by the API: what there is, and the rows of each as its page has them."""

from urllib.parse import urlencode

import pytest

from organizations.enums import AccessVerb
from organizations.models import AccessLog
from reports.api.places import cursor_of
from reports.catalogue import KINDS
from reports.catalogue.query import Entry, Query
from tests.support.api import Program, errors_of, problem_of
from tests.support.factories import HouseholdFactory, MemberFactory, union

pytestmark = pytest.mark.django_db

PATH = "/api/v1/registers/"
ROSTER = f"{PATH}roster/"


@pytest.fixture
def program(officer):
    return Program(officer)


def archives(program, **query):
    return [row["archive"] for row in program.get(ROSTER, query).json()["results"]]


@pytest.mark.parametrize("kind", list(KINDS))
def test_an_outsider_reads_nothing_of_another_county(outsider, household, kind):
    stranger = Program(outsider)
    answer = stranger.get(f"{PATH}{kind}/")
    assert answer.status_code == 200
    assert household.archive_no not in answer.content.decode()
    assert list(errors_of(stranger.get(f"{PATH}{kind}/", {"union": "532524"}))) == ["union"]


def test_the_catalogue_says_what_may_be_asked(program, cadre):
    said = {row["name"]: row for row in program.get(PATH).json()["results"]}
    roster = said["roster"]
    assert list(said) == list(KINDS)
    assert [field["key"] for field in roster["fields"]] == [field.key for field in KINDS["roster"].fields]
    narrowing = {one["name"]: one["choices"] for one in roster["filters"]}
    assert {"key": "national", "label": "全国级"} in narrowing["level"]
    assert problem_of(Program(cadre).get(PATH))[0] == 403


def test_the_rows_are_those_of_the_page_and_logged(program, household):
    said = program.get(ROSTER, {"fields": "no,archive_no,name"}).json()
    cells = {"no": 1, "archive_no": household.archive_no, "name": "赵小兰"}
    assert said["results"] == [{"archive": household.archive_no, "group": "", "cells": cells}]
    assert (said["union"], said["page"], said["has_next"], said["left_out"]) == ("532524", 1, False, [])
    assert AccessLog.objects.filter(verb=AccessVerb.EXPORT, subject=household.archive_no).exists()


def test_pages_hold_each_row_once(program):
    numbers = {HouseholdFactory().archive_no for _row in range(5)}
    pages = [archives(program, page=page, page_size=2) for page in (1, 2, 3, 4)]
    assert [len(page) for page in pages] == [2, 2, 1, 0]
    assert {number for page in pages for number in page} == numbers


def test_numbers_are_masked_unless_they_may_be_told(program, officer, registrar, household):
    whole = household.members.workers().get().identity_no
    asked = {"fields": "archive_no,identity_no", "in_full": "1"}
    masked = program.get(ROSTER, {"fields": "archive_no,identity_no"}).content.decode()
    assert whole not in masked
    assert whole in program.get(ROSTER, asked).content.decode()
    assert AccessLog.objects.filter(verb=AccessVerb.REVEAL, subject=household.archive_no).exists()
    assert problem_of(Program(officer, "registers:read").get(ROSTER, asked))[0] == 403


@pytest.mark.parametrize(
    ("asked", "named"),
    [
        ({"fields": "shoe_size"}, "fields"), ({"order": "luck"}, "order"), ({"as_of": "yesterday"}, "as_of"),
        ({"as_of": "2099-01-01"}, "as_of"), ({"page": "0"}, "page"), ({"page_size": "1000"}, "page_size"),
        ({"colour": "red"}, "colour"), ({"cursor": "W10"}, "cursor"),
        ({"cursor": "here"}, "cursor"), ({"page": "401"}, "page"), ({"page": "101", "page_size": "200"}, "page"),
    ],
)  # fmt: skip
def test_what_cannot_be_asked_is_named(program, asked, named):
    assert list(errors_of(program.get(ROSTER, asked))) == [named]


def test_no_register_of_that_name(program):
    assert problem_of(program.get(f"{PATH}diary/"))[0] == 404


@pytest.mark.parametrize("asked", [{}, {"order": "income"}, {"group": "level", "order": "name"}])
def test_the_next_pages_are_read_to_the_end(program, asked):
    numbers = [HouseholdFactory().archive_no for _row in range(5)]
    page, found = f"{ROSTER}?{urlencode(asked | {'page_size': 2, 'page': 1})}", []
    while page:
        said = program.get(page.removeprefix("http://testserver")).json()
        found += [(row["cells"]["no"], row["archive"]) for row in said["results"]]
        page = said["next"]
    assert [place for place, _number in found] == [1, 2, 3, 4, 5]
    assert sorted(number for _place, number in found) == numbers


def test_a_cursor_goes_with_the_register_that_it_is_of(program):
    cursor = cursor_of(Query.of(KINDS["roster"], program.token.user, {}), [Entry((), "", "", ("\0", None))])
    assert list(errors_of(program.get(ROSTER, {"cursor": cursor, "order": "name"}))) == ["cursor"]
    assert list(errors_of(program.get(ROSTER, {"cursor": cursor, "page": "2"}))) == ["page"]
    assert problem_of(program.get(ROSTER, {"cursor": cursor}))[0] == 400


@pytest.mark.parametrize("rows", [1, 3])
def test_the_rows_cost_few_queries(program, rows, django_assert_max_num_queries):
    for _row in range(rows):
        MemberFactory(household=HouseholdFactory(union=union("532524")))
    with django_assert_max_num_queries(14):
        program.get(ROSTER, {"page_size": 1})
