"""The database's guard: no statement moves an archive but as a review has decided, once."""

import datetime

import pytest
from django.db import InternalError, connection, transaction

from core import clock
from households.enums import Status
from tests.support.factories import HouseholdFactory
from tests.support.life import put

pytestmark = pytest.mark.django_db
PAST = datetime.date(2025, 1, 1)
JUMPS = [
    ("draft", "under_review"),
    ("draft", "on_file"),
    ("under_review", "draft"),
    ("under_review", "on_file"),
    ("under_review", "rejected"),
    ("on_file", "tapering"),
    ("on_file", "exited"),
    ("on_file", "cancelled"),
    ("tapering", "on_file"),
    ("tapering", "exited"),
    ("tapering", "cancelled"),
]


def write(household, sql, *values):
    with connection.cursor() as cursor, transaction.atomic():
        cursor.execute(f"UPDATE households_household SET {sql} WHERE id = %s", [*values, household.pk])  # noqa: S608
    household.refresh_from_db()


@pytest.mark.parametrize(("before", "after"), JUMPS)
def test_a_bare_statement_is_refused(before, after):
    household = HouseholdFactory(status=before)
    with pytest.raises(InternalError, match="only by a review|Invalid transition"):
        write(household, "status = %s", after)


@pytest.mark.parametrize("status", ["exited", "cancelled", "rejected"])
def test_what_is_closed_stays_closed(status):
    with pytest.raises(InternalError, match="only by a review|Invalid transition"):
        write(HouseholdFactory(status=status), "status = 'on_file'")


@pytest.mark.parametrize("sql", ["relieved_on = '2025-01-01'", "taper_until = '2025-01-01'"])
def test_what_reviews_set_beside_the_status_is_refused_too(household, sql):
    with pytest.raises(InternalError, match="only by a review"):
        write(household, sql)


def test_a_draft_may_be_discarded_and_a_taper_that_ran_out_may_end():
    draft, tapering = HouseholdFactory(status=Status.DRAFT), HouseholdFactory()
    write(draft, "status = 'cancelled'")
    write(put(tapering, Status.TAPERING, taper_until=PAST), "status = 'exited'")
    assert (draft.status, tapering.status) == ("cancelled", "exited")


def test_a_taper_that_still_runs_does_not_end(household):
    put(household, Status.TAPERING, taper_until=clock.today() + datetime.timedelta(days=1))
    with pytest.raises(InternalError, match="only by a review"):
        write(household, "status = 'exited'")


def test_other_facts_are_written_freely(household):
    write(household, "remark = 'x', relieved_on = NULL")
    assert household.remark == "x"
