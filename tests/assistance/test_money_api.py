"""Payments and aid received by the API: read in the scope, account numbers masked."""

import pytest

from core import clock
from organizations.enums import AccessVerb, Role
from organizations.models import AccessLog
from tests.support.api import Program, errors_of, problem_of
from tests.support.batches import CARD, LineFactory
from tests.support.factories import AidRecordFactory, HouseholdFactory, union, user_with

pytestmark = pytest.mark.django_db

PATHS = ["/api/v1/payments/", "/api/v1/aid/"]
FACTORIES = {"/api/v1/payments/": LineFactory, "/api/v1/aid/": AidRecordFactory}
BOTH = pytest.mark.parametrize("path", PATHS)


@pytest.fixture
def program(officer):
    return Program(officer)


@BOTH
def test_an_outsider_finds_nothing(outsider, path, household):
    row = FACTORIES[path](household=household)
    stranger = Program(outsider)
    assert problem_of(stranger.get(f"{path}{row.pk}/"))[0] == 404
    assert stranger.get(path).json() == {"next": None, "results": []}
    assert stranger.get(path, {"archive": household.archive_no}).json()["results"] == []


@BOTH
def test_it_is_read_and_never_written(program, path):
    row = FACTORIES[path]()
    [listed] = program.get(path).json()["results"]
    assert program.get(f"{path}{row.pk}/").json() == listed
    assert (listed["archive"], listed["amount"]) == (row.household.archive_no, f"{row.amount}.00")
    assert [problem_of(program.send(where))[0] for where in (path, f"{path}{row.pk}/")] == [405, 405]


def test_no_account_number_is_told_in_full(program):
    row = LineFactory()
    told = program.get(f"/api/v1/payments/{row.pk}/")
    assert CARD not in program.get("/api/v1/payments/").content.decode() + told.content.decode()
    assert (told.json()["card_no"][-4:], told.json()["card_no"][:4]) == (CARD[-4:], "****")


def test_payments_are_for_people_of_unions(cadre, household):
    LineFactory(household=household)
    assert problem_of(Program(cadre).get("/api/v1/payments/"))[0] == 403
    AidRecordFactory(household=household)
    assert len(Program(cadre).get("/api/v1/aid/").json()["results"]) == 1


@BOTH
def test_a_county_sees_its_own(path, provincial):
    FACTORIES[path](household=HouseholdFactory(union=union("530100")))
    assert len(Program(provincial).get(path).json()["results"]) == 1
    assert Program(user_with(Role.REVIEWER, "532524")).get(path).json()["results"] == []


def test_the_list_of_payments_is_narrowed_and_logged(program):
    row, _other = LineFactory(), LineFactory()
    for query, count in [
        ({}, 2), ({"archive": row.household.archive_no}, 1), ({"status": "proposed"}, 2), ({"status": "paid"}, 0),
        ({"batch": row.batch.number}, 1), ({"item": row.batch.item.code}, 1), ({"year": clock.today().year}, 2),
        ({"since": "2026-01-01"}, 0), ({"until": "2026-01-01"}, 0), ({"union": "532524"}, 2),
    ]:  # fmt: skip
        assert len(program.get("/api/v1/payments/", query).json()["results"]) == count
    assert list(errors_of(program.get("/api/v1/payments/", {"year": "12"}))) == ["year"]
    assert AccessLog.objects.filter(verb=AccessVerb.EXPORT, subject=row.household.archive_no).exists()


def test_the_list_of_aid_is_narrowed(program):
    row = AidRecordFactory()
    AidRecordFactory(year=2020, project="medical", department="medical_insurance", source="department", kind="policy")
    for query, count in [
        ({}, 2), ({"archive": row.household.archive_no}, 1), ({"year": 2020}, 1), ({"project": "medical"}, 1),
        ({"kind": "policy"}, 1), ({"source": "union"}, 1), ({"department": "union"}, 1), ({"union": "532524"}, 2),
    ]:  # fmt: skip
        assert len(program.get("/api/v1/aid/", query).json()["results"]) == count


@BOTH
@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_few_queries(program, path, rows, django_assert_num_queries):
    FACTORIES[path].create_batch(rows)
    with django_assert_num_queries(6):
        program.get(path)
