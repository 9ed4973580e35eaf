"""The database of the tests is as the migrations left it, whatever a page that was closed still does."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event

from django.db import OperationalError, connection, transaction

from organizations.models import Union, User
from tests.support.factories import UserFactory
from tests.support.races import PATIENCE, on_own_connection, until_the_other_waits
from tests.support.restoring import restore


def tables():
    """Return the tables in the order in which they are taken back."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT kept.tables()")
        return [name for (name,) in cursor.fetchall()]


def read(table):
    """Read a table, and keep its lock until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT FROM "{table}" LIMIT 1')


def test_a_request_that_holds_the_last_table_and_wants_the_first_is_outlived(reference):
    first, *_, last = tables()
    UserFactory()
    unions, reads = Union.objects.count(), Event()

    @transaction.atomic
    def answer():
        read(last)
        reads.set()
        until_the_other_waits()
        read(first)

    with ThreadPoolExecutor(1) as pool:
        request = pool.submit(on_own_connection, answer)
        assert reads.wait(PATIENCE)
        restore(patience=0)
        gave_way = request.exception(timeout=PATIENCE)  # slow to want the first, it is the one that the server refuses
    assert gave_way is None or isinstance(gave_way, OperationalError)
    assert not User.objects.exists()
    assert Union.objects.count() == unions
