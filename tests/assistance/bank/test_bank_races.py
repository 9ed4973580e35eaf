"""Two people read the same result at once; a result that breaks off in its middle leaves nothing behind."""

import pytest
from django.db import connection

from assistance.actions.bank.results import book_result, read_upload
from assistance.models import AidRecord, BankResult, LedgerEntry
from organizations.enums import Role
from tests.support.bankruns import general, rows_of, sent, states, upload_of
from tests.support.factories import user_with
from tests.support.races import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("reference")]
# The database ends the connection in the middle of the aid records, as if the power had failed.
KILL = """
CREATE FUNCTION fail_in_the_middle() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NEW; END $$;
CREATE TRIGGER fail_in_the_middle BEFORE INSERT ON assistance_aidrecord
    FOR EACH ROW EXECUTE FUNCTION fail_in_the_middle();
"""


def test_the_same_file_by_two_users_at_once_is_read_once():
    people = [user_with(Role.FINANCE, "532524") for _n in range(2)]
    batch = sent(people[0], 4)
    file = read_upload(general(), upload_of(rows_of(batch, 3)))
    results = at_once(*[lambda by=by: book_result(batch, general(), file, by=by) for by in people])
    assert [type(result) for result in results] == [BankResult, BankResult]
    assert (results[0].pk, BankResult.objects.count()) == (results[1].pk, 1)
    assert (states(batch), AidRecord.objects.count()) == (["paid", "paid", "failed", "paid"], 3)


def test_a_connection_that_dies_in_the_middle_leaves_nothing():
    finance = user_with(Role.FINANCE, "532524")
    batch = sent(finance, 3)
    file = read_upload(general(), upload_of(rows_of(batch, 2)))
    before = LedgerEntry.objects.count()
    with connection.cursor() as cursor:
        cursor.execute(KILL)
    try:
        outcome = at_once(lambda: _told(lambda: book_result(batch, general(), file, by=finance)))
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP FUNCTION fail_in_the_middle CASCADE")
    assert outcome == ["OperationalError"]
    assert (states(batch), LedgerEntry.objects.count(), BankResult.objects.count()) == (["sent"] * 3, before, 0)
    assert book_result(batch, general(), file, by=finance).paid_count == 2


def _told(act):
    try:
        return act()
    except Exception as error:  # noqa: BLE001 -- what the driver raises is the result
        return type(error).__name__
