"""The feed of changes: what is told, to whom, and that nothing is ever left out."""

import datetime
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Event

import pytest
from django.db import InternalError, connection, transaction

from core import clock
from households.actions.archives import edit_archive
from households.actions.people import add_member, remove_member
from households.feedreading import forget_old_changes, read_changes
from households.models import ChangeFeed, Household, IncomeLine, IncomeSurvey
from households.summaries import refresh_summary
from tests.support.api import Program, errors_of, problem_of
from tests.support.factories import HouseholdFactory, MemberFactory, union
from tests.support.races import PATIENCE, on_own_connection

PATH = "/api/v1/changes/"
PERIOD = {"period_start": "2025-01-01", "period_end": "2025-12-31"}


def told(program, since, **query):
    """Return what is told since a place, and where to read on."""
    said = program.get(PATH, {"since": since, **query}).json()
    return [(row["resource"], row["key"], row["kind"]) for row in said["results"]], said["cursor"]


def now(program):
    return told(program, "latest")[1]


@pytest.mark.django_db
def test_what_a_new_archive_and_a_visit_are_told_as(officer, household):
    program = Program(officer)
    facts = {
        "archive": household.archive_no,
        "on": "2026-01-05",
        "method": "home",
        "met": "worker",
        "situation": "好。",
    }
    visit = program.send("/api/v1/visits/", facts).json()["id"]
    rows, place = told(program, "0")
    # One transaction holds the whole test: the archive is told once, as new.
    assert rows == [("archives", household.archive_no, "created"), ("visits", str(visit), "created")]
    said = program.get(PATH, {"since": "0"}).json()["results"]
    assert [row["href"] for row in said] == [f"/api/v1/archives/{household.archive_no}/", f"/api/v1/visits/{visit}/"]
    assert told(program, place) == ([], place)
    assert told(program, "0", resource="visits")[0] == rows[1:]


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("reference")
def test_each_transaction_tells_a_thing_once(officer, household):
    program = Program(officer)
    place = now(program)
    edit_archive(household, by=officer, facts={"persons": 3, "address": "建中路8号"})
    with transaction.atomic():
        member = add_member(household, by=officer, facts={"relation": "son", "name": "赵一鸣"})
        edit_archive(household, by=officer, facts={"persons": 2})
    remove_member(member, by=officer)
    survey = IncomeSurvey.objects.create(household=household, persons=2, per_head=500, **PERIOD)
    line = IncomeLine.objects.create(survey=survey, kind="wages", amount=12000)
    line.delete()
    survey.delete()
    rows, after = told(program, place)
    assert rows == [("archives", household.archive_no, "changed")] * 7
    refresh_summary(household)
    Household.objects.filter(pk=household.pk).update(clear_mask=1, persons=2)
    assert told(program, after)[0] == []


@contextmanager
def writing(household, by):
    """Have another transaction write while what is inside runs, and end after it."""
    wrote, may_end = Event(), Event()

    def write():
        with transaction.atomic():
            edit_archive(household, by=by, facts={"persons": 2})
            wrote.set()
            assert may_end.wait(PATIENCE)

    with ThreadPoolExecutor(1) as pool:
        running = pool.submit(on_own_connection, write, raises=True)
        assert wrote.wait(PATIENCE)
        yield
        may_end.set()
        running.result(timeout=PATIENCE)


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("reference")
def test_who_began_first_and_ended_last_is_not_left_out(officer):
    first, second = HouseholdFactory(), HouseholdFactory()
    program = Program(officer)
    start = now(program)
    with writing(first, officer):
        edit_archive(second, by=officer, facts={"persons": 2})
        meanwhile, place = told(program, start)
    afterwards, _place = told(program, place)
    # The second ended first and yet waits: told now, a reader would go on behind it and never see the first.
    assert (meanwhile, place) == ([], start)
    assert [key for _resource, key, _kind in afterwards] == [first.archive_no, second.archive_no]


def test_a_transaction_of_another_database_of_the_server_holds_nothing_back(reference, officer):
    household, program = HouseholdFactory(), Program(officer)
    elsewhere = connection.Database.connect(**connection.get_connection_params() | {"dbname": "postgres"})
    elsewhere.cursor().execute("SELECT pg_current_xact_id()")
    try:
        start = now(program)
        edit_archive(household, by=officer, facts={"persons": 2})
        assert told(program, start)[0] == [("archives", household.archive_no, "changed")]
    finally:
        elsewhere.close()


@pytest.mark.django_db
def test_rows_of_a_server_that_was_restored_are_read_as_well(officer, household):
    read_changes(officer, None, size=1)
    facts = {"resource": "visits", "key": 1, "household": household, "kind": "created", "at": household.created_at}
    ChangeFeed.objects.create(transaction=2**62, **facts)
    assert told(Program(officer), "0")[0] == [("archives", household.archive_no, "created"), ("visits", "1", "created")]


@pytest.mark.django_db
def test_old_changes_are_forgotten_and_who_comes_from_before_is_told(officer, household, settings):
    facts = {"transaction": 0, "resource": "visits", "household": household, "kind": "created"}
    kept_from = clock.now() - datetime.timedelta(days=settings.FEED_DAYS)
    ages = enumerate((40, 40, 1, -1, 40), 1)  # days beyond those for which changes are kept; they go from the first on
    ChangeFeed.objects.bulk_create(
        ChangeFeed(key=key, position=key, at=kept_from - datetime.timedelta(days=age), **facts) for key, age in ages
    )
    program = Program(officer)
    assert forget_old_changes() == 3
    assert forget_old_changes() == 0
    assert [told(program, place)[0][0][1] for place in ("3", "4")] == ["4", "5"]
    status, words = problem_of(program.get(PATH, {"since": "2"}))
    assert (status, "since=latest" in words) == (410, True)


@pytest.mark.django_db
def test_the_last_change_stays_so_that_positions_go_on_from_it(officer, household, settings):
    program = Program(officer)
    place = now(program)
    with clock.at(clock.now() + datetime.timedelta(days=settings.FEED_DAYS + 1)):
        assert forget_old_changes() == 0
    HouseholdFactory()
    assert int(now(program)) == int(place) + 1


@pytest.mark.django_db
def test_pages_end_where_the_next_begins(officer):
    numbers = [household.archive_no for household in HouseholdFactory.create_batch(5)]
    program, place, seen, more = Program(officer), "0", [], True
    while more:
        said = program.get(PATH, {"since": place, "page_size": "2"}).json()
        seen += [row["key"] for row in said["results"]]
        place, more = said["cursor"], said["has_more"]
    assert seen == numbers


@pytest.mark.django_db
def test_an_outsider_is_told_nothing_and_reads_on_all_the_same(officer, outsider, household):
    stranger = Program(outsider)
    rows, place = told(stranger, "0")
    assert (rows, place) == ([], now(Program(officer)))
    HouseholdFactory(union=union("530100"), archive_no="530100202600009")
    assert [key for _resource, key, _kind in told(stranger, place)[0]] == ["530100202600009"]


@pytest.mark.django_db
def test_who_may_not_and_what_is_no_place(officer, sysadmin):
    assert problem_of(Program(sysadmin).get(PATH))[0] == 403
    assert problem_of(Program(officer, "archives:read").get(PATH))[0] == 403
    for since in ("-1", "yesterday", "9" * 19, ""):
        assert list(errors_of(Program(officer).get(PATH, {"since": since}))) == ["since"]
    assert list(errors_of(Program(officer).get(PATH, {"resource": "archive"}))) == ["resource"]


@pytest.mark.django_db
def test_a_place_of_before_a_restored_backup_is_told_so(officer, household):
    ahead = int(now(Program(officer))) + 1
    assert problem_of(Program(officer).get(PATH, {"since": str(ahead)}))[0] == 410


@pytest.mark.django_db
@pytest.mark.parametrize("act", ["UPDATE households_changefeed SET kind = 'x'", "DELETE FROM households_changefeed"])
def test_the_feed_is_only_added_to(officer, household, act):
    now(Program(officer))
    with pytest.raises(InternalError), connection.cursor() as cursor:
        cursor.execute(act)


@pytest.mark.django_db
@pytest.mark.parametrize("rows", [1, 3])
def test_reading_costs_few_queries(officer, rows, django_assert_num_queries):
    program = Program(officer)
    for household in HouseholdFactory.create_batch(rows):
        MemberFactory(household=household)
    program.get(PATH)
    with django_assert_num_queries(13):
        program.get(PATH)
